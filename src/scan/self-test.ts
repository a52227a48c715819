/**
 * Tells a shop what its scanner does wrong: a few codes whose content is known are scanned, and what
 * arrives is compared. The findings are codes; the page that shows them has the words.
 */
import { checkDigit } from './gtin.ts'
import { halfWidth, swapCase } from './garble.ts'
import { groupSeparator } from './gs1/separator.ts'
import { symbologyOf } from './gs1/symbology.ts'
import { layouts, retype, type Layout } from './keyboard/layouts.ts'
import type { WedgeScan } from './keyboard/wedge.ts'

/** A code to scan: what it holds, and how to draw it (see `bars.ts`). */
export interface ScannerTest {
  readonly id: 'ean13' | 'upca' | 'text' | 'gs1'
  readonly symbology: 'ean13' | 'code128' | 'gs1_128'
  /** What the symbol holds; for `gs1_128` with GS for each FNC1. */
  readonly content: string
}

const sample = '9520123456788'

/** In the order in which to scan them. */
export const scannerTests: readonly ScannerTest[] = [
  { id: 'ean13', symbology: 'ean13', content: sample },
  // A UPC-A is an EAN-13 that starts with 0: does the zero survive?
  { id: 'upca', symbology: 'ean13', content: '0012345678905' },
  // Every key that layouts disagree on, and both cases.
  { id: 'text', symbology: 'code128', content: 'AZQWMY-azqwmy/1290:;._?=&' },
  { id: 'gs1', symbology: 'gs1_128', content: `${groupSeparator}010${sample}21aB12${groupSeparator}240KFR-35` },
]

export type ScannerFinding =
  /** Nothing came. */
  | 'nothing_read'
  /** As it should be. */
  | 'fine'
  /** It sends symbology identifiers, which is best: no code can be taken for another. */
  | 'sends_identifiers'
  /** Switching identifiers on is recommended. */
  | 'no_identifiers'
  /** No Enter or Tab behind the code: each scan waits for silence, and two can run together. */
  | 'no_terminator'
  /** A Chinese input method takes the keys. It is read all the same; switch it off while scanning. */
  | 'input_method'
  | 'caps_lock'
  /** The keyboard layout differs; `detail` names the computer's. */
  | 'layout'
  /** It types Alt numbers, which is slow. */
  | 'alt_numpad'
  /** `detail` shows what stands before or behind the code. */
  | 'prefix'
  | 'suffix'
  | 'leading_zero_dropped'
  | 'check_digit_dropped'
  | 'doubled'
  | 'truncated'
  /** The separator inside GS1 codes does not arrive. */
  | 'separator_lost'
  /** It arrives as other characters; `detail` shows them. */
  | 'separator_as_text'
  | 'full_width'
  /** Something else arrived; `detail` shows it. */
  | 'different'

export interface ScannerReport {
  /** True when every code of this kind will be read as it is. */
  readonly ok: boolean
  readonly findings: readonly { readonly finding: ScannerFinding; readonly detail: string | null }[]
}

/** Findings that still let every code be read. */
const harmless = new Set<ScannerFinding>([
  'fine',
  'sends_identifiers',
  'no_identifiers',
  'no_terminator',
  'input_method',
  'alt_numpad',
])

/** What the scanner did with the test code. `scan`: what the wedge gave, or null when nothing came in time. */
export function diagnoseScanner(
  test: ScannerTest,
  scan: Pick<WedgeScan, 'text' | 'faults' | 'terminator'> | null,
): ScannerReport {
  if (scan === null || scan.text === '') return report([['nothing_read', null]])
  const found: [ScannerFinding, string | null][] = []
  for (const fault of scan.faults) {
    // The wedge has already read round layout and Caps Lock; other software on the till does not.
    if (fault === 'input_method' || fault === 'alt_numpad' || fault === 'no_terminator') found.push([fault, null])
  }
  const identified = symbologyOf(scan.text) !== null
  const arrived = identified ? scan.text.slice(3) : scan.text
  found.push([identified ? 'sends_identifiers' : 'no_identifiers', null])
  found.push(...compare(test, arrived))
  return report(found)
}

/** The separator to expect from this scanner, after the `gs1` test: GS, other characters, or null when it is lost. */
export function separatorOf(scan: Pick<WedgeScan, 'text'>): string | null {
  const between = /21aB12(.*?)240KFR-35/i.exec(scan.text)?.[1]
  return between === undefined || between === '' ? null : between
}

function compare(test: ScannerTest, arrived: string): [ScannerFinding, string | null][] {
  const expected = test.content.replace(/^\u001d/, '')
  const text = arrived.replace(/^\u001d/, '')
  if (text === expected || isSameEan(test, text)) return [['fine', null]]
  if (text === expected + expected) return [['doubled', null]]
  const layout = layoutOf(text, expected)
  if (layout !== null) return [['layout', layout]]
  if (text === swapCase(expected) || (test.id !== 'ean13' && text.toLowerCase() === expected.toLowerCase()))
    return [['caps_lock', null]]
  if (halfWidth(text) === expected) return [['full_width', null]]
  return compareDigits(test, text) ?? compareSeparators(test, text, expected) ?? compareEnds(text, expected)
}

function isSameEan(test: ScannerTest, text: string): boolean {
  return test.symbology === 'ean13' && test.content.startsWith('0') && text === test.content.slice(1)
}

function compareDigits(test: ScannerTest, text: string): [ScannerFinding, string | null][] | null {
  if (test.symbology !== 'ean13') return null
  const whole = test.content.replace(/^0/, '')
  if (text === whole.replace(/^0/, '') && text !== whole) return [['leading_zero_dropped', null]]
  if (text === whole.slice(0, -1) && String(checkDigit(text)) === whole.at(-1)) return [['check_digit_dropped', null]]
  return null
}

function compareSeparators(
  test: ScannerTest,
  text: string,
  expected: string,
): [ScannerFinding, string | null][] | null {
  if (test.id !== 'gs1') return null
  const separator = separatorOf({ text })
  if (text === expected.replaceAll(groupSeparator, '')) return [['separator_lost', null]]
  if (separator !== null && text === expected.replaceAll(groupSeparator, separator))
    return [['separator_as_text', separator]]
  return null
}

function compareEnds(text: string, expected: string): [ScannerFinding, string | null][] {
  const at = text.indexOf(expected)
  if (at >= 0) {
    const ends: [ScannerFinding, string | null][] = [
      ['prefix', text.slice(0, at)],
      ['suffix', text.slice(at + expected.length)],
    ]
    return ends.filter(([, detail]) => detail !== '')
  }
  if (text.length >= 3 && expected.includes(text)) return [['truncated', null]]
  return [['different', text.slice(0, 60)]]
}

function layoutOf(text: string, expected: string): Layout | null {
  // A key is one character on every layout.
  if (text.length !== expected.length) return null
  return layouts.find((layout) => layout !== 'us' && retype(text, layout, 'us') === expected) ?? null
}

function report(found: readonly (readonly [ScannerFinding, string | null])[]): ScannerReport {
  return {
    ok: found.every(([finding]) => harmless.has(finding)),
    findings: found.map(([finding, detail]) => ({ finding, detail })),
  }
}
