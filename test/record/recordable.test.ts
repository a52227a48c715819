import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { categoryLimit, filedModelLimit } from '../../src/catalog/model-text.ts'
import { writeSegment } from '../../src/catalog/segment-writer.ts'
import { isCheckoutError } from '../../src/core/errors.ts'
import { maxRecordBytes } from '../../src/record/record.ts'
import { decodeRecord, signRecord } from '../../src/record/jws.ts'
import { exportPublicKey, keyThumbprint, type SigningKey } from '../../src/record/keys.ts'
import type { TillRecord } from '../../src/record/record.ts'
import { requireRecordable } from '../../src/record/recordable.ts'
import { resultOf } from '../../src/record/result.ts'
import { serialLimit } from '../../src/scan/serial.ts'
import { readCart } from '../../src/subsidy/cart.ts'
import type { Cart, Line, Quote } from '../../src/subsidy/quote.ts'
import { quote } from '../../src/subsidy/quote-cart.ts'
import { listingNumber, serialKey } from '../../src/verify/serial-key.ts'
import type { SerialFact } from '../../src/verify/verdict.ts'
import { contextOf, releaseOf } from '../subsidy/situations.ts'
import { listing } from '../support/array-catalog.ts'
import { shippedRuleSet } from '../support/rule-sets.ts'
import { sampleRecords } from './samples.ts'

const model = 'M'.repeat(60)
const listings = [
  listing(model, 'refrigerator', { gtin: '09521234567894' }),
  listing('F', 'refrigerator'),
  listing('T', 'television'),
]
const context = contextOf(releaseOf([shippedRuleSet('sample')], listings))
const buyer = { tag: 't'.repeat(64), sealed: 's'.repeat(1200), entitlement: 'e'.repeat(800) }
const [, sample] = sampleRecords
let key: SigningKey

beforeAll(async () => {
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify'])
  key = { keyId: await keyThumbprint(await exportPublicKey(pair.publicKey)), privateKey: pair.privateKey }
})

function taken(cart: Cart): Quote | null {
  const priced = quote(readCart(cart), context)
  try {
    requireRecordable(priced, buyer)
    return priced
  } catch (error) {
    if (isCheckoutError(error) && error.code === 'INPUT_TOO_LARGE' && error.field === 'lines') return null
    throw error
  }
}

/** The largest record that can come of the quote: long ids, and the platform's word on every serial. */
async function reserved({ cart, facts, basis, ...priced }: Quote): Promise<string> {
  const word: SerialFact = 'elsewhere'
  const serials = Object.fromEntries(
    priced.lines.flatMap(({ verdict, units }) =>
      units.flatMap(({ serial }) =>
        serial && verdict?.listing ? [[serialKey(listingNumber(verdict.listing), serial), word]] : [],
      ),
    ),
  )
  const quotaUsed = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`group_of_goods_number_${i}`, 1000]))
  const long = '\u0007'.repeat(80)
  const record = {
    ...sample,
    store: 'S'.repeat(80),
    till: 'T'.repeat(80),
    receipt: 'R'.repeat(80),
    orderId: long,
    cashier: long,
    basis,
    cart,
    facts: { ...facts, serials, quotaUsed },
    result: resultOf({ ...priced, cart, facts, basis }),
    buyer: { tag: buyer.tag, sealed: buyer.sealed },
    entitlement: buyer.entitlement,
  } as TillRecord
  return signRecord(record, key)
}

const text = (max: number): fc.Arbitrary<string> =>
  fc.oneof(
    fc.string({ minLength: 1, maxLength: max }),
    fc.string({ unit: 'binary', minLength: 1, maxLength: max / 2 }),
    fc.constantFrom('格'.repeat(max), '\u0001'.repeat(max), '"'.repeat(max), 'x'),
  )
const amount = fc.integer({ min: 0, max: 9999 }).map((yuan) => `${yuan}.00`)
const anyLine: fc.Arbitrary<Omit<Line, 'id'>> = fc.record(
  {
    item: fc.record(
      { model: fc.constantFrom(model, 'F', 'T'), gtin: fc.constant('09521234567894'), brand: text(200), price: amount },
      { requiredKeys: ['model'] },
    ),
    installation: amount,
    oldUnit: amount,
    other: fc.boolean(),
  },
  { requiredKeys: ['item'] },
)

