/** Runs quote and oracle side by side; where they differ, the cart is made small and printed. */
import type { Quote, QuoteLine } from '../../src/subsidy/quote.ts'
import type { Release } from '../../src/catalog/release.ts'
import { chargeOf } from '../../src/subsidy/charge.ts'
import { quote } from '../../src/subsidy/quote-cart.ts'
import { seededRandom } from '../support/random.ts'
import { randomCase } from '../support/oracle/carts.ts'
import { type Fen, fen, total, yuan } from '../support/oracle/fen.ts'
import { type Case, reckon, type Reckoned, type ReckonedLine, type World } from '../support/oracle/reckon.ts'
import { coverOf, standings } from '../support/oracle/rules.ts'
import { smaller } from '../support/oracle/smaller.ts'
import { randomWorld } from '../support/oracle/worlds.ts'
import { releaseOf } from './situations.ts'

const cartsInWorld = 250

export interface Compared {
  readonly carts: number
  readonly subsidised: number
  readonly refused: ReadonlyMap<string, number>
}

/** @throws Error that prints the first cart that quote and oracle see differently, and its seed */
export function compareCarts(seed: number, carts: number): Compared {
  const random = seededRandom(seed)
  const refused = new Map<string, number>()
  let subsidised = 0
  let world = randomWorld(random)
  let release = releaseOf(world.ruleSets, [...world.listings.values()])
  for (let i = 0; i < carts; i += 1) {
    if (i % cartsInWorld === 0) {
      world = randomWorld(random)
      release = releaseOf(world.ruleSets, [...world.listings.values()])
    }
    const each = randomCase(random, world)
    const reckoned = reckon(world, each)
    if (differencesOf(world, release, each, reckoned).length > 0)
      throw new Error(`seed ${seed}, cart ${i}: ${shown(world, release, each)}`)
    if (reckoned.lines.some(({ subsidy }) => subsidy > 0n)) subsidised += 1
    for (const code of new Set(reckoned.lines.flatMap(({ required }) => [...required])))
      refused.set(code, (refused.get(code) ?? 0) + 1)
  }
  return { carts, subsidised, refused }
}

function differencesOf(world: World, release: Release, each: Case, reckoned = reckon(world, each)): string[] {
  const { cart, facts, setting } = each
  try {
    return differences(reckoned, quote(cart, { release, facts, setting }))
  } catch (error) {
    return [`throws ${String(error)}`]
  }
}

function shown(world: World, release: Release, found: Case): string {
  // What is left out may make the cart one that cannot be: that is another fault.
  const faultOf = (each: Case): string | undefined =>
    differencesOf(world, release, each).find((difference) => difference.startsWith('throws'))
  const fault = faultOf(found)
  const small = smaller(found, (each) => faultOf(each) === fault && differencesOf(world, release, each).length > 0)
  const listings = small.cart.lines.map(({ item }) => world.listings.get(item.model ?? ''))
  const standing = standings(world.ruleSets, small.setting)
  const covers = listings.map((listing) => listing && coverOf(standing, listing.category, small.setting.region))
  return [
    'quote / oracle',
    ...differencesOf(world, release, small),
    ...[small, listings, covers].map((each) =>
      JSON.stringify(each, (member, value: unknown) =>
        // Of a rule set, what the line is not judged by would hide the rest.
        ['categories', 'regional', 'title', 'name', 'clauses'].includes(member) ? undefined : value,
      ),
    ),
  ].join('\n')
}

type Compare = (name: string, given: string, expected: string) => void

/** Each as `member: quote's / the oracle's`. */
function differences(reckoned: Reckoned, quoted: Quote): string[] {
  const found: string[] = []
  const compare: Compare = (name, given, expected) => {
    if (given !== expected) found.push(`${name}: ${given} / ${expected}`)
  }
  reckoned.lines.forEach((line, i) => {
    const given = quoted.lines[i]
    if (given)
      compareLine(line, given, (name, a, b) => {
        compare(`line ${given.id} ${name}`, a, b)
      })
  })
  const invoice = total(reckoned.lines.map(invoiceOf))
  const subsidy = total(reckoned.lines.map((line) => line.subsidy))
  compare('lines', String(quoted.lines.length), String(reckoned.lines.length))
  compare('invoiceTotal', quoted.invoiceTotal, yuan(invoice))
  compare('subsidy', quoted.subsidy, yuan(subsidy))
  compare('tender', quoted.tender.amount, yuan(subsidy))
  compare('payable', quoted.payable, yuan(invoice - subsidy))
  if (reckoned.ruleSet) compare('deduction', quoted.deduction, reckoned.ruleSet.deduction)
  compareCharge(quoted, invoice - subsidy, compare)
  const parts = quoted.schemes.map(({ ruleSet, lines }) => `${ruleSet}: ${lines.join(' ')}`)
  compare('schemes', parts.join(', '), partsOf(reckoned, quoted))
  return found
}

