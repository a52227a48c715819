// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { attachWedge } from '../../src/scan/keyboard/wedge.ts'
import { createClock } from '../../src/testing/clock.ts'
import { keystrokes, scanInto, type ScanOptions } from '../../src/testing/scanner.ts'

const keys = (text: string, options: ScanOptions = {}): string =>
  keystrokes(text, options)
    .filter(({ type }) => type === 'keydown')
    .map(({ key }) => key)
    .join('')

describe('the staged scanner', () => {
  it('types faster than people, and ends with its suffix', () => {
    const events = keystrokes('6901', { intervalMs: 5 })
    expect(events.filter(({ type }) => type === 'keydown').map(({ key, atMs }) => [key, atMs])).toEqual([
      ['6', 0],
      ['9', 5],
      ['0', 10],
      ['1', 15],
      ['Enter', 20],
    ])
    expect(keys('6901', { suffix: null, prefix: ']E0' })).toBe(']E06901')
  })

  it('shows each fault as the page would see it', () => {
    const bare = { suffix: null } as const
    expect(keys('aB1', { ...bare, faults: ['caps_lock'] })).toBe('Ab1')
    expect(keys('A1', { ...bare, faults: ['azerty'] })).toBe('Q&')
    expect(keys('01\u001d21', { ...bare, faults: ['lost_gs'] })).toBe('0121')
    expect(keys('12', { ...bare, faults: ['doubled'] })).toBe('1212')
    const ime = keystrokes('6', { ...bare, faults: ['ime'] })[0]
    expect(ime).toMatchObject({ key: 'Process', keyCode: 229, code: 'Digit6' })
    expect(keystrokes('A', { ...bare, faults: ['alt_numpad'] }).map(({ code }) => code)).toEqual([
      'Numpad0',
      'Numpad0',
      'Numpad0',
      'Numpad0',
      'Numpad6',
      'Numpad6',
      'Numpad5',
      'Numpad5',
      'AltLeft',
    ])
  })

  it('writes into a field that has the focus, unless the page takes the key', () => {
    const field = document.createElement('input')
    document.body.append(field)
    scanInto(field, '6901')
    expect(field.value).toBe('6901')
    field.addEventListener('keydown', (event) => event.preventDefault())
    scanInto(field, '234')
    expect(field.value).toBe('6901')
  })

  it.each([[[]], [['caps_lock']], [['ime']], [['alt_numpad']], [['azerty']]] as const)(
    'is read by the keyboard wedge: %s',
    async (faults) => {
      const clock = createClock(0)
      const seen: string[] = []
      const detach = attachWedge(document, document, {
        onScan: ({ text }) => void seen.push(text),
        timers: clock.timers,
      })
      scanInto(document.body, '0109521234567894', { faults })
      await clock.advance(1000)
      detach()
      expect(seen).toEqual(['0109521234567894'])
    },
  )
})
