// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { layouts, retype } from '../../../src/scan/keyboard/layouts.ts'
import { readScan } from '../../../src/scan/read-scan.ts'
import { attachWedge, type WedgeOptions, type WedgeScan } from '../../../src/scan/keyboard/wedge.ts'
import { createClock, type StagedClock } from '../../../src/testing/clock.ts'

const ean = '6901010101098'
const us = "`1234567890-=qwertyuiop[]\\asdfghjkl;'zxcvbnm,./"
const usShifted = '~!@#$%^&*()_+QWERTYUIOP{}|ASDFGHJKL:"ZXCVBNM<>?'
const codes = [
  'Backquote',
  ...'1234567890'.split('').map((digit) => `Digit${digit}`),
  'Minus',
  'Equal',
  ...'QWERTYUIOP'.split('').map((letter) => `Key${letter}`),
  'BracketLeft',
  'BracketRight',
  'Backslash',
  ...'ASDFGHJKL'.split('').map((letter) => `Key${letter}`),
  'Semicolon',
  'Quote',
  ...'ZXCVBNM'.split('').map((letter) => `Key${letter}`),
  'Comma',
  'Period',
  'Slash',
]

let clock: StagedClock
let scans: WedgeScan[]
let detach: () => void
let nowMs: number

const attach = (options: Partial<WedgeOptions> = {}): void => {
  detach()
  detach = attachWedge(document, document, {
    timers: clock.timers,
    onScan: (scan) => void scans.push(scan),
    ...options,
  })
}

beforeEach(() => {
  clock = createClock()
  scans = []
  nowMs = 1000
  detach = () => undefined
  document.body.innerHTML = ''
  attach()
})
afterEach(() => detach())

function send(type: string, init: KeyboardEventInit & { key: string; code: string }): Event {
  const event = new KeyboardEvent(type, { bubbles: true, cancelable: true, ...init })
  Object.defineProperty(event, 'timeStamp', { value: nowMs })
  ;(document.activeElement ?? document.body).dispatchEvent(event)
  return event
}

interface Typing {
  readonly gapMs?: number
  /** What the computer makes of the character. */
  readonly key?: (character: string) => string
  readonly end?: 'Enter' | 'Tab' | null
  readonly init?: KeyboardEventInit
}

/** Types as a scanner set to a US keyboard does. */
function type(
  text: string,
  { gapMs = 5, key = (character) => character, end = 'Enter', init = {} }: Typing = {},
): void {
  for (const character of text) {
    nowMs += gapMs
    if (character === '\u001d') {
      send('keydown', { code: 'BracketRight', key: ']', ctrlKey: true })
      continue
    }
    const plain = us.indexOf(character)
    const at = plain < 0 ? usShifted.indexOf(character) : plain
    const shiftKey = plain < 0
    if (shiftKey) send('keydown', { code: 'ShiftLeft', key: 'Shift', shiftKey: true })
    const made = key(character)
    const event = send('keydown', { code: codes[at] ?? '', key: made, shiftKey, ...init })
    const field = document.activeElement
    if (!event.defaultPrevented && made.length === 1 && field instanceof HTMLInputElement) field.value += made
  }
  nowMs += gapMs
  if (end !== null) send('keydown', { code: end, key: end })
}

describe('a scanner that types', () => {
  it('is read, and its Enter does not reach the page', () => {
    type(ean)
    expect(scans).toMatchObject([{ text: ean, other: null, terminator: 'Enter', faults: [] }])
    const enter = send('keydown', { code: 'Enter', key: 'Enter' })
    expect(enter.defaultPrevented).toBe(false)
  })

  it('is read with Tab, with the number pad, and with GS', () => {
    type(ean, { end: 'Tab' })
    for (const digit of ean) {
      nowMs += 5
      send('keydown', { code: `Numpad${digit}`, key: digit })
    }
    send('keydown', { code: 'NumpadEnter', key: 'Enter' })
    type(`]C1010${ean}21GC0A1B2\u001d240KFR-35GW/01A`)
    expect(scans.map((scan) => scan.text)).toEqual([ean, ean, `]C1010${ean}21GC0A1B2\u001d240KFR-35GW/01A`])
    expect(readScan(scans[2]?.text ?? '')).toMatchObject({
      item: { serial: 'GC0A1B2' },
      extras: { additionalId: 'KFR-35GW/01A' },
    })
  })

  it('is read without a terminator, once it falls silent', async () => {
    type(ean, { end: null })
    expect(scans).toEqual([])
    await clock.advance(200)
    expect(scans).toMatchObject([{ text: ean, terminator: null, faults: ['no_terminator'] }])
  })

  it('sends two codes in a row', () => {
    type(ean)
    type('012505115158')
    expect(scans.map((scan) => scan.text)).toEqual([ean, '012505115158'])
  })

  it('is no longer read once the wedge is off', () => {
    detach()
    type(ean)
    expect(scans).toEqual([])
  })
})

