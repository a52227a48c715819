/** Random carts that lie on the edges: prices at caps, limits and ceilings, instants beside every boundary. */
import type { Channel, RuleSet } from '../../../src/scheme/rule-set.ts'
import type { Setting } from '../../../src/scheme/in-force.ts'
import type { Listing } from '../../../src/catalog/listing.ts'
import type { EntitlementFact } from '../../../src/scheme/entitlement-fact.ts'
import type { Cart, Line } from '../../../src/subsidy/quote.ts'
import type { Facts, SerialFact } from '../../../src/verify/verdict.ts'
import type { SeededRandom } from '../random.ts'
import { type Fen, fen, yuan } from './fen.ts'
import type { Case, World } from './reckon.ts'
import { closeness, msOf, ruleOf } from './rules.ts'
import { listedFrom, listedTo, rulesOf } from './worlds.ts'

const regions = ['140105', '140100', '140105', '140200', '141121', '110000', '140000'] as const

export function randomCase(random: SeededRandom, world: World): Case {
  const aim = random.pick(world.ruleSets)
  const setting = randomSetting(random, world, aim)
  const inMind = random.chance(0.8) ? [aim] : world.ruleSets
  const cart = randomCart(random, world, setting.region, inMind)
  return { setting, cart, facts: randomFacts(random, world, aim, cart, setting) }
}

function randomSetting(random: SeededRandom, world: World, aim: RuleSet): Setting {
  const channel: Channel = random.chance(0.1) ? random.pick(['store', 'online']) : random.pick(aim.channels)
  const region = random.chance(0.9)
    ? random.pick(regions.filter((code) => closeness(aim.regions, code) >= 0).concat('140105'))
    : random.pick(regions)
  const at = instantText(random, randomMs(random, aim))
  // A store that has part in some schemes alone.
  const schemes = [aim.scheme, ...world.ruleSets.map(({ scheme }) => scheme).filter(() => random.chance(0.3))]
  return { at, region, channel, ...(random.chance(0.05) && { schemes }) }
}

/** Mostly within the rule set and its hours; often within a second of where it or a day's hours begin or end. */
function randomMs(random: SeededRandom, { from, to, entitlement }: RuleSet): number {
  const [start, end] = [msOf(from), to === null ? msOf('2027-06-01T00:00:00Z') : msOf(to)]
  const beside = random.pick([-1000, -1, 0, 1, 1000])
  if (random.chance(0.08)) return start + beside
  if (random.chance(0.08)) return end + beside
  if (random.chance(0.08)) return msOf(random.pick([listedFrom, listedTo])) + beside
  const day = Math.floor((start + random.below(1000) * ((end - start) / 1000)) / 86_400_000) * 86_400_000
  const hours = entitlement.redeemable ? [10, 22, 24, 9.5, 0] : [0, 12, 24]
  // Hours of the day in UTC+8 or UTC+6.
  if (random.chance(0.15)) return day + (random.pick(hours) - random.pick([8, 8, 6])) * 3_600_000 + beside
  return day + (10 - 8) * 3_600_000 + random.below(11.5 * 3_600_000)
}

function instantText(random: SeededRandom, ms: number): string {
  const [hours, text] = random.pick([
    [8, '+08:00'],
    [8, '+08:00'],
    [0, 'Z'],
    [-5.5, '-05:30'],
  ] as const)
  return new Date(ms + hours * 3_600_000).toISOString().slice(0, ms % 1000 === 0 ? 19 : 23) + text
}

