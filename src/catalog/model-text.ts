/**
 * Model texts: the one form in which they are compared, the wildcards of registers, and the folding
 * of characters that a label makes hard to tell apart.
 */

/** Longest model text that is looked up, UTF-16 units; a longer one is on no list. */
export const modelTextLimit = 400

// White space, invisible format characters, every dash, the slashes and the minus sign.
const ignored = /[\p{White_Space}\p{Cf}\p{Pd}\u2212/\\\u2044\u2215]+/gu

/**
 * A model text without what people write differently: full width becomes half width (NFKC), letters
 * upper case, and spaces, hyphens and slashes go. `"kfr－35gw / 01a"` gives `"KFR35GW01A"`. Dots,
 * brackets, plus signs and the wildcards stay: registers tell models apart by them. Empty where
 * nothing is left or the text is over {@link modelTextLimit}.
 */
export function modelKey(text: string): string {
  if (text.length > modelTextLimit) return ''
  return text.normalize('NFKC').replace(ignored, '').toUpperCase()
}

/**
 * Whether `key` is one of the models that the filed `pattern` covers, both as {@link modelKey} gives.
 *
 * `*` and `#` stand for one character each; a run of them at the end may be filled in part or not at
 * all. So read the registers' own lists of variants: of 324 that ENERGY STAR names beside a
 * pattern, 110 fill every place and 191 leave some of the last run open (`DDT39434***`: `DDT39434X`,
 * `DDT39434XIH`), as the Australian register states in words ("or blank"). Nine are longer than
 * their pattern; they are not taken, since a place holder for any suffix would take any model in.
 */
export function fitsPattern(pattern: string, key: string): boolean {
  let open = pattern.length
  while (open > 0 && isPlaceHolder(pattern.charCodeAt(open - 1))) open--
  if (key.length < open || key.length > pattern.length) return false
  for (let i = 0; i < open; i++) {
    const code = pattern.charCodeAt(i)
    if (code !== key.charCodeAt(i) && !isPlaceHolder(code)) return false
  }
  return true
}

/** The part of a pattern before its first place holder. */
export function literalPrefix(pattern: string): string {
  return pattern.slice(0, pattern.search(/[*#]/))
}

function isPlaceHolder(code: number): boolean {
  return code === 0x2a || code === 0x23
}

// Left: what is read or typed instead of the right, on labels and on two keyboards.
const lookalikes: readonly (readonly [string, string])[] = [
  ['OQΟОՕ', '0'],
  ['IL|ΙІӀ', '1'],
  ['ZΖ', '2'],
  ['SЅ', '5'],
  ['GԌ', '6'],
  ['BΒВ', '8'],
  ['ΑА', 'A'],
  ['СϹ', 'C'],
  ['ΕЕ', 'E'],
  ['ΗН', 'H'],
  ['Ј', 'J'],
  ['ΚК', 'K'],
  ['ΜМ', 'M'],
  ['Ν', 'N'],
  ['ΡР', 'P'],
  ['ΤТ', 'T'],
  ['ΥУҮ', 'Y'],
  ['ΧХ', 'X'],
  ['Ԝ', 'W'],
  ['Ѵ', 'V'],
  ['Ԁ', 'D'],
]
const foldByCode = new Map(
  lookalikes.flatMap(([group, to]) => Array.from(group, (from) => [from.charCodeAt(0), to.charCodeAt(0)] as const)),
)
const asciiFold = Uint8Array.from({ length: 128 }, (_, code) => foldByCode.get(code) ?? code)

/** One UTF-16 unit of a key, folded: `O` to `0`, Cyrillic `А` to `A`. */
export function foldCode(code: number): number {
  return code < 128 ? (asciiFold[code] ?? code) : (foldByCode.get(code) ?? code)
}

/** A key with every character folded to the one it can be taken for: `"KFR3SGWO1A"` gives `"KFR356W01A"`. */
export function lookalikeKey(key: string): string {
  let folded = ''
  for (let i = 0; i < key.length; i++) folded += String.fromCharCode(foldCode(key.charCodeAt(i)))
  return folded
}