describe('what stands between scanner and page', () => {
  it('a Chinese input method, which takes every key', () => {
    type(`GC0A1B2C3`, { key: () => 'Process' })
    expect(scans).toMatchObject([{ text: 'GC0A1B2C3', faults: ['input_method'] }])
  })

  it('an input method that takes the letters only', () => {
    type(`GC0A1B2C3`, { key: (character) => (/[A-Z]/i.test(character) ? 'Process' : character) })
    expect(scans).toMatchObject([{ text: 'GC0A1B2C3', faults: ['input_method'] }])
  })

  it('Caps Lock', () => {
    type(`]C1010${ean}21GCab12`, {
      key: (character) => (/[a-z]/.test(character) ? character.toUpperCase() : character.toLowerCase()),
    })
    expect(scans).toMatchObject([{ text: `]C1010${ean}21GCab12`, faults: ['caps_lock'] }])
  })

  it.each(layouts.filter((layout) => layout !== 'us'))('the layout %s', (layout) => {
    type(`]C1010${ean}21GC-0A1B2`, { key: (character) => retype(character, 'us', layout) ?? character })
    expect(scans).toMatchObject([{ text: `]C1010${ean}21GC-0A1B2`, faults: ['layout'] }])
  })

  it('a scanner set to the same foreign layout: the check digit tells, and the serial after it is read so too', () => {
    // On AZERTY, digits need Shift: a scanner set to it presses Shift and the digit's key.
    const azerty = (text: string): void => {
      const keys = retype(text, 'fr', 'us') ?? text
      for (const [i, character] of Array.from(keys).entries()) {
        nowMs += 5
        const plain = us.indexOf(character)
        send('keydown', {
          code: codes[plain < 0 ? usShifted.indexOf(character) : plain] ?? '',
          key: text.charAt(i),
          shiftKey: plain < 0,
        })
      }
      send('keydown', { code: 'Enter', key: 'Enter' })
    }
    azerty(ean)
    azerty('AQ12345W')
    expect(scans.map((scan) => scan.text)).toEqual([ean, 'AQ12345W'])
  })

  it('Alt and the number pad', () => {
    for (const character of `${ean}\r`) {
      send('keydown', { code: 'AltLeft', key: 'Alt', altKey: true })
      for (const digit of `0${character.charCodeAt(0)}`) {
        nowMs += 8
        send('keydown', { code: `Numpad${digit}`, key: digit, altKey: true })
      }
      nowMs += 2
      send('keyup', { code: 'AltLeft', key: 'Alt' })
    }
    expect(scans).toMatchObject([{ text: ean, terminator: 'Enter', faults: ['alt_numpad'] }])
  })

  it('a scanner that holds Alt all the time', () => {
    type(ean, { init: { altKey: true } })
    expect(scans).toMatchObject([{ text: ean }])
  })

  it('a handheld that commits the code as one input', () => {
    const event = new InputEvent('beforeinput', {
      inputType: 'insertText',
      data: `${ean}\n`,
      bubbles: true,
      cancelable: true,
    })
    document.body.dispatchEvent(event)
    expect(scans).toMatchObject([{ text: ean, terminator: 'Enter', faults: ['as_input'] }])
    expect(event.defaultPrevented).toBe(true)
  })

  it('prefix and suffix', () => {
    attach({ prefix: '~', suffix: '#' })
    type(`~${ean}#`, { end: null })
    type(ean)
    expect(scans).toMatchObject([{ text: ean, terminator: 'suffix' }])
  })
})

describe('people', () => {
  it('typing fast are not taken for a scanner', async () => {
    type('KFR-35GW01A', { gapMs: 70 })
    await clock.advance(500)
    expect(scans).toEqual([])
  })

  it('holding a key are not', () => {
    for (let i = 0; i < 20; i++) {
      nowMs += 30
      send('keydown', { code: 'Digit1', key: '1', repeat: true })
    }
    send('keydown', { code: 'Enter', key: 'Enter' })
    expect(scans).toEqual([])
  })

  it('rolling over a few keys lose none of them', () => {
    const field = document.body.appendChild(document.createElement('input'))
    field.focus()
    type('abc', { gapMs: 10, end: null })
    expect(field.value).toBe('abc')
  })

  it('pressing shortcuts are left alone', () => {
    for (let i = 0; i < 8; i++) {
      nowMs += 10
      expect(send('keydown', { code: 'KeyC', key: 'c', ctrlKey: true }).defaultPrevented).toBe(false)
    }
    expect(scans).toEqual([])
  })
})

describe('a field with the focus', () => {
  it('has its content back after a scan, and is named', () => {
    const field = document.body.appendChild(document.createElement('input'))
    field.value = '4999'
    field.focus()
    const seen: string[] = []
    field.addEventListener('input', () => seen.push(field.value))
    type(ean)
    expect(scans).toMatchObject([{ text: ean }])
    expect(scans[0]?.field).toBe(field)
    expect(field.value).toBe('4999')
    expect(seen).toEqual(['4999'])
  })

  it('has its content back when the input method lets go of it later', async () => {
    const field = document.body.appendChild(document.createElement('input'))
    field.focus()
    type('GC0A1B2C3', { key: () => 'Process' })
    field.value = "g'c0a1b2c3"
    field.dispatchEvent(new CompositionEvent('compositionend', { data: "g'c" }))
    await Promise.resolve()
    expect(field.value).toBe('')
  })

  it('keeps what a person typed', () => {
    const field = document.body.appendChild(document.createElement('input'))
    field.focus()
    type('4999', { gapMs: 120 })
    expect(field.value).toBe('4999')
  })
})

it('writes nothing to the host page', () => {
  const before = Object.getOwnPropertyNames(globalThis)
  attach()
  type(ean)
  expect(Object.getOwnPropertyNames(globalThis)).toEqual(before)
})

it('passes over the key events that a browser fills a form with, which name no key', () => {
  const listeners = new Map<string, (event: Event) => void>()
  const target = {
    addEventListener: (name: string, listener: unknown) => void listeners.set(name, listener as never),
    removeEventListener: () => undefined,
  }
  attachWedge(target, document, { timers: clock.timers, onScan: (scan) => void scans.push(scan) })
  for (const name of ['keydown', 'keyup']) expect(() => listeners.get(name)!(new Event(name))).not.toThrow()
  expect(scans).toEqual([])
})