function cartOf(lines: readonly Omit<Line, 'id'>[], count: number, serials: readonly string[]): Cart {
  const each = Math.ceil(count / lines.length)
  const filled = lines.flatMap((line, i): Line[] => {
    const quantity = Math.min(each, count - i * each)
    if (quantity < 1) return []
    const own = Array.from({ length: quantity }, (_, unit) => serials[(i * each + unit) % serials.length] ?? 'x')
    return [{ id: `L${i}`, ...line, quantity, serials: own }]
  })
  return { lines: filled }
}

describe('a quote that is given', () => {
  const longest = 'L'.repeat(filedModelLimit)
  const longCategory = 'c'.repeat(categoryLimit)
  const line = (model: string): Cart => ({
    lines: [{ id: 'a', item: { model, price: '4999.00', serial: 'N'.repeat(serialLimit) } }],
  })
  const quoteOf = (model: string, category: string): Quote =>
    quote(readCart(line(model)), contextOf(releaseOf([shippedRuleSet('sample')], [listing(model, category)])))

  it('can be reserved with the longest model and category that the authority files, and the longest serial', async () => {
    for (const category of ['refrigerator', longCategory]) {
      const priced = quoteOf(longest, category)
      expect(() => writeSegment([priced.lines[0]!.verdict!.listing!])).not.toThrow()
      expect(() => requireRecordable(priced, buyer)).not.toThrow()
      expect(decodeRecord(await reserved(priced))).toMatchObject({
        result: { lines: [{ listing: { model: longest, category } }] },
      })
    }
  })

  it('is refused with a longer one, which the authority does not file', () => {
    for (const [model, category, field] of [
      [`${longest}L`, 'refrigerator', 'model'],
      ['F', `${longCategory}c`, 'category'],
    ] as const) {
      const priced = quoteOf(model, category)
      expect(() => requireRecordable(priced, buyer)).toThrow(
        expect.objectContaining({ code: 'INPUT_TOO_LARGE', field: 'lines.0.item' }),
      )
      expect(() => writeSegment([priced.lines[0]!.verdict!.listing!])).toThrow(
        expect.objectContaining({ code: 'INPUT_INVALID', field: `listings.0.${field}` }),
      )
    }
  })

  it('can be reserved, up to the last unit', async () => {
    let edges = 0
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyLine, { minLength: 1, maxLength: 200 }),
        fc.array(text(80), { minLength: 1, maxLength: 8 }),
        async (lines, drawn) => {
          const serials = drawn.filter((serial) => serial.normalize('NFKC').length <= 80)
          if (serials.length === 0) return
          let [fits, tooMany] = [0, 1001]
          while (tooMany - fits > 1) {
            const middle = Math.floor((fits + tooMany) / 2)
            if (taken(cartOf(lines, middle, serials))) fits = middle
            else tooMany = middle
          }
          if (fits > 0 && fits < 1000) edges++
          const priced = fits === 0 ? null : taken(cartOf(lines, fits, serials))
          if (priced) expect((await reserved(priced)).length).toBeLessThanOrEqual(maxRecordBytes)
        },
      ),
      { seed: 20260306, numRuns: 40 },
    )
    expect(edges).toBeGreaterThan(10)
  }, 120_000)

  it('has room for what one sale is made of, and else says how many units fit', () => {
    const serials = Array.from({ length: 1000 }, (_, i) => `SN${String(i).padStart(10, '0')}`)
    const line = { item: { model: 'F', price: '4999.00' } }
    expect(taken(cartOf([line], 150, serials))).not.toBeNull()
    const many = quote(readCart(cartOf([line], 1000, serials)), context)
    expect(() => requireRecordable(many, buyer)).toThrow(
      expect.objectContaining({
        code: 'INPUT_TOO_LARGE',
        field: 'lines',
        received: '1000 units',
        message: expect.stringMatching(
          /^lines must be at most \d+ units such as these in one sale: make two/,
        ) as string,
      }),
    )
  })
})
