/** Attacks on names and models, made from data apart from the code they try; seeded. */
import data from '../data/verify/look-alikes.json' with { type: 'json' }

export type Next = (below: number) => number
/** One text made to look like another; null where this kind has no hold on it. */
export type Attack = (text: string, next: Next) => string | null

/** xorshift32: the same numbers on every machine. */
export function seeded(seed: number): Next {
  let state = seed | 0 || 1
  return (below) => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % below
  }
}

const confusables: Readonly<Record<string, string>> = data.confusables
const traditional: Readonly<Record<string, string>> = data.traditional
const twins: Readonly<Record<string, string>> = data.twins

function pick<T>(values: ArrayLike<T>, next: Next): T {
  return values[next(values.length)] as T
}

/** Replaces one, or every, character that `others` knows. */
function replacing(others: (character: string) => readonly string[], all: boolean): Attack {
  return (text, next) => {
    const characters = Array.from(text)
    const places = characters.flatMap((each, i) => (others(each).length > 0 ? [i] : []))
    if (places.length === 0) return null
    for (const i of all ? places : [pick(places, next)]) characters[i] = pick(others(characters[i] ?? ''), next)
    return characters.join('')
  }
}

/** Puts one of `strays` somewhere inside. */
function inserting(strays: readonly string[]): Attack {
  return (text, next) => {
    const characters = Array.from(text)
    if (characters.length < 2) return null
    characters.splice(1 + next(characters.length - 1), 0, pick(strays, next))
    return characters.join('')
  }
}

const asConfusable = (character: string): readonly string[] => Array.from(confusables[character] ?? '')
const asciiTwins: Readonly<Record<string, readonly string[]>> = {
  0: ['O'],
  O: ['0'],
  1: ['I', 'l'],
  I: ['1', 'l'],
  l: ['1', 'I'],
  L: ['I'],
  5: ['S'],
  S: ['5'],
  8: ['B'],
  B: ['8'],
  2: ['Z'],
  Z: ['2'],
  6: ['G'],
  G: ['6'],
}
const styles = [0x1d400, 0x1d434, 0x1d5a0, 0x1d5d4, 0x1d670] as const
const styled = (character: string): readonly string[] =>
  /^[A-Z]$/.test(character)
    ? styles
        .map((first) => String.fromCodePoint(first + character.charCodeAt(0) - 0x41))
        .filter((each) => each.normalize('NFKC') === character)
    : []
const wide: Attack = (text) => {
  const out = text.replace(/[!-~]/g, (each) => String.fromCharCode(each.charCodeAt(0) + 0xfee0))
  return out === text ? null : out
}
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'
const letters = /[A-Za-z0-9]/
const oneEdit: Attack = (text, next) => {
  const places = Array.from(text.matchAll(/[A-Za-z0-9]/g), ({ index }) => index)
  if (places.length < 5) return null
  const at = pick(places, next)
  const other = pick(alphabet, next)
  switch (next(3)) {
    case 0:
      return text.slice(0, at) + text.slice(at + 1)
    case 1:
      return text.slice(0, at) + other + text.slice(at)
    default:
      return other === text[at]?.toUpperCase() ? null : text.slice(0, at) + other + text.slice(at + 1)
  }
}
const swapped: Attack = (text, next) => {
  const places = Array.from(text).flatMap((each, i) =>
    letters.test(each) && letters.test(text[i + 1] ?? '') && each.toUpperCase() !== text[i + 1]?.toUpperCase()
      ? [i]
      : [],
  )
  if (places.length === 0 || text.replace(/[^A-Za-z0-9]/g, '').length < 5) return null
  const at = pick(places, next)
  return text.slice(0, at) + (text[at + 1] ?? '') + (text[at] ?? '') + text.slice(at + 2)
}
const parted: Attack = (text) => {
  const out = text.replaceAll(/w/gi, 'VV').replaceAll('m', 'rn')
  return out === text ? null : out
}

const zeroWidth = ['\u200b', '\u200c', '\u200d', '\u2060', '\ufeff', '\u00ad', '\u034f', '\ufe0f', '\u115f', '\u3164']
const bidi = ['\u200e', '\u200f', '\u202a', '\u202b', '\u202d', '\u202e', '\u2066', '\u2067', '\u2069', '\u061c']
const marks = ['\u0323', '\u0332', '\u0307', '\u0335', '\u0338']

