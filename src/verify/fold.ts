/** How a text is written, and the plainest characters that it can be taken for. */
import { modelKey } from '../catalog/model-text.ts'
import { confusables, twins } from './look-alike-data.ts'

const foldByCharacter = new Map<string, string>()
for (const [to, from] of confusables) for (const each of from) foldByCharacter.set(each, to)
for (const [to, ...others] of twins) for (const each of others) if (to !== undefined) foldByCharacter.set(each, to)

// Default ignorables are what UTS #39 §4 drops; marks, because a dot below a letter is easily missed.
const unseen = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}\p{M}]/u
const squared = [0x1f130, 0x1f150, 0x1f170] as const

/**
 * The text in the plainest characters that it can be taken for: `"Ｋ\u200bＦR"` with a Cyrillic К gives
 * `"KFR"`, `"海爾"` gives `"海尔"`. Upper case. A skeleton in the sense of UTS #39, wider by the forms
 * that it leaves out and narrower by the scripts that no brand is written in.
 */
export function fold(text: string): string {
  let folded = ''
  for (const each of text.normalize('NFKC').normalize('NFD')) {
    if (!unseen.test(each)) folded += foldCharacter(each)
  }
  return folded
}

function foldCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0
  if (code < 0x80) return character.toUpperCase()
  const upper = character.toUpperCase()
  const to = foldByCharacter.get(character) ?? foldByCharacter.get(upper)
  if (to !== undefined) return to
  for (const first of squared) if (code >= first && code < first + 26) return String.fromCharCode(0x41 + code - first)
  return upper
}

/**
 * How a text is written. `wide`: in the full-width letters of an input method, an honest slip.
 * `disguised`: with characters that nobody types by chance: unseen ones, styled letters.
 */
export type Disguise = 'plain' | 'wide' | 'disguised'

const plainText = /^[ -~]*$/
const wideLetters = /[\uff01-\uff5e\u3000]/gu
const hidden = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}]/u

export function disguiseOf(text: string): Disguise {
  if (plainText.test(text)) return 'plain'
  const narrow = text.replace(wideLetters, '')
  if (hidden.test(narrow) || narrow.normalize('NFKC') !== narrow.normalize('NFC')) return 'disguised'
  return narrow === text ? 'plain' : 'wide'
}

const ideographsApart = /\p{Script=Han}\s+\p{Script=Han}/u
const lettersApart = /(?:^|\s)\S\s+\S\s+\S(?:\s|$)/u

/** True for a name pulled apart by spaces: `"美 的"`, `"H a i e r"`. */
export function isSpacedOut(name: string): boolean {
  return ideographsApart.test(name) || lettersApart.test(name)
}

/** True when two numbers of a label differ in case, width, spaces and dashes at most. */
export function sameNumber(a: string, b: string): boolean {
  return a === b || modelKey(a) === modelKey(b)
}
