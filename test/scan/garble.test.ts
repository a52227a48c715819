import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkDigit, normalizeGtin, reservedUse } from '../../src/scan/gtin.ts'
import { guesses } from '../../src/scan/garble.ts'
import { layouts, retype, type Layout } from '../../src/scan/keyboard/layouts.ts'
import { readScan } from '../../src/scan/read-scan.ts'

const ean = '6901010101098'
const gtin = '06901010101098'

describe('garbled scans that a check digit puts right', () => {
  it.each([
    ['６９０１０１０１０１０９８', 'full_width'],
    ['-çà&à&à&à&àç_', 'layout'],
    ['^()!)!)!)!)(*', 'layout'],
    [`${ean}${ean}`, 'doubled'],
    [`]E0${ean}]E0${ean}`, 'doubled'],
    [`E0${ean}`, 'aim_prefix'],
    [`]e0${ean}`, 'caps_lock'],
    [`]c101${gtin}`, 'caps_lock'],
    [`]D201${gtin}`, 'caps_lock'],
    ['6 901010 101098', 'separators'],
    [`690\u200b1010101098`, 'control_characters'],
    [`${ean}.0`, 'float_suffix'],
    ['httpsÖ--id.gs1.org-01-06901010101098', 'layout'],
    ['https：、、id。gs1。org、01、06901010101098', 'full_width'],
    [`]C101${gtin}21GC01{GS}240KFR`, 'gs_as_text'],
    [`01${gtin}21GC01|240KFR`, 'gs_as_text'],
    [`（01）${gtin}`, 'full_width'],
  ])('%j by %s', (raw, garble) => {
    expect(readScan(raw)).toMatchObject({ kind: 'product', item: { gtin }, problem: null, repairs: [garble] })
  })

  it('gives the serial its case back', () => {
    expect(readScan(`]D201${gtin}21gc0a1b2`)).toMatchObject({
      item: { gtin, serial: 'GC0A1B2' },
      repairs: ['caps_lock'],
    })
  })

  it('keeps the product where the separator got lost, and asks for the serial apart', () => {
    const scan = readScan(`01${gtin}21GC0A1B2C3D4240KFR-35GW/01AAA`)
    expect(scan).toMatchObject({ kind: 'product', item: { gtin }, repairs: ['lost_gs'], problem: null })
    expect(scan.item.serial).toBeUndefined()
  })
})

describe('garbled scans that are named and refused', () => {
  it.each([
    ['６９０１０１０１０１０９７', 'barcode_garbled', 'full_width'],
    ['-çà&à&à&à&àçè', 'barcode_garbled', 'layout'],
    ['6901020304050你好', 'barcode_garbled', 'ime'],
    ['6.90101E+12', 'barcode_garbled', 'rounded'],
    ['6901010000000', 'barcode_garbled', 'rounded'],
    // Rounded, and the check digit fits by chance.
    ['6901080000000', 'barcode_garbled', 'rounded'],
    [`${ean}012505115158`, 'barcode_garbled', 'several'],
    [`${ean} GC0A1B2C3`, 'barcode_garbled', 'several'],
    [`012502115998;${ean}`, 'barcode_garbled', 'several'],
    ['690101010101', 'barcode_check_digit', undefined],
    [']E069010101', 'barcode_garbled', 'truncated'],
    ['EYjHBGCIoIjfuZi1nIj9.EYjPC3mIoIjZEcj9aaaa.QQQQQQQQQQQQQQQQQQQQQQQQ', 'barcode_garbled', 'caps_lock'],
    ['eyJhbGciOiJFUzI1NiJ9.eyJpc3M', 'barcode_garbled', 'truncated'],
    ['ti1:6bf590b20ffwjwg', 'barcode_garbled', 'caps_lock'],
    ['GC0A1BGC0A1B', 'barcode_garbled', 'doubled'],
  ])('%s: %s, %s', (raw, problem, garble) => {
    const scan = readScan(raw)
    expect(scan).toMatchObject({ problem, item: {}, repairs: [] })
    expect(scan.garble).toBe(garble)
  })
})

describe('retype', () => {
  it('takes back what it typed, for every pair of layouts', () => {
    const text = 'HTTPS://ID.GS1.ORG/01/06901010101098/21/abc-XYZ'
    for (const host of layouts) {
      const typed = host === 'us' ? text : typedOn(text, host)
      if (typed !== null && host !== 'us') expect(retype(typed, host, 'us')).toBe(text)
    }
  })
})

/** What a US scanner's text becomes on another layout. */
function typedOn(text: string, host: Layout): string | null {
  return retype(text, 'us', host)
}

const gtins = fc
  .tuple(fc.constantFrom(7, 11, 12, 13), fc.stringMatching(/^\d{13}$/))
  .map(([length, digits]) => `${digits.slice(0, length)}${checkDigit(digits.slice(0, length))}`)
  .filter((code) => {
    const normal = normalizeGtin(code)
    return normal !== null && reservedUse(normal) === null
  })

const longForm = (code: string): string => code.padStart(14, '0')

