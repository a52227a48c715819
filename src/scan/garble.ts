/** What a garbled text may have been: each guess undoes one known fault. A guess proves nothing; a check digit does. */
import { layouts, retype } from './keyboard/layouts.ts'
import type { Garble } from './scan.ts'

export interface Guess {
  readonly text: string
  readonly garble: Garble
}

const invisible = /[\u0000-\u001c\u001e\u001f\u007f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu
/** Chinese punctuation that NFKC leaves alone, and the key it stands on. */
const chineseSigns: Readonly<Record<string, string>> = {
  '。': '.',
  '、': '/',
  '【': '[',
  '】': ']',
  '《': '<',
  '》': '>',
  '“': '"',
  '”': '"',
  '‘': "'",
  '’': "'",
  '￥': '$',
  '¥': '$',
  '·': '`',
  '「': '{',
  '」': '}',
  '～': '~',
}
/** How programs show or replace GS: by name, by picture, in caret notation, by a sign that no GS1 value may hold. */
const separatorTexts = /<GS>|\{GS\}|\[GS\]|\\u001d|\\x1d|\^\]|␝|[|~^@#$]/giu
/** Printed digits: 6 901234 567892, 0 12505 11515 8, 9638 5074. */
const printedGroups = /^(?:\d \d{6} \d{6}|\d \d{5} \d{5} \d|\d{4} \d{4}|\d \d{2} \d{5} \d{5} \d)$/

/** Every reading of `text` that undoes one fault, or Caps Lock together with a layout. */
export function guesses(text: string): readonly Guess[] {
  const found: Guess[] = []
  const add = (garble: Garble, guess: string | null): void => {
    if (guess !== null && guess !== text && guess !== '' && !found.some((each) => each.text === guess))
      found.push({ text: guess, garble })
  }
  add('control_characters', text.replace(invisible, ''))
  if (printedGroups.test(text)) add('separators', text.replaceAll(' ', ''))
  add('full_width', halfWidth(text))
  add('gs_as_text', text.replace(separatorTexts, '\u001d'))
  add('aim_prefix', restoreBracket(text))
  add('doubled', firstOfTwo(text))
  add('caps_lock', swapCase(text))
  for (const layout of layouts) {
    if (layout === 'us') continue
    for (const meant of [retype(text, layout, 'us'), retype(text, 'us', layout), retype(swapCase(text), layout, 'us')])
      add('layout', meant)
  }
  return found
}

/** Full-width and Chinese signs as the keys they stand on. */
export function halfWidth(text: string): string {
  let plain = ''
  for (const character of text) plain += chineseSigns[character] ?? character.normalize('NFKC')
  return plain
}

/** Upper case as lower and the other way round, ASCII letters only. */
export function swapCase(text: string): string {
  return text.replace(/[A-Za-z]/g, (letter) => (letter < 'a' ? letter.toLowerCase() : letter.toUpperCase()))
}

/** The half of a text that says itself twice; null when it does not. */
export function firstOfTwo(text: string): string | null {
  const half = text.length / 2
  if (text.length < 12 || !Number.isInteger(half) || text.slice(0, half) !== text.slice(half)) return null
  return new Set(text).size >= 4 ? text.slice(0, half) : null
}

/** A symbology identifier that lost its bracket. */
function restoreBracket(text: string): string | null {
  return /^(?:E0\d{13}|E4\d{8}|C101\d{14}|[de]20?01\d{14}|Q301\d{14}|J101\d{14})/.test(text) ? `]${text}` : null
}

/** The fault that the characters themselves show, where nothing could be proved. */
export function nameGarble(text: string): Garble | null {
  // A typed model has few digits beside its Chinese brand; a scanned code that an input method took has many.
  if (/\p{Script=Han}/u.test(text) && text.replace(/[^0-9０-９]/gu, '').length >= 8) return 'ime'
  if (/[\uff01-\uff5e\u3000]/u.test(text)) return 'full_width'
  if (/^[&é"'(\-è_çà]{6,}$/u.test(text) || /^[!@#$%^&*()]{6,}$/.test(text)) return 'layout'
  if (/[éèçàùÖÄÜöäüßñìòё\u0400-\u04ff§²°£µ]/u.test(text)) return 'layout'
  if (firstOfTwo(text) !== null) return 'doubled'
  return null
}
