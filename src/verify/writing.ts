/** How a text is written: plainly, in wide letters, or so that it passes for another. */
import { modelKey } from '../catalog/model-text.ts'

/** Full-width letters, digits and spaces of an input method, as their keys are marked. */
function narrow(text: string): string {
  return text.replace(wideKeys, (each) => (each === '\u3000' ? ' ' : String.fromCharCode(each.charCodeAt(0) - 0xfee0)))
}

const plainText = /^[ -~]*$/
const wideKeys = /[\uff01-\uff5e\u3000]/gu
// Dashes and spaces that text programs put for the keyboard's.
const plainAfterAll = /^[\p{Pd}\p{White_Space}\u2212]$/u

/** True where a character stands in for a plain one by its upper case or canonical form alone: `ı`, the kelvin sign. */
function hasStandIn(text: string): boolean {
  return Array.from(text).some(
    (each) => each > '~' && (plainText.test(each.toUpperCase()) || plainText.test(each.normalize('NFC'))),
  )
}

/**
 * Whether all characters of a typed model that a keyboard has no key for (unseen ones, styled letters,
 * other scripts; dashes and spaces apart) are in the filed model too. Looking a model up forgives some
 * of them, and lets a register's wildcard stand for others.
 */
export function hasSameStrangers(typed: string, filed: string): boolean {
  if (typed === filed || plainText.test(typed)) return true
  const known = filed.normalize('NFC')
  const knownUpper = known.toUpperCase()
  if (hasStandIn(typed)) return false
  return Array.from(narrow(typed).normalize('NFC')).every((each) => {
    if (plainText.test(each) || plainAfterAll.test(each) || known.includes(each)) return true
    const upper = each.toUpperCase()
    return !plainText.test(upper) && knownUpper.includes(upper)
  })
}

/**
 * How a brand's name is written. `wide`: in the full-width letters of an input method, an honest slip.
 * `disguised`: with characters that nobody types by chance: unseen ones, styled letters, letters that
 * only their upper case makes Latin.
 */
export type Disguise = 'plain' | 'wide' | 'disguised'

const hidden = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}]/u

export function disguiseOf(name: string): Disguise {
  if (plainText.test(name)) return 'plain'
  const text = narrow(name)
  if (hasStandIn(text) || hidden.test(text) || text.normalize('NFKC') !== text.normalize('NFC')) return 'disguised'
  return text === name ? 'plain' : 'wide'
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
