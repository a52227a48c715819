/**
 * What this till knows of serials, quotas and its own offline budget, as facts for the verify and
 * subsidy stages. Each reader runs inside its caller's transaction.
 */
import { zero, type Amount } from '../core/money.ts'
import { withUse, type EntitlementFact } from '../scheme/entitlement-fact.ts'
import { countsTowards } from '../scheme/quota-period.ts'
import { includesUnit, isSubsidyBack } from '../core/unit-ref.ts'
import type { RuleSet } from '../scheme/rule-set.ts'
import type { Cart } from '../subsidy/quote.ts'
import { normalizeSerial } from '../scan/serial.ts'
import type { Facts, SerialFact } from '../verify/verdict.ts'
import type { Moment } from './moment.ts'
import { readMeta, type SaleRow, type Tables } from './database.ts'
import { heldUntilMs } from './sale-row.ts'

/** A sale's use of quotas, as far as the facts need it. */
export type Use = Pick<
  SaleRow,
  'id' | 'state' | 'standing' | 'reservedUntil' | 'day' | 'uses' | 'refunded' | 'quotaReturned'
> & {
  readonly ruleSet: string | null
}

/** Serials that a cart names, in the form they are stored in. */
export function serialsOfCart(cart: Cart): readonly string[] {
  const all = cart.lines.flatMap(({ item, serials }) => [
    ...(item.serial === undefined ? [] : [item.serial]),
    ...(serials ?? []),
  ])
  return [...new Set(all.map(normalizeSerial))].filter((serial) => serial !== '')
}

/** What holds at an instant, beside what the outbox knows. */
export interface FactTerms extends Pick<Facts, 'freshness' | 'clock'> {
  /** True when the platform cannot be asked now. */
  readonly offline: boolean
  /** The one in force; null when none is. */
  readonly ruleSet: RuleSet | null
}

/** What a sale asks the outbox about. */
export interface FactSubject {
  readonly cart: Cart
  /** The buyer's; null for none. */
  readonly tag: string | null
  /** What is known of the buyer's entitlement. */
  readonly entitlement: EntitlementFact | null
  /** What the platform said of the cart's serials. */
  readonly serials: Facts['serials']
}

/** What the outbox knows of a subject: read in a transaction, or kept in memory. */
export interface OutboxKnowledge {
  /** Keys under which this till has sold the cart's serials. */
  readonly soldKeys: readonly string[]
  /** The buyer's. */
  readonly uses: readonly Use[]
  /** Null while the platform can be asked. */
  readonly unconfirmed: UnconfirmedSales | null
  /** True when a sale of this till has used the entitlement. */
  readonly isEntitlementUsed: boolean
}

/** The facts of a sale at a moment. */
export function factsOf(
  { entitlement, serials }: Pick<FactSubject, 'entitlement' | 'serials'>,
  { soldKeys, uses, unconfirmed, isEntitlementUsed }: OutboxKnowledge,
  { freshness, clock, ruleSet }: FactTerms,
  { ms, day }: Pick<Moment, 'ms' | 'day'>,
): Facts {
  const here = Object.fromEntries(soldKeys.map((key): [string, SerialFact] => [key, 'here']))
  return {
    freshness,
    clock,
    serials: { ...serials, ...here },
    quotaUsed: quotaUsed(uses, ruleSet, { ms, day }),
    entitlement: entitlement && withUse(entitlement, isEntitlementUsed),
    offline: unconfirmed && offlineFact(unconfirmed, ms),
  }
}

