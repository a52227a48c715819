/** The plainest characters that a text can be taken for: its skeleton, as UTS #39 §4 calls it. */
import { confusables, twins } from './look-alike-data.ts'

const plainByCharacter = new Map<string, string>()
for (const [to, from] of confusables) for (const each of from) plainByCharacter.set(each, to)
for (const [to, ...others] of twins) for (const each of others) if (to !== undefined) plainByCharacter.set(each, to)

// Default ignorables are what UTS #39 §4 drops; marks, because a dot below a letter is easily missed.
const unseen = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}\p{M}]/u
const squared = [0x1f130, 0x1f150, 0x1f170] as const

/**
 * The text in the plainest characters that it can be taken for: `"Ｋ\u200bＦR"` with a Cyrillic К gives
 * `"KFR"`, `"海爾"` gives `"海尔"`. Upper case. Wider than the skeleton of UTS #39 by the forms that it leaves out,
 * and narrower by the scripts that no brand is written in.
 */
export function skeleton(text: string): string {
  let plain = ''
  for (const each of text.normalize('NFC')) {
    const to = plainByCharacter.get(each)
    if (to !== undefined) plain += to
    else for (const part of each.normalize('NFKD')) plain += plainOf(part)
  }
  return plain
}

function plainOf(character: string): string {
  const code = character.codePointAt(0) ?? 0
  const upper = character.toUpperCase()
  if (code < 0x80) return upper
  const to = plainByCharacter.get(character) ?? plainByCharacter.get(upper)
  if (to !== undefined) return to
  if (unseen.test(character)) return ''
  for (const first of squared) if (code >= first && code < first + 26) return String.fromCharCode(0x41 + code - first)
  return upper
}
