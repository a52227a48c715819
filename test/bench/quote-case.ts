/** What Q1 and Q2 quote: goods of the sample rule set, with discounts, a cap and quotas. */
import { Decimal } from 'decimal.js'
import { readFileSync } from 'node:fs'
import { createCatalog } from '../../src/catalog/catalog.ts'
import type { Listing } from '../../src/catalog/listing.ts'
import { readSegment } from '../../src/catalog/segment-reader.ts'
import { writeSegment } from '../../src/catalog/segment-writer.ts'
import { readSchemeFile } from '../../src/scheme/scheme-file.ts'
import type { Cart, Line } from '../../src/subsidy/quote.ts'
import type { VerifyContext } from '../../src/verify/verdict.ts'
import { gtinOf } from '../verify/generated.ts'
import { airConditioner, context, release } from '../verify/shop.ts'

const sample: unknown = JSON.parse(
  readFileSync(new URL('../../src/scheme/rule-sets/sample.json', import.meta.url), 'utf8'),
)
const ruleSets = readSchemeFile({ v: 1, ruleSets: [sample] })
const models = 1000

export interface QuoteCase {
  readonly context: VerifyContext
  /** Carts of one line each: listed goods with a discount of their own and one on the order. */
  readonly oneLine: readonly Cart[]
  /** Carts of 50 lines over all categories, each with a discount, and one on the order. */
  readonly fiftyLines: readonly Cart[]
}

export function quoteCase(): QuoteCase {
  const categories = ruleSets[0]?.categories.map(({ code }) => code) ?? []
  const listings = Array.from({ length: models }, (_, i): Listing => ({
    ...airConditioner,
    gtin: gtinOf(i),
    model: `KFR-${i}GW`,
    registeredModel: null,
    serialRule: null,
    recordNumber: null,
    category: categories[i % categories.length] ?? '',
    filedPrice: '15999.00',
  }))
  const catalog = createCatalog([readSegment(writeSegment(listings), 'models/q.seg')], release.catalog.brands)
  const lineOf = (i: number): Line => ({
    id: `L${i}`,
    item: { gtin: gtinOf(i % models), model: `KFR-${i % models}GW`, price: `${8000 + (i % 4000)}.00` },
    serials: [`SN${String(i).padStart(10, '0')}`],
    discount: '100.00',
  })
  const { facts, setting } = context
  return {
    context: {
      facts: { ...facts, serials: {}, quotaUsed: {} },
      setting: { ...setting, at: '2026-03-06T12:00:00+08:00', region: '140100', channel: 'store' },
      release: { ...release, catalog, ruleSets },
    },
    oneLine: Array.from({ length: models }, (_, i) => ({ lines: [lineOf(i)], orderDiscount: '50.00' })),
    fiftyLines: Array.from({ length: 20 }, (_, cart) => ({
      lines: Array.from({ length: 50 }, (_, i) => lineOf(50 * cart + i)),
      orderDiscount: '777.77',
    })),
  }
}

const Exact = Decimal.clone({ precision: 40, defaults: true })

/** The sum of a one-line cart, and nothing else: no cart, no rule, no explanation. */
export function bareSum(price: string, discount: string, orderDiscount: string): readonly string[] {
  const list = new Exact(price).times(1)
  const left = list.minus(discount)
  const share = new Exact(orderDiscount).times(left).dividedBy(left).toDecimalPlaces(2, Decimal.ROUND_DOWN)
  const net = left.minus(share)
  const rated = net.times('0.20').toDecimalPlaces(2, Decimal.ROUND_HALF_UP)
  const subsidy = Exact.min(rated, '2000.00')
  return [list, left, share, net, rated, subsidy, net.minus(subsidy)].map((amount) => amount.toFixed(2))
}
