/** Symbology identifiers, as a scanner puts them before its data (ISO/IEC 15424; GS1 General Specifications §5.1.3). */
import { hasOwn } from '../../core/own.ts'

export type Symbology =
  | 'ean13'
  | 'ean8'
  | 'ean_add_on'
  | 'ean_with_add_on'
  | 'code128'
  | 'gs1_128'
  | 'databar'
  | 'itf'
  | 'code39'
  | 'code93'
  | 'data_matrix'
  | 'gs1_data_matrix'
  | 'qr'
  | 'gs1_qr'
  | 'dotcode'
  | 'gs1_dotcode'
  | 'pdf417'
  | 'aztec'

export interface SymbologyIdentifier {
  readonly symbology: Symbology
  /** `gs1`: FNC1 in first place, an element string follows. `ean`: digits. `plain`: anything. */
  readonly content: 'gs1' | 'ean' | 'plain'
}

const identifiers: Readonly<Record<string, readonly [Symbology, SymbologyIdentifier['content']]>> = {
  E0: ['ean13', 'ean'],
  E1: ['ean_add_on', 'ean'],
  E2: ['ean_add_on', 'ean'],
  E3: ['ean_with_add_on', 'ean'],
  E4: ['ean8', 'ean'],
  C0: ['code128', 'plain'],
  C1: ['gs1_128', 'gs1'],
  e0: ['databar', 'gs1'],
  I0: ['itf', 'plain'],
  I1: ['itf', 'plain'],
  I3: ['itf', 'plain'],
  A0: ['code39', 'plain'],
  G0: ['code93', 'plain'],
  d0: ['data_matrix', 'plain'],
  d1: ['data_matrix', 'plain'],
  d4: ['data_matrix', 'plain'],
  d2: ['gs1_data_matrix', 'gs1'],
  d5: ['gs1_data_matrix', 'gs1'],
  Q0: ['qr', 'plain'],
  Q1: ['qr', 'plain'],
  Q2: ['qr', 'plain'],
  Q3: ['gs1_qr', 'gs1'],
  Q4: ['gs1_qr', 'gs1'],
  J0: ['dotcode', 'plain'],
  J1: ['gs1_dotcode', 'gs1'],
  L0: ['pdf417', 'plain'],
  L2: ['pdf417', 'plain'],
  z0: ['aztec', 'plain'],
}

/** What `text` starts with: `]C1…`, `]Q3…`; null when it starts with no identifier known here. */
export function symbologyOf(text: string): SymbologyIdentifier | null {
  if (text.charCodeAt(0) !== 0x5d) return null
  const code = text.slice(1, 3)
  const found = hasOwn(identifiers, code) ? identifiers[code] : undefined
  return found ? { symbology: found[0], content: found[1] } : null
}
