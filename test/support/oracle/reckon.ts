/**
 * What a cart gets, worked out anew from the scheme's texts: an oracle for `subsidy/`, of which it uses nothing.
 * Rules are read as data; what they mean stands here a second time.
 */
import type { Listing } from '../../../src/catalog/listing.ts'
import type { Setting } from '../../../src/scheme/in-force.ts'
import type { RuleSet } from '../../../src/scheme/rule-set.ts'
import type { Cart, Line } from '../../../src/subsidy/quote.ts'
import type { Facts } from '../../../src/verify/verdict.ts'
import { evenly, type Fen, fen, least, partsOf, shareOf, total } from './fen.ts'
import { isOfRelease, judgeLine, type Judged, judgePrice } from './judge.ts'
import { standings } from './rules.ts'

export interface World {
  readonly ruleSets: readonly RuleSet[]
  readonly listings: ReadonlyMap<string, Listing>
}
export interface Case {
  readonly setting: Setting
  readonly facts: Facts
  readonly cart: Cart
}
export interface ReckonedUnit {
  readonly price: Fen
  readonly base: Fen
  readonly subsidy: Fen
}
export interface ReckonedLine {
  readonly units: readonly ReckonedUnit[]
  readonly list: Fen
  readonly discount: Fen
  readonly extras: Fen
  readonly subsidy: Fen
  /** The rule set in force that covers it; null: none. */
  readonly ruleSet: RuleSet | null
  /** What keeps every unit of the line from a subsidy. */
  readonly required: ReadonlySet<string>
}
export interface Reckoned {
  readonly lines: readonly ReckonedLine[]
  /** The rule set that the sale belongs to; null: none. */
  readonly ruleSet: RuleSet | null
}

interface Unit {
  readonly price: Fen
  readonly base: Fen
  readonly wanted: Fen
  /** Why this unit gets nothing, be the others as they may. */
  readonly refusals: string[]
}
interface Working {
  readonly line: Line
  readonly judged: Judged | null
  readonly list: Fen
  readonly discount: Fen
  readonly units: readonly Unit[]
}

export function reckon(world: World, { setting, facts, cart }: Case): Reckoned {
  const standing = standings(world.ruleSets, setting)
  const lists = cart.lines.map(({ item, quantity = 1 }) => fen(item.price) * BigInt(quantity))
  const afterOwn = cart.lines.map((line, i) => (lists[i] ?? 0n) - fen(line.discount))
  const orderParts = partsOf(fen(cart.orderDiscount), afterOwn)
  const lines = cart.lines.map((line, i) => {
    const judged = line.other === true ? null : judgeLine(line, world.listings, standing, setting, facts)
    return workOn(line, lists[i] ?? 0n, orderParts[i] ?? 0n, judged)
  })
  refuseRepeats(lines)
  const ruleSet = ruleSetOfSale(lines)
  for (const { judged } of lines) if (judged?.ruleSet && judged.ruleSet !== ruleSet) setApart(judged.codes)
  grantQuotas(lines, facts)
  holdOffline(lines, facts)
  return { lines: lines.map(answerOf), ruleSet }
}

function workOn(line: Line, list: Fen, orderPart: Fen, judged: Judged | null): Working {
  const count = line.quantity ?? 1
  const discount = fen(line.discount) + orderPart
  const prices = evenly(list - discount, count)
  const { ruleSet, rule, listing, benefit = '0' } = judged ?? {}
  if (!ruleSet || !rule || !listing)
    return {
      line,
      judged,
      list,
      discount,
      units: prices.map((price) => ({ price, base: 0n, wanted: 0n, refusals: [] })),
    }
  const lowered = loweredBy(ruleSet, line, orderPart)
  const bases = evenly(lowered > list ? 0n : list - lowered, count)
  const units = prices.map((price, i): Unit => {
    const base = least(bases[i] ?? 0n, ...ceilingsOn(ruleSet, listing))
    const gives = rule.benefit.kind === 'rate' ? shareOf(base, benefit, ruleSet.rounding) : fen(benefit)
    const wanted = least(gives, fen(rule.cap), base, price)
    return { price, base, wanted, refusals: judgePrice(price, ruleSet, rule, listing) }
  })
  return { line, judged, list, discount, units }
}

/** One unit, one subsidy: whoever names it first in the cart has it. */
function refuseRepeats(lines: readonly Working[]): void {
  const seen = new Set<string>()
  for (const { line, judged } of lines) {
    for (const serial of line.serials ?? []) {
      // What is not listed is known by its line alone.
      const unit = `${judged?.listing?.model ?? line.id} ${serial}`
      if (seen.has(unit)) judged?.codes.add('serial_redeemed_here')
      seen.add(unit)
    }
  }
}

