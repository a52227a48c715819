import { afterEach, beforeEach, expect, it } from 'vitest'
import { cdp } from 'vitest/browser'
import { attachWedge, type WedgeScan } from '../../../src/scan/keyboard/wedge.ts'

// Keys arrive one by one from another process here: far slower than from a scanner. No wait ever ends.
const limits = { maxGapMs: 60_000, maxMeanGapMs: 20_000, minLength: 6 }
const timers = { after: () => () => undefined }

let field: HTMLInputElement
let scans: WedgeScan[]
let detach: () => void

beforeEach(() => {
  field = document.body.appendChild(document.createElement('input'))
  field.focus()
  scans = []
  detach = attachWedge(document, document, { timers, limits, onScan: (scan) => void scans.push(scan) })
})
afterEach(() => {
  detach()
  field.remove()
})

interface Session {
  send(method: string, parameters?: object): Promise<unknown>
}
const session = (): Session => cdp()

const codeOf = (character: string): string =>
  /\d/.test(character) ? `Digit${character}` : `Key${character.toUpperCase()}`

async function press(key: string, code: string, text?: string, virtualKey?: number): Promise<void> {
  const parameters = { key, code, ...(virtualKey !== undefined && { windowsVirtualKeyCode: virtualKey }) }
  await session().send('Input.dispatchKeyEvent', {
    type: text === undefined ? 'rawKeyDown' : 'keyDown',
    ...parameters,
    ...(text !== undefined && { text }),
  })
  await session().send('Input.dispatchKeyEvent', { type: 'keyUp', ...parameters })
}

it('reads real keys in a focused field, and leaves the field as it was', async () => {
  field.value = '4999'
  for (const digit of '6901010101098') await press(digit, codeOf(digit), digit)
  await press('Enter', 'Enter', '\r', 13)
  expect(scans).toMatchObject([{ text: '6901010101098', terminator: 'Enter', faults: [] }])
  expect(scans[0]?.field).toBe(field)
  expect(field.value).toBe('4999')
})

it('reads keys that an input method has taken, and takes its words out of the field again', async () => {
  for (const character of 'gc0a1b2c3') {
    await press('Process', codeOf(character), undefined, 229)
    if (character === 'c')
      await session().send('Input.imeSetComposition', { text: "g'c", selectionStart: 3, selectionEnd: 3 })
  }
  expect(field.value).toBe("g'c")
  await press('Process', 'Enter', undefined, 229)
  await session().send('Input.insertText', { text: 'gc0a1b2c3' })
  await Promise.resolve()
  expect(scans).toMatchObject([{ text: 'gc0a1b2c3', terminator: 'Enter', faults: ['input_method'] }])
  expect(field.value).toBe('')
})

it('keeps what the page made of the scan, whatever the input method commits after it', async () => {
  detach()
  const onScan = (scan: WedgeScan): void => {
    field.value = scan.text.toUpperCase()
  }
  detach = attachWedge(document, document, { timers, limits, onScan })
  for (const character of 'gc0a1b2c3') await press('Process', codeOf(character), undefined, 229)
  await press('Process', 'Enter', undefined, 229)
  await session().send('Input.insertText', { text: 'gc0a1b2c3' })
  expect(field.value).toBe('GC0A1B2C3')
})

it('keeps what a person types right behind a scan', async () => {
  for (const digit of '6901010101098') await press(digit, codeOf(digit), digit)
  await press('Enter', 'Enter', '\r', 13)
  await press('7', 'Digit7', '7')
  expect(scans).toHaveLength(1)
  expect(field.value).toBe('7')
})

it('leaves a person alone', async () => {
  detach()
  detach = attachWedge(document, document, {
    timers,
    limits: { maxMeanGapMs: 0 },
    onScan: (scan) => void scans.push(scan),
  })
  for (const digit of '12345678') await press(digit, codeOf(digit), digit)
  await press('Enter', 'Enter', '\r', 13)
  expect(scans).toEqual([])
  expect(field.value).toBe('12345678')
})
