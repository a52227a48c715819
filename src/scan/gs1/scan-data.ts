/** A scanner's transmission with its symbology identifier: `]C1…`, `]E0…`, `]Q3…`. */
import { formOfLength, hasCheckDigit, isDigits } from '../gtin.ts'
import { checkAssociations, type AssociationOptions } from './associations.ts'
import { parseDigitalLink, type DigitalLinkOptions } from './digital-link.ts'
import { formatElementString, parseElementString } from './element-string.ts'
import { groupSeparator } from './separator.ts'
import { gs1Problem, type Gs1Element, type Gs1Problem, type Gs1Result } from './element.ts'
import { symbologyOf, type Symbology } from './symbology.ts'

export interface ScanDataOptions extends AssociationOptions {
  readonly digitalLink?: DigitalLinkOptions
}

export interface ScanData {
  readonly ok: true
  readonly symbology: Symbology
  readonly form: 'gs1' | 'gtin' | 'digital_link' | 'plain'
  /** The message without its identifier: digits of an EAN, the element string, a URL, plain text. */
  readonly text: string
  /** Of an element string, a composite component or a Digital Link; an EAN's own number is (01). */
  readonly elements: readonly Gs1Element[]
  /** The two or five digits beside a periodical's or book's code. */
  readonly addOn: string | null
  /** Why a URL is not a Digital Link; null otherwise. */
  readonly linkProblem: Gs1Problem | null
}

export type ScanDataResult = ScanData | { readonly ok: false; readonly problem: Gs1Problem }

const compositeMark = '|]e0'

/** Reads a scanner's transmission; content and associations are checked. */
export function parseScanData(raw: string, options: ScanDataOptions = {}): ScanDataResult {
  const identifier = symbologyOf(raw)
  if (identifier === null) return failure(gs1Problem(raw.startsWith(']') ? 'symbology_unknown' : 'not_gs1', 0))
  const { symbology, content } = identifier
  const data = raw.slice(3)
  if (content === 'ean') return readEan(symbology, data, options)
  if (content === 'gs1') return readElements(symbology, data, options)
  const found: ScanData = {
    ok: true,
    symbology,
    form: 'plain',
    text: data,
    elements: [],
    addOn: null,
    linkProblem: null,
  }
  if (!/^(?:https?|HTTPS?):\/\//.test(data)) return found
  const link = checked(parseDigitalLink(data, options.digitalLink), options)
  return link.ok ? { ...found, form: 'digital_link', elements: link.elements } : { ...found, linkProblem: link.problem }
}

/**
 * The message in the notation of GS1's own tools: FNC1 as `^`, a composite component behind `|`, and
 * a plain message that would read as FNC1 escaped with a backslash.
 */
export function messageOf(data: ScanData): string {
  if (data.form === 'gs1') return `^${data.text.replaceAll(groupSeparator, '^')}`
  if (data.form !== 'gtin') return data.text.replace(/^\\*\^/, (start) => `\\${start}`)
  const composite = data.elements.slice(1)
  return composite.length === 0 ? data.text : `${data.text}|^${formatElementString(composite, '^')}`
}

function readElements(symbology: Symbology, data: string, options: ScanDataOptions): ScanDataResult {
  const result = checked(parseElementString(data, { leading: 'never' }), options)
  if (!result.ok) return result
  return { ok: true, symbology, form: 'gs1', text: data, elements: result.elements, addOn: null, linkProblem: null }
}

function readEan(symbology: Symbology, data: string, options: ScanDataOptions): ScanDataResult {
  const mark = data.indexOf(compositeMark)
  const digits = mark < 0 ? data : data.slice(0, mark)
  if (symbology === 'ean_add_on') {
    if (!isDigits(digits) || (digits.length !== 2 && digits.length !== 5)) return failure(gs1Problem('not_gs1', 3))
    return { ok: true, symbology, form: 'plain', text: digits, elements: [], addOn: digits, linkProblem: null }
  }
  const size = symbology === 'ean8' ? 8 : 13
  const main = digits.slice(0, size)
  const addOn = symbology === 'ean_with_add_on' ? digits.slice(size) : ''
  const rightLength =
    symbology === 'ean_with_add_on' ? addOn.length === 2 || addOn.length === 5 : digits.length === size
  if (!isDigits(digits) || !rightLength || formOfLength(main.length) === null) return failure(gs1Problem('not_gs1', 3))
  if (!hasCheckDigit(main)) return failure(gs1Problem('check_digit', 2 + size))
  const own: Gs1Element = { ai: '01', value: main.padStart(14, '0') }
  let elements: readonly Gs1Element[] = [own]
  if (mark >= 0) {
    const composite = parseElementString(data.slice(mark + compositeMark.length), { leading: 'never' })
    const whole = composite.ok ? checked({ ok: true, elements: [own, ...composite.elements] }, options) : composite
    if (!whole.ok) return whole
    elements = whole.elements
  }
  return {
    ok: true,
    symbology,
    form: 'gtin',
    text: main,
    elements,
    addOn: addOn === '' ? null : addOn,
    linkProblem: null,
  }
}

function checked(result: Gs1Result, options: AssociationOptions): Gs1Result {
  if (!result.ok) return result
  const problem = checkAssociations(result.elements, options)
  return problem === null ? result : failure(problem)
}

function failure(problem: Gs1Problem): Extract<Gs1Result, { ok: false }> {
  return { ok: false, problem }
}