/** Of goods that some of the rule sets cover, mostly; priced on the edges of what they say. */
export function randomCart(
  random: SeededRandom,
  { listings, ruleSets }: World,
  region: string,
  inMind: readonly RuleSet[] = ruleSets,
): Cart {
  const codes = inMind.flatMap(rulesOf).map(({ code }) => code)
  const few = Array.from({ length: 4 }, () => random.pick(codes))
  let serial = 0
  // Now and then one that was scanned before.
  const nextSerial = (): string => `SN${random.chance(0.03) ? 1 + random.below(serial + 1) : (serial += 1)}`
  const lines = Array.from({ length: random.pick([1, 1, 1, 2, 2, 3, 4, 6]) }, (_, i): Line => {
    const category = random.chance(0.02) ? 'sofa' : random.pick(few)
    const listing = listings.get(`${category}-${gradeFor(random, category, inMind)}`)
    const ruleSet = random.pick(inMind)
    const quantity = random.pick([1, 1, 1, 1, 2, 3, 4, 7])
    const target = targetPrice(random, ruleSet, listing, region)
    const discount = random.chance(0.35) ? BigInt(random.pick([1, 2, 100, random.below(200_000)])) : 0n
    // List price so that the final one lands on the edge, or a fen of the split beside it.
    const list = target + (discount + BigInt(quantity) - 1n) / BigInt(quantity)
    const price = yuan(list > 9_900_000n ? target : list)
    const isPriced = !random.chance(0.01)
    const isDiscounted = isPriced && discount > 0n && discount <= fen(price) * BigInt(quantity)
    const amount = (): string => yuan(BigInt(random.pick([1, 3333, random.below(3_000_000)])))
    return {
      id: String(i),
      item: {
        ...(random.chance(0.02) ? { model: 'nobody-1' } : { model: listing?.model ?? 'nobody-2' }),
        ...(isPriced && { price }),
        ...(random.chance(0.1) && {
          grade: random.chance(0.8) && listing?.grade ? listing.grade : 1 + random.below(5),
        }),
      },
      ...((quantity > 1 || random.chance(0.2)) && { quantity }),
      ...(!random.chance(0.03) && { serials: Array.from({ length: quantity }, nextSerial) }),
      ...(isDiscounted && { discount: yuan(discount) }),
      ...(random.chance(0.15) && { installation: amount() }),
      ...(random.chance(0.15) && { freight: amount() }),
      ...(random.chance(0.15) && { bankPromotion: amount() }),
      ...(random.chance(0.15) && { oldUnit: amount() }),
      ...(random.chance(0.05) && { other: true }),
    }
  })
  const open = lines.reduce(
    (sum, { item, quantity = 1, discount }) => sum + fen(item.price) * BigInt(quantity) - fen(discount),
    0n,
  )
  const off = random.pick([1n, 2n, BigInt(lines.length * 3 + 1), (open * BigInt(random.below(100))) / 1000n])
  return { lines, ...(random.chance(0.35) && off <= open && { orderDiscount: yuan(off) }) }
}

/** Mostly one that is covered: digital goods and cars have no grade. */
function gradeFor(random: SeededRandom, category: string, ruleSets: readonly RuleSet[]): string {
  const benefit = ruleSets.flatMap(rulesOf).find(({ code }) => code === category)?.benefit
  const grades = ['1', '2', '3', 'none']
  const covered = grades.filter(
    (grade) => benefit && (benefit.byGrade[grade] ?? (grade === 'none' && benefit.ungraded)),
  )
  return random.pick(covered.length === 0 || random.chance(0.1) ? grades : covered)
}

