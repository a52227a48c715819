/**
 * Model texts: the one form in which they are compared, the wildcards of registers, and the folding
 * of characters that a label makes hard to tell apart.
 */

/** Longest filed model, UTF-16 units, and longest category code: records and the keys of used serials have room for these. */
export const filedModelLimit = 120
export const categoryLimit = 40

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
 * `*` and `#` stand for one letter or digit each; a run of them at the end may be filled in part or not at
 * all. So read the registers' own lists of variants: of 324 that ENERGY STAR names beside a
 * pattern, 110 fill every place and 191 leave some of the last run open (`DDT39434***`: `DDT39434X`,
 * `DDT39434XIH`), as the Australian register states in words ("or blank"). Nine are longer than
 * their pattern; they are not taken, since a place holder for any suffix would take any model in.
 */
export function fitsPattern(pattern: string, key: string): boolean {
  let open = pattern.length
  while (open > 0 && isPlaceHolder(pattern.charCodeAt(open - 1))) open--
  if (key.length < open || key.length > pattern.length) return false
  for (let i = 0; i < key.length; i++) {
    const code = pattern.charCodeAt(i)
    if (code !== key.charCodeAt(i) && !(isPlaceHolder(code) && isLetterOrDigit(key.charCodeAt(i)))) return false
  }
  return true
}

/** The part of a pattern before its first place holder. */
export function literalPrefix(pattern: string): string {
  return pattern.slice(0, pattern.search(/[*#]/))
}

/** Fewer characters than this name no model by themselves. */
const leastSaid = 4

/**
 * Whether a filed model is known without its brand: a pattern that leaves more open than it says (`BP****`) was
 * meant for its own brand's models, and covers those of other makers too.
 */
export function namesItself(filed: string): boolean {
  const open = filed.replace(/[^*#]/g, '').length
  const said = modelKey(filed).length - open
  return open === 0 || said >= Math.max(leastSaid, open)
}

function isPlaceHolder(code: number): boolean {
  return code === 0x2a || code === 0x23
}

function isLetterOrDigit(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x5a)
}

/** What is read or typed instead of the character that follows it here. */
const twins: Readonly<Record<string, string>> = {
  O: '0',
  Q: '0',
  I: '1',
  L: '1',
  '|': '1',
  Z: '2',
  S: '5',
  G: '6',
  B: '8',
}
// Signs go: a dot or bracket more or less is seen by nobody.
const asciiFold = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code)
  return /[0-9A-Z*#|]/.test(character) ? (twins[character] ?? character).charCodeAt(0) : 0
})

/** One ASCII character of a key, folded: `O` to `0`; 0 where it goes. */
export function foldCode(code: number): number {
  return asciiFold[code] ?? 0
}

/** A key in plain characters with each of them folded, and without signs: `"KFR3SGWO1A."` gives `"KFR356W01A"`. Place holders stay. */
export function foldKey(key: string): string {
  let folded = ''
  for (const each of key) {
    const code = each.charCodeAt(0)
    if (code >= 128) folded += /[\p{L}\p{N}]/u.test(each) ? each : ''
    else if (foldCode(code) !== 0) folded += String.fromCharCode(foldCode(code))
  }
  return folded
}