/** Reads inside the caller's transaction. @param ms the instant of the sale, milliseconds since 1970 */
export async function readKnowledge(
  tables: Tables<'serials' | 'sales' | 'meta'>,
  { cart, tag, entitlement }: FactSubject,
  { offline }: Pick<FactTerms, 'offline'>,
  ms: number,
): Promise<OutboxKnowledge> {
  // One look-up a serial: a cursor over all of them takes longer for the few that a cart has.
  const [serials, uses, unconfirmed, isUsed] = await Promise.all([
    Promise.all(serialsOfCart(cart).map((serial) => tables.serials.where('serial').equals(serial).toArray())),
    tag === null ? [] : readUses(tables, tag),
    offline ? readUnconfirmed(tables) : null,
    entitlement !== null && isEntitlementUsed(tables, entitlement.id, ms),
  ])
  const soldKeys: string[] = []
  for (const { key, sale, released } of serials.flat())
    if (released === 0 && (await readHeldUntil(tables, sale)) > ms) soldKeys.push(key)
  return { soldKeys, uses, unconfirmed, isEntitlementUsed: isUsed }
}

/** As {@link heldUntilMs}; a sale that is past its retention was paid. */
async function readHeldUntil({ sales }: Tables<'sales'>, sale: string): Promise<number> {
  const row = await sales.get(sale)
  return row ? heldUntilMs(row) : Infinity
}

/** Whether a sale of this till has used the entitlement, at the instant `ms`. */
export async function isEntitlementUsed(tables: Tables<'sales'>, id: string, ms: number): Promise<boolean> {
  const sold = await tables.sales.where('entitlement').equals(id).toArray()
  return sold.some(
    (row) => takesItsShare(row, ms) && !(row.quotaReturned === 'restored' && isSubsidyBack(row.uses, row.refunded)),
  )
}

/** Whether a sale uses up quota and entitlement: what was called off, refused or has lapsed does not. */
function takesItsShare(sale: Pick<SaleRow, 'state' | 'standing' | 'reservedUntil'>, ms: number): boolean {
  return sale.state !== 'cancelled' && sale.standing !== 'refused' && heldUntilMs(sale) > ms
}

export async function readUses({ sales }: Tables<'sales'>, tag: string): Promise<readonly Use[]> {
  const rows = await sales.where('tag').equals(tag).toArray()
  return rows.map(({ quote, ...row }) => ({ ...row, ruleSet: quote.basis?.ruleSet ?? null }))
}

/**
 * Units a buyer has had by quota group, in the quota period that `day` lies in.
 * Cancelled, refused and lapsed sales took none; returned units give theirs back where the sale's own rule set says so.
 */
export function quotaUsed(
  uses: readonly Use[],
  ruleSet: RuleSet | null,
  { ms, day }: Pick<Moment, 'ms' | 'day'>,
): Facts['quotaUsed'] {
  if (!ruleSet) return {}
  const units: Record<string, number> = {}
  for (const sale of uses) {
    if (!takesItsShare(sale, ms) || !countsTowards(ruleSet, day, sale)) continue
    for (const use of sale.uses) {
      if (sale.quotaReturned === 'restored' && includesUnit(sale.refunded, use)) continue
      units[use.group] = (units[use.group] ?? 0) + 1
    }
  }
  return units
}

/** Number, subsidy and age of the sales that the platform has not answered for good. */
export interface UnconfirmedSales {
  readonly count: number
  readonly amount: Amount
  /** Instant of the oldest, milliseconds since 1970; null: none. */
  readonly oldestMs: number | null
}

export async function readUnconfirmed(tables: Tables<'meta' | 'sales'>): Promise<UnconfirmedSales> {
  const [budget, oldest] = await Promise.all([
    readMeta(tables, 'budget'),
    tables.sales.where('[unconfirmed+atMs]').between([1, -Infinity], [1, Infinity]).limit(1).keys(),
  ])
  const key = oldest[0] as unknown as readonly [number, number] | undefined
  return { count: budget?.count ?? 0, amount: budget?.amount ?? zero, oldestMs: key?.[1] ?? null }
}

/** The offline fact at an instant; a clock that went back shows an age of 0. */
export function offlineFact(
  { count, amount, oldestMs }: UnconfirmedSales,
  nowMs: number,
): NonNullable<Facts['offline']> {
  return { count, amount, oldestHours: oldestMs === null ? 0 : Math.max(0, Math.floor((nowMs - oldestMs) / 3_600_000)) }
}