/** Shown the right way round by a text that is stored the other way round, whole or in part. */
const overridden: Attack = (text, next) => {
  const characters = Array.from(text)
  if (characters.length < 2) return null
  const from = next(2) === 0 ? 0 : next(characters.length - 1)
  const to = next(2) === 0 ? characters.length : from + 2 + next(characters.length - from - 1)
  const turned = characters.slice(from, to).reverse().join('')
  if (turned === characters.slice(from, to).join('')) return null
  const end = to < characters.length || next(2) === 0 ? '\u202c' : ''
  return `${characters.slice(0, from).join('')}\u202e${turned}${end}${characters.slice(to).join('')}`
}

// Where a script's ten digits begin: Arabic, Persian, NKo, the Brahmic ones, Mongolian, Vai, Osmanya, Adlam and others.
const digitScripts = [
  0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6, 0xe50, 0xed0, 0xf20,
  0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1b50, 0x1c40, 0xa620, 0xa8d0, 0xa9d0, 0xaa50, 0xabf0,
  0x104a0, 0x11066, 0x110f0, 0x11136, 0x114d0, 0x11650, 0x116c0, 0x118e0, 0x16a60, 0x16b50, 0x1e950,
]
const alphabetScripts = [0x1f130, 0x1f150, 0x1f170, 0x1f1e6]
const inScripts =
  (pattern: RegExp, base: number, scripts: readonly number[]) =>
  (character: string): readonly string[] =>
    pattern.test(character)
      ? scripts.map((first) => String.fromCodePoint(first + character.toUpperCase().charCodeAt(0) - base))
      : []
const circled = (character: string): readonly string[] =>
  character === '0'
    ? ['\u24ea', '\u24ff', '\u{1f10b}', '\u{1f10c}', '\u{1f100}']
    : inScripts(/^[1-9]$/, 0x31, [0x2460, 0x2474, 0x2488, 0x2776, 0x2780, 0x278a, 0x24f5])(character)
const blanks = ['\u2800', '\u3164', '\uffa0', '\u1160', '\u115f', '\u{1d159}', '\u17b4', '\u180e', '\ufffc']
const signs = ['.', ',', "'", '!', '_', '+', '·', '•', '°', '´', '~', '(', '"', ':']
const unsigned: Attack = (text) => {
  const out = text.replace(/[^\p{L}\p{N}\s*#]/gu, '')
  return out.length < 4 || out === text ? null : out
}

/** On names in letters and on models alike. */
const onText: Readonly<Record<string, Attack>> = {
  'one confusable (UTS #39)': replacing(asConfusable, false),
  'all confusables (UTS #39)': replacing(asConfusable, true),
  'zero-width character': inserting(zeroWidth),
  'bidi control': inserting(bidi),
  'combining mark': inserting(marks),
  'styled letters': replacing(styled, true),
  'full-width letters': wide,
  'right-to-left override': overridden,
  'foreign digits': replacing(inScripts(/^[0-9]$/, 0x30, digitScripts), true),
  'circled digits': replacing(circled, true),
  'squared letters': replacing(inScripts(/^[A-Za-z]$/, 0x41, alphabetScripts), true),
  'blank letter': inserting(blanks),
  'sign added': inserting(signs),
  'signs left out': unsigned,
}

/** Slips of the finger rather than disguises: to a model they may as well make a genuine sibling of it. */
const slips: Readonly<Record<string, Attack>> = {
  'one edit': oneEdit,
  'two neighbours swapped': swapped,
}

export const onModels: Readonly<Record<string, Attack>> = {
  ...onText,
  'keyboard twins (0/O, 1/I/l, 5/S, 8/B)': replacing((each) => asciiTwins[each] ?? [], true),
  'strokes parted (W as VV)': parted,
}

export const onModelsBySlip: Readonly<Record<string, Attack>> = slips

const han = /^\p{Script=Han}+$/u
const onlyHan =
  (attack: Attack): Attack =>
  (text, next) =>
    han.test(text) ? attack(text, next) : null
// Any ideograph of the common block: most are unlike what they replace, and the name is still not the brand's.
const anyIdeograph: Attack = (text, next) => {
  const characters = Array.from(text)
  characters[next(characters.length)] = String.fromCodePoint(0x4e00 + next(0x4e00))
  return characters.join('') === text ? null : characters.join('')
}

export const onBrands: Readonly<Record<string, Attack>> = {
  ...onText,
  ...slips,
  'traditional form': onlyHan(replacing((each) => (traditional[each] === undefined ? [] : [traditional[each]]), true)),
  'look-alike ideograph': onlyHan(replacing((each) => Array.from(twins[each] ?? ''), false)),
  'any one ideograph': onlyHan(anyIdeograph),
  'space inside': onlyHan(inserting([' ', '\u3000', '\u00a0', '\u2009'])),
}
