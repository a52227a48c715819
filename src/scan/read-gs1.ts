/** GS1 elements as a scan: which product, which unit, or what they are instead. */
import { checkAssociations } from './gs1/associations.ts'
import { parseBracketed } from './gs1/bracketed.ts'
import { parseDigitalLink } from './gs1/digital-link.ts'
import { parseElementString } from './gs1/element-string.ts'
import { groupSeparator, isElementString, startsWithGtin } from './gs1/separator.ts'
import { valueOf, type Gs1Element, type Gs1Problem, type Gs1Result } from './gs1/element.ts'
import { parseScanData } from './gs1/scan-data.ts'
import { isDigits } from './gtin.ts'
import { isImei } from './imei.ts'
import { product } from './read-digits.ts'
import { scanOf, type Garble, type Scan, type ScannedExtras, type ScannedItem } from './scan.ts'
import { checkSerial, normalizeSerial } from './serial.ts'

type Form = 'gs1' | 'digital_link'

/** Keys that name something other than a product; the first one found is reported. */
const otherKeys: Readonly<Record<string, string>> = {
  '00': 'sscc',
  '02': 'sscc',
  8110: 'coupon',
  8112: 'coupon',
  255: 'coupon',
  253: 'document',
  414: 'location',
  417: 'location',
  8003: 'asset',
  8004: 'asset',
  8017: 'service_relation',
  8018: 'service_relation',
  401: 'consignment',
  402: 'shipment',
  8013: 'model_number',
}

/** What elements say of the product and the unit. */
export function scanElements(
  elements: readonly Gs1Element[],
  form: Form,
  raw: string,
  repairs: readonly Garble[],
): Scan {
  // (8006) is one piece of a product: its first 14 digits are the whole's GTIN.
  const gtin = valueOf(elements, '01') ?? valueOf(elements, '8006')?.slice(0, 14)
  const item = itemOf(elements, gtin)
  const extras = extrasOf(elements)
  if (gtin !== undefined) return { ...product(gtin, form, raw, repairs, item), extras }
  for (const { ai } of elements) {
    const name = otherKeys[ai]
    if (name !== undefined) return scanOf('unknown', raw, { form: name, problem: 'not_a_product_code', repairs })
  }
  if (item.serial !== undefined) return scanOf('serial', raw, { form, item, extras, repairs })
  return scanOf('unknown', raw, { form, problem: 'not_a_product_code', repairs })
}

function itemOf(elements: readonly Gs1Element[], gtin: string | undefined): ScannedItem {
  const serial = normalizeSerial(valueOf(elements, '21') ?? '')
  return checkSerial(serial, { gtin: gtin ?? null }) === null ? { serial } : {}
}

function extrasOf(elements: readonly Gs1Element[]): ScannedExtras {
  const additionalId = valueOf(elements, '240')
  const signature = valueOf(elements, '8030')
  const imei = valueOf(elements, '8040')
  return {
    ...(additionalId !== undefined && { additionalId }),
    ...(signature !== undefined && { signature }),
    ...(imei !== undefined && isImei(imei) && { imei }),
  }
}

/** An element string, bracketed or as a scanner sends it; null when `text` is neither. */
export function readElements(text: string, raw: string, repairs: readonly Garble[] = []): Scan | null {
  if (text.startsWith('('))
    return fromResult(
      parseBracketed(text.replace(/\) +| +(?=\()/g, (space) => space.trim())),
      'gs1',
      text,
      raw,
      repairs,
    )
  if (!isElementString(text)) return null
  const scan = fromResult(parseElementString(text), 'gs1', text, raw, repairs)
  // Without letters or separators one check digit proves too little to take the number out of what ran together.
  return isDigits(text) && ((scan.kind === 'product' && scan.problem !== null) || scan.repairs.length > repairs.length)
    ? scanOf('product', raw, { form: 'gs1', problem: 'barcode_garbled', garble: scan.garble ?? 'lost_gs', repairs })
    : scan
}

/** A Digital Link; null when the URL is not one. */
export function readDigitalLink(url: string, raw: string, repairs: readonly Garble[] = []): Scan | null {
  const result = parseDigitalLink(url, { aliases: 'accept' })
  if (!result.ok && result.problem.fault === 'url_without_key') return null
  if (!result.ok && result.problem.fault === 'url_compressed') {
    return scanOf('unknown', raw, { form: 'digital_link_compressed', problem: 'barcode_unreadable', repairs })
  }
  return fromResult(result, 'digital_link', url, raw, repairs)
}

/**
 * A transmission with its symbology identifier. `plain` is called for what stands in a symbol that is
 * not GS1's own: its text without the identifier.
 */
export function readScanData(
  text: string,
  raw: string,
  repairs: readonly Garble[],
  plain: (inner: string) => Scan,
): Scan | null {
  const result = parseScanData(text, { requisites: 'ignore' })
  if (!result.ok) {
    const { fault } = result.problem
    if (fault === 'symbology_unknown' || fault === 'not_gs1')
      return /^\][EI]/.test(text)
        ? scanOf('product', raw, { problem: 'barcode_garbled', garble: 'truncated', repairs })
        : null
    if (fault === 'check_digit')
      return scanOf('product', raw, {
        form: text.startsWith(']E4') ? 'ean8' : 'ean13',
        problem: 'barcode_check_digit',
        repairs,
      })
    return failed(result.problem, 'gs1', text.slice(3), raw, repairs)
  }
  if (result.form === 'plain')
    return result.addOn === null
      ? plain(result.text)
      : scanOf('unknown', raw, { form: 'add_on', problem: 'not_a_product_code', repairs })
  if (result.form !== 'gtin') return scanElements(result.elements, result.form, raw, repairs)
  const form = result.symbology === 'ean8' ? 'ean8' : 'ean13'
  return product(result.text.padStart(14, '0'), form, raw, repairs, itemOf(result.elements, result.text))
}

function fromResult(result: Gs1Result, form: Form, text: string, raw: string, repairs: readonly Garble[]): Scan {
  if (!result.ok) return failed(result.problem, form, text, raw, repairs)
  const clash = checkAssociations(result.elements, { requisites: 'ignore' })
  return clash === null ? scanElements(result.elements, form, raw, repairs) : failed(clash, form, text, raw, repairs)
}

function failed(problem: Gs1Problem, form: Form, text: string, raw: string, repairs: readonly Garble[]): Scan {
  if (problem.check === 'incorrect_check_digit')
    return scanOf('product', raw, { form, problem: 'barcode_check_digit', repairs })
  if (problem.fault === 'value_too_short' || problem.fault === 'value_empty') {
    return scanOf('product', raw, { form, problem: 'barcode_garbled', garble: 'truncated', repairs })
  }
  // The number is proved by its own digit even where what follows ran together, unless another key disputes it.
  const disputed = problem.fault === 'ai_excluded' || (problem.fault === 'ai_repeated' && problem.ai === '01')
  if (form === 'gs1' && startsWithGtin(text) && !text.includes(groupSeparator) && problem.at >= 16 && !disputed) {
    return product(text.slice(2, 16), form, raw, [...repairs, 'lost_gs'])
  }
  return scanOf('product', raw, { form, problem: 'barcode_unreadable', repairs })
}
