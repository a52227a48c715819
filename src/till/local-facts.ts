/**
 * What this till knows, in memory, for calls that answer at once. It is a copy: `reserve` reads the
 * database itself.
 */
import type { Cart } from '../subsidy/quote.ts'
import type { RuleSet } from '../scheme/rule-set.ts'
import type { EntitlementFact, Facts, SerialFact } from '../verify/verdict.ts'
import type { OutboxContext } from '../outbox/context.ts'
import { readMeta, type SerialRow, type TillKeys } from '../outbox/database.ts'
import {
  offlineFact,
  quotaUsed,
  readUnconfirmed,
  readUses,
  serialsOfCart,
  type UnconfirmedSales,
  type Use,
} from '../outbox/facts.ts'

export interface LocalSetting {
  readonly freshness: Facts['freshness']
  readonly clock: Facts['clock']
  readonly offline: boolean
  readonly nowMs: number
  /** Day in the scheme's zone. */
  readonly day: string
  readonly ruleSet: RuleSet | null
  readonly tag: string | null
  readonly entitlement: EntitlementFact | null
}

export interface LocalFacts {
  readonly keys: TillKeys | null
  readonly offsetMs: number | null
  /** Reads the database again. Rejects when it cannot be read; what was known stays. */
  reload(): Promise<void>
  /** Reads again what one sale changed. */
  reloadSale(id: string): Promise<void>
  /** Makes the quota of a buyer known. */
  loadBuyer(tag: string): Promise<void>
  facts(cart: Cart, around: LocalSetting): Facts
}

export function createLocalFacts({ db }: Pick<OutboxContext, 'db'>): LocalFacts {
  let keys: TillKeys | null = null
  let offsetMs: number | null = null
  let unconfirmed: UnconfirmedSales = { count: 0, amount: '0.00', oldestMs: null }
  let keysBySerial = new Map<string, string[]>()
  const usesByTag = new Map<string, readonly Use[]>()

  const learn = (known: Map<string, string[]>, { key, serial, released }: SerialRow): void => {
    const others = (known.get(serial) ?? []).filter((each) => each !== key)
    known.set(serial, released === 0 ? [...others, key] : others)
  }

  return {
    get keys() {
      return keys
    },
    get offsetMs() {
      return offsetMs
    },
    async reload() {
      await db.transaction('r', db.tables, async () => {
        const rows = await db.serials.toArray()
        const known = new Map<string, string[]>()
        for (const row of rows) learn(known, row)
        keysBySerial = known
        unconfirmed = await readUnconfirmed(db)
        keys = (await readMeta(db, 'keys')) ?? null
        offsetMs = (await readMeta(db, 'offsetMs')) ?? null
        for (const tag of usesByTag.keys()) usesByTag.set(tag, await readUses(db, tag))
      })
    },
    async reloadSale(id) {
      await db.transaction('r', db.tables, async () => {
        for (const row of await db.serials.where('sale').equals(id).toArray()) learn(keysBySerial, row)
        unconfirmed = await readUnconfirmed(db)
        const tag = (await db.sales.get(id))?.tag
        if (tag !== undefined && usesByTag.has(tag)) usesByTag.set(tag, await readUses(db, tag))
      })
    },
    async loadBuyer(tag) {
      // A till serves one buyer at a time; the last few are enough.
      if (usesByTag.size > 20) usesByTag.clear()
      usesByTag.set(tag, await readUses(db, tag))
    },
    facts(cart, { freshness, clock, offline, nowMs, day, ruleSet, tag, entitlement }) {
      const used = serialsOfCart(cart).flatMap((serial) => keysBySerial.get(serial) ?? [])
      const uses = tag === null ? [] : (usesByTag.get(tag) ?? [])
      return {
        freshness,
        clock,
        serials: Object.fromEntries(used.map((key): [string, SerialFact] => [key, 'here'])),
        quotaUsed: quotaUsed(uses, ruleSet, day),
        entitlement,
        offline: offline ? offlineFact(unconfirmed, nowMs) : null,
      }
    },
  }
}
