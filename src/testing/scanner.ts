/** What a keyboard-wedge scanner sends: the key events of one scan, with the faults that scanners have. */

/** Ways in which the scanner or the machine behind it can be set up wrongly. */
export type ScannerFault =
  | 'caps_lock'
  /** A Chinese input method is on: keys come as `Process` with keyCode 229; `code` alone tells them. */
  | 'ime'
  /** Each character is typed as Alt and digits on the numeric pad. */
  | 'alt_numpad'
  /** The scanner types as on a US keyboard, the machine reads a French one. */
  | 'azerty'
  /** The group separator of GS1 codes gets lost. */
  | 'lost_gs'
  /** The code comes twice without an Enter between. */
  | 'doubled'

export interface ScanOptions {
  /** Key after the code; null: none. Default `Enter`. */
  readonly suffix?: 'Enter' | 'Tab' | null
  /** Characters that the scanner puts in front, such as the AIM identifier `]C1`. */
  readonly prefix?: string
  /** Milliseconds between keys; default 8. People take 60 and more. */
  readonly intervalMs?: number
  readonly faults?: readonly ScannerFault[]
}

/** One key event, and how long after the first it comes. */
export interface Keystroke {
  readonly type: 'keydown' | 'keyup'
  readonly key: string
  readonly code: string
  readonly keyCode: number
  readonly shiftKey: boolean
  readonly altKey: boolean
  readonly ctrlKey: boolean
  readonly atMs: number
}

const shifted: Readonly<Record<string, string>> = {
  ')': 'Digit0',
  '!': 'Digit1',
  '@': 'Digit2',
  '#': 'Digit3',
  $: 'Digit4',
  '%': 'Digit5',
  '^': 'Digit6',
  '&': 'Digit7',
  '*': 'Digit8',
  '(': 'Digit9',
  _: 'Minus',
  '+': 'Equal',
  ':': 'Semicolon',
  '"': 'Quote',
  '<': 'Comma',
  '>': 'Period',
  '?': 'Slash',
  '{': 'BracketLeft',
  '}': 'BracketRight',
  '|': 'Backslash',
  '~': 'Backquote',
}
const plain: Readonly<Record<string, string>> = {
  '-': 'Minus',
  '=': 'Equal',
  ';': 'Semicolon',
  "'": 'Quote',
  ',': 'Comma',
  '.': 'Period',
  '/': 'Slash',
  '[': 'BracketLeft',
  ']': 'BracketRight',
  '\\': 'Backslash',
  '`': 'Backquote',
  ' ': 'Space',
}
/** What a French layout makes of the keys that differ and occur in codes: unshifted, shifted. */
const french: Readonly<Record<string, readonly [string, string]>> = {
  Digit0: ['à', '0'],
  Digit1: ['&', '1'],
  Digit2: ['é', '2'],
  Digit3: ['"', '3'],
  Digit4: ["'", '4'],
  Digit5: ['(', '5'],
  Digit6: ['-', '6'],
  Digit7: ['è', '7'],
  Digit8: ['_', '8'],
  Digit9: ['ç', '9'],
  KeyQ: ['a', 'A'],
  KeyA: ['q', 'Q'],
  KeyW: ['z', 'Z'],
  KeyZ: ['w', 'W'],
  KeyM: [',', '?'],
  Semicolon: ['m', 'M'],
  Minus: [')', '°'],
  Slash: ['!', '§'],
  Comma: [';', '.'],
  Period: [':', '/'],
}
const groupSeparator = '\u001d'

/** The key events of one scan, in order. */
export function keystrokes(text: string, options: ScanOptions = {}): readonly Keystroke[] {
  const { suffix = 'Enter', prefix = '', intervalMs = 8, faults = [] } = options
  const has = (fault: ScannerFault): boolean => faults.includes(fault)
  const once = prefix + (has('lost_gs') ? text.replaceAll(groupSeparator, '') : text)
  const events: Keystroke[] = []
  let atMs = 0
  const press = (key: Omit<Keystroke, 'type' | 'atMs'>): void => {
    events.push({ ...key, type: 'keydown', atMs }, { ...key, type: 'keyup', atMs: atMs + Math.min(2, intervalMs / 2) })
    atMs += intervalMs
  }
  for (const character of has('doubled') ? once + once : once) {
    if (has('alt_numpad')) {
      for (const digit of String(character.charCodeAt(0)).padStart(4, '0')) {
        press({
          key: 'Unidentified',
          code: `Numpad${digit}`,
          keyCode: 96 + Number(digit),
          shiftKey: false,
          altKey: true,
          ctrlKey: false,
        })
      }
      // The character itself appears when Alt is let go.
      events.push({
        type: 'keyup',
        key: 'Alt',
        code: 'AltLeft',
        keyCode: 18,
        shiftKey: false,
        altKey: false,
        ctrlKey: false,
        atMs,
      })
    } else press(keyFor(character, faults))
  }
  if (suffix)
    press({
      key: suffix,
      code: suffix,
      keyCode: suffix === 'Enter' ? 13 : 9,
      shiftKey: false,
      altKey: false,
      ctrlKey: false,
    })
  return events
}

function keyFor(character: string, faults: readonly ScannerFault[]): Omit<Keystroke, 'type' | 'atMs'> {
  // It has no key of its own: scanners press Control and the closing bracket.
  if (character === groupSeparator)
    return { key: ']', code: 'BracketRight', keyCode: 221, shiftKey: false, altKey: false, ctrlKey: true }
  const { code, shiftKey } = placeOf(character)
  if (faults.includes('ime')) return { key: 'Process', code, keyCode: 229, shiftKey, altKey: false, ctrlKey: false }
  const key = faults.includes('azerty') ? (french[code]?.[shiftKey ? 1 : 0] ?? character) : character
  const isLetter = /^[a-z]$/i.test(key)
  const typed =
    faults.includes('caps_lock') && isLetter ? (key === key.toUpperCase() ? key.toLowerCase() : key.toUpperCase()) : key
  return { key: typed, code, keyCode: typed.toUpperCase().charCodeAt(0), shiftKey, altKey: false, ctrlKey: false }
}

function placeOf(character: string): { readonly code: string; readonly shiftKey: boolean } {
  if (/^\d$/.test(character)) return { code: `Digit${character}`, shiftKey: false }
  if (/^[a-z]$/.test(character)) return { code: `Key${character.toUpperCase()}`, shiftKey: false }
  if (/^[A-Z]$/.test(character)) return { code: `Key${character}`, shiftKey: true }
  const code = shifted[character]
  return code ? { code, shiftKey: true } : { code: plain[character] ?? '', shiftKey: false }
}

/**
 * Sends the events of a scan to a target of the page, at once and in order. A field that has the
 * focus gets the characters too, as a browser's own typing would put them there.
 */
export function scanInto(target: EventTarget, text: string, options: ScanOptions = {}): void {
  for (const { type, atMs, keyCode, ...init } of keystrokes(text, options)) {
    const event = new KeyboardEvent(type, { ...init, bubbles: true, composed: true, cancelable: true })
    // Neither can be given to the constructor.
    Object.defineProperties(event, { timeStamp: { value: atMs }, keyCode: { value: keyCode } })
    const goesOn = target.dispatchEvent(event)
    if (goesOn && type === 'keydown' && init.key.length === 1 && !init.ctrlKey && isField(target)) {
      target.value += init.key
      target.dispatchEvent(new Event('input', { bubbles: true, composed: true }))
    }
  }
}

function isField(target: EventTarget): target is EventTarget & { value: string } {
  return 'value' in target && typeof target.value === 'string' && 'selectionStart' in target
}