/** The price that a unit is to end at: at what the rules and the listing name, a fen beside it, or anywhere. */
function targetPrice(random: SeededRandom, ruleSet: RuleSet, listing: Listing | undefined, region: string): Fen {
  const rule = listing && ruleOf(ruleSet, listing.category, region)
  const edges: Fen[] = []
  if (listing) {
    const tolerance = fen(ruleSet.ceiling.tolerance)
    for (const price of [listing.filedPrice, listing.basePrice, listing.averagePrice, listing.guidePrice])
      if (price !== null) edges.push(fen(price), fen(price) + tolerance)
  }
  if (rule) {
    if (rule.priceLimit !== null) edges.push(fen(rule.priceLimit), fen(rule.priceLimit))
    for (const value of [...Object.values(rule.benefit.byGrade), rule.benefit.ungraded])
      if (value !== null && Number(value) > 0)
        edges.push(
          rule.benefit.kind === 'rate' ? BigInt(Math.round(Number(rule.cap) / Number(value)) * 100) : fen(value),
        )
  }
  const edge = edges.length > 0 && random.chance(0.4) ? random.pick(edges) : 0n
  const isNear = edge > 0n && edge < 9_900_000n
  const target = isNear ? edge + BigInt(random.pick([-2, -1, -1, 0, 0, 1, 1, 2])) : anyPrice(random, listing)
  return target < 0n ? 0n : target
}

/** Small ones, where a fen is much, or below the listing's filed price. */
function anyPrice(random: SeededRandom, listing: Listing | undefined): Fen {
  if (random.chance(0.2)) return BigInt(random.pick([0, 1, 3, 10, random.below(1000), random.below(100_000)]))
  const filed = Number(fen(listing?.filedPrice ?? '6000.00'))
  return BigInt(random.below(Math.min(filed, 2_000_000)))
}

function randomFacts(random: SeededRandom, { listings }: World, aim: RuleSet, cart: Cart, setting: Setting): Facts {
  const serials: Record<string, SerialFact> = {}
  const quotaUsed: Record<string, number> = {}
  for (const { item, serials: scanned = [] } of cart.lines) {
    for (const serial of scanned)
      if (random.chance(0.02))
        serials[`${item.model}|${serial}`] = random.pick(['here', 'elsewhere', 'maybe', 'free', 'free'])
    const listing = listings.get(item.model ?? '')
    const group = listing && ruleOf(aim, listing.category, setting.region)?.group
    if (group && random.chance(0.12)) quotaUsed[group] = random.below(5)
  }
  return {
    freshness: random.chance(0.02) ? 'refuse' : random.chance(0.1) ? 'warn' : 'fresh',
    clock: random.chance(0.02) ? 'untrusted' : 'trusted',
    serials,
    quotaUsed,
    entitlement: randomEntitlement(random, aim, cart, setting),
    offline: random.chance(aim.offline.mode === 'forbidden' ? 0.04 : 0.2) ? randomOffline(random, aim) : null,
  }
}

function randomEntitlement(
  random: SeededRandom,
  { entitlement }: RuleSet,
  cart: Cart,
  setting: Setting,
): EntitlementFact | null {
  if (random.chance(entitlement.need === 'none' ? 0.9 : 0.05)) return null
  const categories = cart.lines.map(({ item }) => (item.model ?? '').replace(/-[^-]*$/, ''))
  return {
    id: 'E1',
    state: random.chance(0.06) ? random.pick(['expired', 'used', 'unknown']) : 'valid',
    covers: random.pick([
      [],
      [],
      [],
      [],
      [],
      categories,
      categories,
      categories,
      [...categories, 'shared'],
      categories.slice(0, 1),
      ['television'],
    ]),
    region: random.chance(0.85) ? null : random.pick([setting.region, '140000', '140100', '110000', '000000']),
    channel: random.chance(0.9) ? null : random.pick(['store', 'online']),
  }
}

function randomOffline(random: SeededRandom, { offline }: RuleSet): Facts['offline'] {
  if (offline.mode === 'forbidden') return { count: 0, amount: '0.00', oldestHours: 0 }
  const beside = (limit: number): number => (random.chance(0.7) ? random.below(limit) : limit - 1 + random.below(3))
  const room = BigInt(random.pick([0, 1, 50_000, 200_000, random.below(300_000)]))
  const amount = fen(offline.amount) - room
  return {
    count: beside(offline.count),
    amount: yuan(random.chance(0.5) || amount < 0n ? 0n : amount),
    oldestHours: beside(offline.hours),
  }
}
