/** What a scan turned out to be. */

/** Named faults of the scan itself; each is also a reason code of the verdict. */
export type ScanProblem = (typeof scanProblems)[number]
export const scanProblems = [
  'barcode_unreadable',
  'barcode_check_digit',
  'barcode_garbled',
  'not_a_product_code',
] as const

export type ScanKind = 'product' | 'serial' | 'entitlement' | 'payment_code' | 'label' | 'receipt' | 'unknown'

/**
 * What happened to a code between its label and here. Named in `garble` when the scan is refused for
 * it, and in `repairs` when a check digit proved what the code was.
 */
export type Garble =
  /** The keyboard's Caps Lock swapped upper and lower case. */
  | 'caps_lock'
  /** The scanner types for one keyboard layout, the computer reads another. */
  | 'layout'
  /** The separator between GS1 elements (FNC1, sent as GS) is missing. */
  | 'lost_gs'
  /** The separator came as other characters: `<GS>`, `{GS}`, `^]`, `|`. */
  | 'gs_as_text'
  /** The symbology identifier lost its bracket or its case: `E06901234567892`. */
  | 'aim_prefix'
  | 'doubled'
  /** Two different codes without a break between them, or several in one cell. */
  | 'several'
  | 'truncated'
  /** An input method wrote full-width digits and signs. */
  | 'full_width'
  /** An input method took the keys for words. */
  | 'ime'
  /** A spreadsheet took the code for a number and dropped its leading zero. */
  | 'lost_zero'
  /** A spreadsheet wrote the code with a decimal part: `810035930339.0`. */
  | 'float_suffix'
  /** A spreadsheet rounded the code: `6.95122E+12`, `6951220000000`. */
  | 'rounded'
  /** Spaces, hyphens or invisible characters stood inside the code. */
  | 'separators'
  /** Digits of another script, or invisible control characters. */
  | 'control_characters'
  /** Eight digits that are a GTIN-8 and a UPC-E at once. */
  | 'ambiguous'

/** What the scan says of the item: the start of what `verify` takes. */
export interface ScannedItem {
  /** 14 digits, check digit proved. */
  readonly gtin?: string
  readonly serial?: string
  readonly model?: string
  readonly recordNumber?: string
  readonly certificate?: string
}

/** What the code says beyond what an item is judged by. */
export interface ScannedExtras {
  /** 15 digits, Luhn digit proved. */
  readonly imei?: string
  /** AI (240): the maker's own further identification, often its model. */
  readonly additionalId?: string
  /** AI (8030): a digital signature, base64url, as it stands in the code. Not verified here. */
  readonly signature?: string
}

export interface Scan {
  readonly kind: ScanKind
  /** What came from the scanner, at most 512 characters; `""` for a payment code, which is never kept. */
  readonly raw: string
  /** The code's form: `ean13 ean8 upca upce gtin14 gs1 digital_link energy_label water_label ccc imei …`, null when unknown. */
  readonly form: string | null
  readonly item: ScannedItem
  readonly extras: ScannedExtras
  /** The entitlement's or receipt's own text, or the id of a label that carries no record number. */
  readonly text: string | null
  readonly problem: ScanProblem | null
  /** What was put right, proved by a check digit: `caps_lock lost_zero float_suffix aim_prefix doubled …`. */
  readonly repairs: readonly string[]
  /** What the problem is in particular, where it can be told. */
  readonly garble?: Garble
}

/** Scans longer than this are refused unread, characters. */
export const scanLimit = 4096
/** How much of a scan `raw` keeps, characters. */
export const rawLimit = 512

/** A scan with everything but its kind left open. */
export function scanOf(kind: ScanKind, raw: string, found: Partial<Omit<Scan, 'kind' | 'raw'>> = {}): Scan {
  return {
    kind,
    raw: kind === 'payment_code' ? '' : raw.slice(0, rawLimit),
    form: null,
    item: {},
    extras: {},
    text: null,
    problem: null,
    repairs: [],
    ...found,
  }
}
