/**
 * Ways round the rules, generated: the same few real appliances sold as carts of any shape, to get more
 * subsidy than selling each plainly at the price on its invoice would give.
 */
import { compareAmounts, minAmount, subtract, timesQuantity } from '../../src/core/amount.ts'
import { add, zero, type Amount } from '../../src/core/money.ts'
import type { Listing } from '../../src/catalog/listing.ts'
import { normalizeSerial } from '../../src/scan/serial.ts'
import type { Cart, Line } from '../../src/subsidy/quote.ts'
import { quote } from '../../src/subsidy/quote-cart.ts'
import { serialKey } from '../../src/verify/serial-key.ts'
import type { Facts, Item, VerifyContext } from '../../src/verify/verdict.ts'
import { type SeededRandom, seededRandom } from '../support/random.ts'
import { airConditioner, blackWasher, facts, releaseOf, robot, setting, whiteWasher } from './shop.ts'

const twin: Listing = { ...airConditioner, gtin: '09521234567912' }
const listings: readonly Listing[] = [airConditioner, twin, whiteWasher, blackWasher, robot]

/** An appliance that is there: its model, and the one serial on its plate. */
interface Unit {
  readonly listing: Listing
  readonly serial: string
}

export interface Evasion {
  readonly units: readonly Unit[]
  /** Rung up one after another. */
  readonly carts: readonly Cart[]
  /** Units that one buyer may have of a category. */
  readonly quota: number
}

export function evasion(seed: number): Evasion {
  const random = seededRandom(seed)
  const units = Array.from({ length: 1 + random.below(3) }, (_, i) => ({
    listing: random.pick(listings),
    serial: `AA5SZ0E05001A3A0000${i}`,
  }))
  const carts = Array.from({ length: 1 + random.below(3) }, (): Cart => {
    const lines = Array.from({ length: 1 + random.below(3) }, (_, i) => line(random, units, `l${i}`))
    if (random.chance(0.4)) lines.push({ id: 'bundle', item: { price: amount(random, 90_000) }, other: true })
    const worth = lines.reduce(
      (sum, each) =>
        add(sum, subtract(timesQuantity(each.item.price ?? zero, each.quantity ?? 1), each.discount ?? zero)),
      zero,
    )
    return { lines, ...(random.chance(0.5) && { orderDiscount: minAmount(amount(random, 200_000), worth) }) }
  })
  return { units, carts, quota: 1 + random.below(3) }
}

function line(random: SeededRandom, units: readonly Unit[], id: string): Line {
  const unit = random.pick(units)
  const { listing } = unit
  const quantity = random.pick([1, 1, 1, 2, 3])
  // Near the ceiling, far above it, or a ceiling's worth spread over more units than there are.
  const near = fen(listing.filedPrice) + random.below(40_000) - 20_000
  const price = yuan(Math.max(1, Math.floor(near / random.pick([1, 1, quantity])) + random.pick([0, 0, 100_000])))
  const whole = timesQuantity(price, quantity)
  const own = units.filter((each) => each.listing.model === listing.model)
  const serials = Array.from({ length: random.pick([1, quantity]) }, () => spelled(random, random.pick(own).serial))
  return {
    id,
    item: { ...named(random, listing), price },
    quantity,
    serials,
    ...(random.chance(0.4) && {
      discount: minAmount(yuan(Math.max(0, fen(whole) - fen(listing.filedPrice) * quantity) + random.below(3)), whole),
    }),
    ...(random.chance(0.2) && { installation: amount(random, 30_000) }),
    ...(random.chance(0.2) && { bankPromotion: amount(random, 50_000) }),
    ...(random.chance(0.2) && { oldUnit: amount(random, 50_000) }),
  }
}

function named(random: SeededRandom, { gtin, model }: Listing): Item {
  const other = random.pick(listings)
  const barcode = gtin === null ? {} : { gtin }
  return random.pick([
    { ...barcode, model },
    { model },
    gtin === null ? { model } : { gtin },
    { ...barcode, model: model.toLowerCase().replaceAll('-', ' ') },
    { ...(other.gtin !== null && { gtin: other.gtin }), model },
    { ...barcode, model, grade: random.pick([1, 2, 5]) },
    { ...barcode, model: `${model}\u200b` },
  ])
}