/** The sale's own scheme with its lines, then the others in the order of theirs. */
function partsOf({ lines, ruleSet }: Reckoned, quoted: Quote): string {
  const parts = new Map(ruleSet ? [[ruleSet.id, [] as string[]]] : [])
  lines.forEach((line, i) => {
    if (line.ruleSet) parts.set(line.ruleSet.id, [...(parts.get(line.ruleSet.id) ?? []), quoted.lines[i]?.id ?? ''])
  })
  return [...parts].map(([id, ids]) => `${id}: ${ids.join(' ')}`).join(', ')
}

/** The stack of a payment: what the buyer owes, less old units at the counter, less what channel and bank take off. */
function compareCharge(quoted: Quote, payable: Fen, compare: Compare): void {
  const sumOf = (member: 'oldUnit' | 'bankPromotion'): Fen => total(quoted.cart.lines.map((line) => fen(line[member])))
  const [oldUnits, byBank] = [sumOf('oldUnit'), sumOf('bankPromotion')]
  // Where they come to more than is owed there is nothing to take.
  if (oldUnits + byBank > payable) return
  const byChannel = quoted.deduction === 'payment' ? fen(quoted.subsidy) : 0n
  const charge = chargeOf(quoted)
  compare('charge send', charge.send, yuan(payable + byChannel - oldUnits))
  compare('charge.coupon', charge.coupon, yuan(byChannel))
  compare('charge.bank_promotion', charge.bank_promotion, yuan(byBank))
  compare('charge.old_unit', charge.old_unit, yuan(oldUnits))
  compare('charge buyer', charge.buyer, yuan(payable - oldUnits - byBank))
}

const invoiceOf = ({ list, discount, extras }: ReckonedLine): Fen => list - discount + extras

function compareLine(line: ReckonedLine, given: QuoteLine, compare: Compare): void {
  compare('list', given.list, yuan(line.list))
  compare('discount', given.discount, yuan(line.discount))
  compare('extras', given.extras, yuan(line.extras))
  compare('invoiceTotal', given.invoiceTotal, yuan(invoiceOf(line)))
  compare('subsidy', given.subsidy, yuan(line.subsidy))
  compare('payable', given.payable, yuan(invoiceOf(line) - line.subsidy))
  compare('units', String(given.units.length), String(line.units.length))
  line.units.forEach((unit, i) => {
    const givenUnit = given.units[i]
    compare(`unit ${i} price`, givenUnit?.price ?? '', yuan(unit.price))
    compare(`unit ${i} subsidy`, givenUnit?.subsidy ?? '', yuan(unit.subsidy))
    compare(`unit ${i} payable`, givenUnit?.payable ?? '', yuan(unit.price - unit.subsidy))
    if (unit.subsidy > 0n) compare(`unit ${i} base`, givenUnit?.base ?? '', yuan(unit.base))
  })
  const required = (given.verdict?.reasons ?? []).filter(({ severity }) => severity === 'required')
  compare(
    'reasons',
    codesOf(
      required.map(({ code }) => code),
      line,
    ),
    codesOf([...line.required], line),
  )
}

const notCovered = /^(scheme_|region_|channel_|category_)/

/**
 * What no rule set in force covers is not covered, whichever of them is said to have come nearest; and by which
 * ceiling its price would be judged is nobody's business.
 */
function codesOf(codes: readonly string[], { ruleSet, required }: ReckonedLine): string {
  const decisive = codes
    .filter((code) => ruleSet !== null || !code.startsWith('price_over'))
    .filter((code) => !(required.has('model_unlisted') && notCovered.test(code)))
    .map((code) => (notCovered.test(code) ? 'not_covered' : code))
  return [...new Set(decisive)].sort().join(' ')
}
