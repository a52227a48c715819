/** The plainest characters that a text can be taken for: its skeleton, as UTS #39 §4 calls it. */
import { lookAlikeTable } from './look-alike-table.ts'
import { foldKey } from './model-text.ts'

const plainByCharacter = new Map<string, string>()
{
  let code = 0
  for (const [, skipped = '', pair, single = ''] of lookAlikeTable.matchAll(/([a-z]*)(?:_(..)|(.))/gu)) {
    let count = 0
    for (const letter of skipped) count = 26 * count + letter.charCodeAt(0) - 96
    code += count + 1
    plainByCharacter.set(String.fromCodePoint(code), pair ?? single)
  }
}

// Default ignorables are what UTS #39 §4 drops; marks, because a dot below a letter is easily missed; and what is
// drawn as a blank though it is a sign.
const unseen = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}\p{M}\u2800\ufffc\u{1d159}]/u
const digit = /\p{Nd}/u
const plainText = /^[ -~]*$/

/** Runs of enclosed letters and numbers that NFKC leaves alone: the first, the last, what the first encloses. */
const enclosed: readonly (readonly [first: number, last: number, encloses: 'A' | number])[] = [
  [0x1f150, 0x1f169, 'A'],
  [0x1f170, 0x1f189, 'A'],
  [0x1f1e6, 0x1f1ff, 'A'],
  [0x24eb, 0x24f4, 11],
  [0x24f5, 0x24fe, 1],
  [0x24ff, 0x24ff, 0],
  [0x2776, 0x277f, 1],
  [0x2780, 0x2789, 1],
  [0x278a, 0x2793, 1],
  [0x1f10b, 0x1f10b, 0],
  [0x1f10c, 0x1f10c, 0],
]

/**
 * The text in the plainest characters that it can be taken for: `"Ｋ\u200bＦR"` with a Cyrillic К gives
 * `"KFR"`, `"海爾"` gives `"海尔"`. Upper case. Wider than the skeleton of UTS #39 by the forms that it leaves out,
 * and narrower by the scripts that no brand is written in.
 * @param foreignDigits whether digits of other scripts are taken for what they look like (`৪`: 8) or what they count (4)
 */
export function skeleton(text: string, foreignDigits: 'look' | 'count' = 'look'): string {
  if (plainText.test(text)) return text.toUpperCase()
  let plain = ''
  for (const each of text.normalize('NFC')) {
    const to = foreignDigits === 'count' && each > '~' && digit.test(each) ? countOf(each) : plainByCharacter.get(each)
    if (to !== undefined) plain += to
    else for (const part of each.normalize('NFKD')) plain += plainOf(part)
  }
  return plain
}

/**
 * A key with every character folded to the one it can be taken for, and without signs: `"КFR3SGWO1A."` gives
 * `"KFR356W01A"`. Place holders stay.
 */
export function lookalikeKey(key: string): string {
  return foldKey(skeleton(key))
}

/** Every skeleton that a text can be taken to have: as it is stored and as it is shown, its foreign digits by look and by count. */
export function skeletons(text: string): readonly string[] {
  if (plainText.test(text)) return [text.toUpperCase()]
  const shown = asShown(text)
  return [...new Set([skeleton(text), skeleton(shown), skeleton(text, 'count'), skeleton(shown, 'count')])]
}

function plainOf(character: string): string {
  const code = character.codePointAt(0) ?? 0
  const upper = character.toUpperCase()
  if (code < 0x80) return upper
  const to = plainByCharacter.get(character) ?? plainByCharacter.get(upper)
  if (to !== undefined) return to
  if (unseen.test(character)) return ''
  for (const [first, last, encloses] of enclosed) {
    if (code < first || code > last) continue
    return encloses === 'A' ? String.fromCharCode(0x41 + code - first) : String(encloses + code - first)
  }
  return digit.test(character) ? countOf(character) : upper
}

/** What a decimal digit counts. A script's ten lie together, and begin at …0 or …6. */
function countOf(character: string): string {
  const code = character.codePointAt(0) ?? 0
  const first = digit.test(String.fromCodePoint(code & ~15)) ? 0 : 6
  return String((code & 15) - first)
}

const overrides = /[\u202a-\u202e\u2066-\u2069]/

/** The text in the order it is shown in, where a right-to-left override (U+202E) turns a part of it round. */
function asShown(text: string): string {
  if (!overrides.test(text)) return text
  const open: { readonly turned: boolean; readonly parts: string[] }[] = [{ turned: false, parts: [] }]
  const close = (): void => {
    const { turned, parts } = open.pop() ?? { turned: false, parts: [] }
    open[open.length - 1]?.parts.push((turned ? parts.reverse() : parts).join(''))
  }
  for (const each of text) {
    if (each === '\u202c' || each === '\u2069') {
      if (open.length > 1) close()
    } else if (overrides.test(each)) open.push({ turned: each === '\u202e', parts: [] })
    else open[open.length - 1]?.parts.push(each)
  }
  while (open.length > 1) close()
  return open[0]?.parts.join('') ?? ''
}