function spelled(random: SeededRandom, serial: string): string {
  return random.pick([
    serial,
    serial,
    serial.toLowerCase(),
    `S/N: ${serial}`,
    `${serial.slice(0, 4)} ${serial.slice(4)}`,
    `${serial}\u200b`,
    serial.replace('A', 'Ａ'),
  ])
}

const fen = (text: Amount): number => Number(text.replace('.', ''))
const yuan = (value: number): Amount => `${Math.floor(value / 100)}.${String(value % 100).padStart(2, '0')}`
const amount = (random: SeededRandom, below: number): Amount => yuan(random.below(below))

const base = releaseOf(listings)
const releaseByQuota = [1, 2, 3].map((units) => ({
  ...base,
  ruleSets: base.ruleSets.map((set) => ({ ...set, groups: set.groups.map((group) => ({ ...group, units })) })),
}))

function contextOf(quota: number, known: Pick<Facts, 'serials' | 'quotaUsed'>): VerifyContext {
  return { release: releaseByQuota[quota - 1] ?? base, facts: { ...facts, ...known }, setting }
}

/** What is wrong with what the carts got; null: nothing. */
export function gain({ units, carts, quota }: Evasion): string | null {
  let known: Pick<Facts, 'serials' | 'quotaUsed'> = { serials: {}, quotaUsed: {} }
  const got: {
    readonly listing: Listing
    readonly serial: string
    readonly price: Amount
    readonly subsidy: Amount
  }[] = []
  for (const [i, cart] of carts.entries()) {
    // Every cart was quoted before any was rung up; what counts is worked out again when it is reserved.
    const early = quote(cart, contextOf(quota, { serials: {}, quotaUsed: {} }))
    const { lines } = quote(early.cart, contextOf(quota, known))
    for (const { id, verdict, units: sold } of lines) {
      for (const { serial, price, subsidy } of sold) {
        if (subsidy === zero) continue
        const listing = verdict?.listing
        if (!listing || serial === null) return `cart ${i} line ${id}: a subsidy without listing or serial`
        if (compareAmounts(price, listing.filedPrice) > 0)
          return `cart ${i} line ${id}: ${price} is above the filed ${listing.filedPrice}`
        got.push({ listing, serial: normalizeSerial(serial), price, subsidy })
        const { category } = listing
        known = {
          serials: { ...known.serials, [serialKey(listing.gtin ?? listing.model, normalizeSerial(serial))]: 'here' },
          quotaUsed: { ...known.quotaUsed, [category]: (known.quotaUsed[category] ?? 0) + 1 },
        }
      }
    }
  }
  for (const unit of got) {
    // Models that share a barcode are one product to the till.
    const there = units.some(
      ({ serial, listing: { model, gtin } }) =>
        serial === unit.serial && (model === unit.listing.model || (gtin !== null && gtin === unit.listing.gtin)),
    )
    if (!there) return `${unit.listing.model} ${unit.serial} is no appliance that is there`
    if (got.filter(({ serial }) => serial === unit.serial).length > 1) return `${unit.serial} was subsidised twice`
    const plain = plainly(unit.listing, unit.serial, unit.price)
    if (compareAmounts(unit.subsidy, plain) > 0) return `${unit.serial} got ${unit.subsidy}, plainly ${plain}`
  }
  for (const { category } of listings) {
    const count = got.filter(({ listing }) => listing.category === category).length
    if (count > quota) return `${count} of ${category} were subsidised, ${quota} allowed`
  }
  return null
}

/** One unit by itself, at its price, for a buyer who has had nothing. */
function plainly(listing: Listing, serial: string, price: Amount): Amount {
  const item: Item = { ...(listing.gtin !== null && { gtin: listing.gtin }), model: listing.model, serial, price }
  return quote({ lines: [{ id: 'plain', item }] }, contextOf(1, { serials: {}, quotaUsed: {} })).subsidy
}
