/**
 * What a key event means when a scanner typed it. A scanner is a keyboard: it presses physical keys for
 * the layout it was set to. `code` names the physical key and survives input methods, other layouts and
 * Caps Lock; `key` is what the computer makes of it.
 */
import { hasOwn } from '../../core/own.ts'

/** The parts of a KeyboardEvent that matter. */
export interface KeyPress {
  readonly code: string
  readonly key: string
  readonly shiftKey: boolean
  readonly ctrlKey: boolean
  readonly altKey: boolean
  /** Milliseconds, from the event itself: late handlers do not stretch it. */
  readonly timeStamp: number
}

export const groupSeparatorKey = '\u001d'

const plain: Readonly<Record<string, string>> = {
  Backquote: '`~',
  Minus: '-_',
  Equal: '=+',
  BracketLeft: '[{',
  BracketRight: ']}',
  Backslash: '\\|',
  IntlBackslash: '<>',
  Semicolon: ';:',
  Quote: '\'"',
  Comma: ',<',
  Period: '.>',
  Slash: '/?',
  Space: '  ',
  NumpadAdd: '++',
  NumpadSubtract: '--',
  NumpadMultiply: '**',
  NumpadDivide: '//',
  NumpadDecimal: '..',
}
const shiftedDigits = ')!@#$%^&*('
const modifiers = new Set([
  'Shift',
  'Control',
  'Alt',
  'AltGraph',
  'Meta',
  'CapsLock',
  'NumLock',
  'Fn',
  'Hyper',
  'Super',
])

/** The character a US keyboard gives for the physical key; null for a key that types none, or an unknown one. */
export function characterByCode({ code, shiftKey, ctrlKey }: KeyPress): string | null {
  // Scanners send GS, which has no key, as Control and the closing bracket.
  if (ctrlKey) return code === 'BracketRight' ? groupSeparatorKey : null
  const letter = /^Key([A-Z])$/.exec(code)?.[1]
  if (letter !== undefined) return shiftKey ? letter : letter.toLowerCase()
  const digit = /^Digit(\d)$/.exec(code)?.[1]
  if (digit !== undefined) return shiftKey ? shiftedDigits.charAt(Number(digit)) : digit
  const numpad = /^Numpad(\d)$/.exec(code)?.[1]
  if (numpad !== undefined) return numpad
  return hasOwn(plain, code) ? (plain[code]?.charAt(shiftKey ? 1 : 0) ?? null) : null
}

/** The character the computer made of it; null where an input method or a dead key swallowed it. */
export function characterByKey({ key, code, ctrlKey }: KeyPress): string | null {
  if (ctrlKey) return key === ']' || key === groupSeparatorKey || code === 'BracketRight' ? groupSeparatorKey : null
  return Array.from(key).length === 1 ? key : null
}

/** True for a key that only changes others. */
export function isModifier({ key, code }: KeyPress): boolean {
  return modifiers.has(key) || /^(?:Shift|Control|Alt|Meta)(?:Left|Right)$/.test(code)
}

/** True when an input method has the key: `key` says nothing, `code` still does. */
export function isTakenByInputMethod({ key }: KeyPress): boolean {
  return key === 'Process' || key === 'Unidentified' || key === 'Dead'
}

/** The key that ends a scan: `Enter` and `Tab` by either name; null for every other. */
export function terminatorOf({ code, key, ctrlKey }: KeyPress): 'Enter' | 'Tab' | null {
  if (key === 'Enter' || code === 'Enter' || code === 'NumpadEnter') return 'Enter'
  if (key === 'Tab' || code === 'Tab') return 'Tab'
  // Carriage return and line feed, sent as Control and a letter.
  return ctrlKey && (code === 'KeyM' || code === 'KeyJ') ? 'Enter' : null
}

/** Collects the digits that a scanner types on the number pad while it holds Alt: one character's number. */
export interface AltNumpad {
  /** True when the press belongs to an Alt number. */
  press(press: KeyPress): boolean
  /** The character, when Alt is let go; null when no number was typed. */
  release(): string | null
}

export function createAltNumpad(): AltNumpad {
  let digits = ''
  return {
    press({ code, altKey }) {
      const digit = /^Numpad(\d)$/.exec(code)?.[1]
      if (!altKey || digit === undefined || digits.length > 4) return false
      digits += digit
      return true
    },
    release() {
      const number = Number(digits)
      digits = ''
      return number > 0 && number < 256 ? String.fromCharCode(number) : null
    },
  }
}