/** What is taken off the list price of the line before the rate is taken of it. */
function loweredBy({ base }: RuleSet, line: Line, orderPart: Fen): Fen {
  const { discount, installation, freight, bankPromotion, oldUnit } = line
  const amounts = [
    [base.storeDiscount, fen(discount)],
    [base.orderDiscount, orderPart],
    [base.installation, fen(installation)],
    [base.freight, fen(freight)],
    [base.bankPromotion, fen(bankPromotion)],
    [base.oldUnit, fen(oldUnit)],
  ] as const
  return total(amounts.map(([effect, amount]) => (effect === 'lowers' ? amount : 0n)))
}

/** A rule set that caps takes the rate of no more than the ceiling and its tolerance. */
function ceilingsOn({ ceiling }: RuleSet, listing: Listing): Fen[] {
  if (ceiling.mode !== 'cap') return []
  return ceiling.against.flatMap((which) => {
    const stated = listing[`${which}Price`]
    return stated === null ? [] : [fen(stated) + fen(ceiling.tolerance)]
  })
}

/** One sale belongs to one scheme: that of the first line that nothing in the release speaks against, else of the first covered. */
function ruleSetOfSale(lines: readonly Working[]): RuleSet | null {
  const covered = lines.filter(({ judged }) => judged?.ruleSet)
  const sound = covered.find(
    ({ judged, units }) =>
      ![...(judged?.codes ?? [])].some(isOfRelease) && units.some(({ refusals }) => refusals.length === 0),
  )
  return (sound ?? covered[0])?.judged?.ruleSet ?? null
}

/** What belongs to another scheme is sold apart, and there its entitlement is asked for. */
function setApart(codes: Set<string>): void {
  for (const code of codes) if (code.startsWith('entitlement_')) codes.delete(code)
  codes.add('other_scheme')
}

/** What a unit gets as things stand. */
const subsidyOf = ({ judged }: Working, { wanted, refusals }: Unit): Fen =>
  judged?.codes.size === 0 && refusals.length === 0 ? wanted : 0n

const subsidyOfLine = (line: Working): Fen => total(line.units.map((unit) => subsidyOf(line, unit)))

/** Where a group has too little room, the units with the highest subsidy have it, then the earlier. */
function grantQuotas(lines: readonly Working[], facts: Facts): void {
  const byGroup = new Map<string, { unit: Unit; line: Working }[]>()
  for (const line of lines) {
    const group = line.judged?.rule?.group
    // What would get nothing takes no room.
    const units = line.units.filter((unit) => subsidyOf(line, unit) > 0n).map((unit) => ({ unit, line }))
    if (group !== undefined) byGroup.set(group, [...(byGroup.get(group) ?? []), ...units])
  }
  for (const [group, units] of byGroup) {
    const allowed = units[0]?.line.judged?.ruleSet?.groups.find(({ code }) => code === group)?.units ?? 0
    const room = Math.max(0, allowed - (facts.quotaUsed[group] ?? 0))
    const ranked = units
      .map((each, i) => ({ ...each, i }))
      .sort((a, b) => (a.unit.wanted === b.unit.wanted ? a.i - b.i : a.unit.wanted > b.unit.wanted ? -1 : 1))
    for (const { unit } of ranked.slice(room)) unit.refusals.push('quota_used')
  }
}

/** What is sold without a line counts against the till's limits together with what is unconfirmed already. */
function holdOffline(lines: readonly Working[], { offline: unsent }: Facts): void {
  if (unsent === null) return
  const subsidy = total(lines.map(subsidyOfLine))
  for (const line of lines) {
    const { ruleSet, codes } = line.judged ?? {}
    if (!ruleSet || !codes || subsidyOfLine(line) === 0n) continue
    const { offline } = ruleSet
    if (offline.mode === 'forbidden') codes.add('offline_forbidden')
    else if (
      unsent.count + 1 > offline.count ||
      fen(unsent.amount) + subsidy > fen(offline.amount) ||
      unsent.oldestHours >= offline.hours
    )
      codes.add('offline_budget_spent')
  }
}

function answerOf(working: Working): ReckonedLine {
  const { line, judged, list, discount, units } = working
  const subsidy = subsidyOfLine(working)
  const required = new Set(judged?.codes)
  const [first, ...others] = units.map(({ refusals }) => refusals)
  for (const code of first ?? []) if (others.every((refusals) => refusals.includes(code))) required.add(code)
  const isLeft = units.some(({ wanted, refusals }) => wanted > 0n && refusals.length === 0)
  if (!isLeft && units.some(({ refusals }) => refusals.includes('quota_used'))) required.add('quota_used')
  return {
    units: units.map((unit) => ({ price: unit.price, base: unit.base, subsidy: subsidyOf(working, unit) })),
    list,
    discount,
    ruleSet: judged?.ruleSet ?? null,
    extras: fen(line.installation) + fen(line.freight),
    subsidy,
    required,
  }
}