/** What can happen to a code on its way; each keeps what was encoded, or loses it for good. */
const garblings: readonly (readonly [name: string, garble: (code: string, n: number) => string])[] = [
  ['full width', (code) => code.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0))],
  ['doubled', (code) => code + code],
  ['AIM identifier', (code) => `]E0${code.padStart(13, '0').slice(-13)}`],
  ['AIM identifier without its bracket', (code) => `E0${code.padStart(13, '0').slice(-13)}`],
  ['AIM identifier under Caps Lock', (code) => `]e0${code.padStart(13, '0').slice(-13)}`],
  ...layouts
    .filter((layout) => layout !== 'us')
    .map((layout) => [`layout ${layout}`, (code: string) => typedOn(code, layout) ?? code] as const),
  ['element string', (code) => `]C101${longForm(code)}21ABC`],
  ['element string under Caps Lock', (code) => `]c101${longForm(code)}21abc`],
  ['element string, lost separator', (code, n) => `01${longForm(code)}21${'A1'.repeat(1 + (n % 10))}240KFR-35GW`],
  ['float suffix', (code) => `${code}.0`],
  ['zero-width characters', (code, n) => `${code.slice(0, n % code.length)}\u200b${code.slice(n % code.length)}`],
  ['Digital Link on QWERTZ', (code) => typedOn(`https://id.gs1.org/01/${longForm(code)}`, 'de') ?? ''],
  ['scientific notation', (code) => Number(code).toExponential(5).replace('e', 'E')],
  ['a wrong digit', (code, n) => code.replace(/\d$/, (digit) => String((Number(digit) + 1 + (n % 9)) % 10))],
  ['several', (code, n) => `${code};${'12345670'.slice(0, 8)}${n % 2 ? '' : ';'}`],
  ['input method', (code, n) => `${code.slice(0, n % code.length)}你好${code.slice(n % code.length)}`],
]

describe('a repair never makes another product of a code', () => {
  it.each(garblings)('%s', (_, garble) => {
    fc.assert(
      fc.property(gtins, fc.nat(1000), (code, n) => {
        const garbled = garble(code, n)
        // A GTIN-14 does not fit an EAN-13's identifier: that is no garbling but another code.
        fc.pre(!/^\]?[Ee]0/.test(garbled) || code.length < 14)
        const scan = readScan(garbled)
        if (scan.item.gtin !== undefined) expect(scan.item.gtin).toBe(longForm(code))
        else expect(scan.problem).not.toBeNull()
      }),
      { seed: 20261122, numRuns: 300 },
    )
  })

  it('a serial is never made a product', () => {
    const serials = fc
      .stringMatching(/^[A-Z0-9]{2}[A-Z0-9\-/.]{4,18}[A-Z]$/)
      .filter((text) => !/^(?:01\d{14}|E[04]\d)/.test(text))
    fc.assert(
      fc.property(serials, (serial) => {
        expect(readScan(serial).item.gtin).toBeUndefined()
        expect(readScan(serial.toLowerCase()).item.gtin).toBeUndefined()
      }),
      { seed: 20261122, numRuns: 1000 },
    )
  })

  it('no two guesses at one text prove different products', () => {
    // The signs that stand for digits on one layout or another, and for different ones on two.
    const signs = fc.string({
      unit: fc.constantFrom(...Array.from('&é"\'(-è_çà!@#$%^*)0123456789')),
      minLength: 8,
      maxLength: 14,
    })
    const both = fc.string({ unit: fc.constantFrom('&', '('), minLength: 8, maxLength: 14 })
    const typed = fc
      .tuple(gtins, fc.constantFrom(...layouts))
      .map(([code, layout]) => retype(code, 'us', layout) ?? code)
    fc.assert(
      fc.property(fc.oneof(signs, both, typed), (text) => {
        const proved = guesses(text).flatMap(({ text: guess }) => normalizeGtin(guess) ?? [])
        expect(new Set(proved).size).toBeLessThanOrEqual(1)
      }),
      { seed: 20261122, numRuns: 5000 },
    )
  })

  it('cut short by a scanner: no repair at all', () => {
    fc.assert(
      fc.property(gtins, fc.integer({ min: 1, max: 12 }), fc.boolean(), (code, cut, front) => {
        const rest = front ? code.slice(cut) : code.slice(0, -cut)
        const scan = readScan(rest, { origin: 'scanner' })
        expect(scan.repairs).toEqual([])
        // What is left can by chance be a whole code of a shorter form: one in ten. An AIM identifier tells.
        if (scan.item.gtin !== undefined) expect(normalizeGtin(rest) ?? scan.form).toBeTruthy()
        expect(readScan(`]E0${rest.padStart(1, '0').slice(0, 12)}`, { origin: 'scanner' }).item.gtin).toBeUndefined()
      }),
      { seed: 20261122, numRuns: 500 },
    )
  })
})

describe('whatever arrives', () => {
  it('is answered, within the limits', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary', maxLength: 600 }),
          fc.string({ unit: 'grapheme-ascii', maxLength: 60 }),
          fc.stringMatching(/^[\]\d(EQdC1|^\u001d]{0,40}$/),
        ),
        (raw) => {
          const scan = readScan(raw)
          expect(scan.raw.length).toBeLessThanOrEqual(512)
          if (scan.item.gtin !== undefined) expect(normalizeGtin(scan.item.gtin)).toBe(scan.item.gtin)
          if (scan.kind === 'product') expect(scan.problem === null).toBe(scan.item.gtin !== undefined)
        },
      ),
      { seed: 7, numRuns: 3000 },
    )
  })

  it('is answered fast, however it is made', () => {
    for (const text of [
      '1'.repeat(4096),
      '(01)'.repeat(1000),
      '%'.repeat(4000),
      `https://a/${'01/'.repeat(1300)}`,
      '-'.repeat(4096),
      'a1'.repeat(2048),
      `202106-27-${'1'.repeat(4000)}`,
      '\u200b'.repeat(4000),
    ]) {
      expect(readScan(text).item.gtin).toBeUndefined()
    }
  })
})
