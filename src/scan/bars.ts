/** Draws the bars of a test code, so that a shop can try its scanner on a screen or a sheet of paper. */
import { CheckoutError } from '../core/errors.ts'
import { requireText } from '../core/require.ts'
import { hasCheckDigit, isDigits } from './gtin.ts'

/** Widths of bars and spaces in modules, a bar first; nothing of the quiet zone, which is 11 modules either side. */
export type BarWidths = readonly number[]

const left = ['3211', '2221', '2122', '1411', '1132', '1231', '1114', '1312', '1213', '3112']
/** Which of the left digits are drawn mirrored, by the first digit of an EAN-13. */
const mirrored = ['000000', '001011', '001101', '001110', '010011', '011001', '011100', '010101', '010110', '011010']

/**
 * The bars of an EAN-13: 95 modules (GS1 General Specifications §5.2).
 * @throws {@link CheckoutError} `INPUT_INVALID` unless `digits` are 13 with a right check digit
 */
export function ean13Bars(digits: string): BarWidths {
  requireText(digits, 'digits')
  if (digits.length !== 13 || !isDigits(digits) || !hasCheckDigit(digits)) {
    throw new CheckoutError('INPUT_INVALID', 'digits must be 13 digits with a right check digit', { field: 'digits' })
  }
  const mirror = mirrored[Number(digits[0])] ?? ''
  const half = (from: number, reverse: (i: number) => boolean): string =>
    Array.from({ length: 6 }, (_, i) => {
      const widths = left[Number(digits[from + i])] ?? ''
      return reverse(i) ? reversed(widths) : widths
    }).join('')
  const text = `111${half(1, (i) => mirror[i] === '1')}11111${half(7, () => false)}111`
  return Array.from(text, Number)
}

// Code 128 characters by value, each of three bars and three spaces (ISO/IEC 15417, table 1).
const code128 =
  '212222222122222221121223121322131222122213122312132212221213221312231212112232122132122231113222123122123221223211221132221231213212223112312131311222321122321221312212322112322211212123212321232121111323131123131321112313132113132311211313231113231311112133112331132131113123113321133121313121211331231131213113213311213131311123311321331121312113312311332111314111221411431111111224111422121124121421141122141221112214112412122114122411142112142211241211221114413111241112134111111242121142121241114212124112124211411212421112421211212141214121412121111143111341131141114113114311411113411311113141114131311141411131'
const startB = '211214'
const stop = '2331112'
const fnc1 = 102
const fnc1Bars = '411131'
const startBValue = 104

/**
 * The bars of a Code 128 in set B. GS (0x1D) stands for FNC1, in first place too: then it is a GS1-128.
 * @throws {@link CheckoutError} `INPUT_INVALID` unless `text` is 1 to 48 printable ASCII characters and GS
 */
export function code128Bars(text: string): BarWidths {
  requireText(text, 'text')
  if (text.length > 48 || !/^[\u001d -~]+$/.test(text)) {
    throw new CheckoutError('INPUT_INVALID', 'text must be 1 to 48 printable ASCII characters', { field: 'text' })
  }
  let sum = startBValue
  let bars = startB
  for (let i = 0; i < text.length; i++) {
    const value = text[i] === '\u001d' ? fnc1 : text.charCodeAt(i) - 32
    sum += value * (i + 1)
    bars += barsOf(value)
  }
  return Array.from(`${bars}${barsOf(sum % 103)}${stop}`, Number)
}

function reversed(text: string): string {
  return Array.from(text).reverse().join('')
}

function barsOf(value: number): string {
  return value === fnc1 ? fnc1Bars : code128.slice(6 * value, 6 * value + 6)
}
