/**
 * What this till knows, in memory, for calls that answer at once. It is a copy: `reserve` reads the
 * database itself.
 */
import type { Moment, OutboxContext } from '../outbox/context.ts'
import { readMeta, type SerialRow, type TillKeys } from '../outbox/database.ts'
import {
  factsOf,
  readUnconfirmed,
  readUses,
  serialsOfCart,
  type FactSubject,
  type FactTerms,
  type UnconfirmedSales,
  type Use,
} from '../outbox/facts.ts'
import type { Facts } from '../verify/verdict.ts'

export interface LocalFacts {
  readonly keys: TillKeys | null
  readonly offsetMs: number | null
  /** Reads the database again. Rejects when it cannot be read; what was known stays. */
  reload(): Promise<void>
  /** Reads again what one sale changed. */
  reloadSale(id: string): Promise<void>
  /** Makes the quota of a buyer known. */
  loadBuyer(tag: string): Promise<void>
  facts(subject: FactSubject, terms: FactTerms, moment: Pick<Moment, 'ms' | 'day'>): Facts
}

/** Buyers whose quota is remembered: a till serves one at a time. */
const mostRemembered = 20

export function createLocalFacts({ db }: Pick<OutboxContext, 'db'>): LocalFacts {
  let keys: TillKeys | null = null
  let offsetMs: number | null = null
  let unconfirmed: UnconfirmedSales = { count: 0, amount: '0.00', oldestMs: null }
  let soldKeysBySerial = new Map<string, string[]>()
  const usesByTag = new Map<string, readonly Use[]>()

  const learn = (keysBySerial: Map<string, string[]>, { key, serial, released }: SerialRow): void => {
    const others = (keysBySerial.get(serial) ?? []).filter((each) => each !== key)
    keysBySerial.set(serial, released === 0 ? [...others, key] : others)
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
        const keysBySerial = new Map<string, string[]>()
        for (const row of await db.serials.toArray()) learn(keysBySerial, row)
        soldKeysBySerial = keysBySerial
        unconfirmed = await readUnconfirmed(db)
        keys = (await readMeta(db, 'keys')) ?? null
        offsetMs = (await readMeta(db, 'offsetMs')) ?? null
        for (const tag of usesByTag.keys()) usesByTag.set(tag, await readUses(db, tag))
      })
    },
    async reloadSale(id) {
      await db.transaction('r', db.tables, async () => {
        for (const row of await db.serials.where('sale').equals(id).toArray()) learn(soldKeysBySerial, row)
        unconfirmed = await readUnconfirmed(db)
        const tag = (await db.sales.get(id))?.tag
        if (tag !== undefined && usesByTag.has(tag)) usesByTag.set(tag, await readUses(db, tag))
      })
    },
    async loadBuyer(tag) {
      if (usesByTag.size > mostRemembered) usesByTag.clear()
      usesByTag.set(tag, await readUses(db, tag))
    },
    facts(subject, terms, moment) {
      const knowledge = {
        soldKeys: serialsOfCart(subject.cart).flatMap((serial) => soldKeysBySerial.get(serial) ?? []),
        uses: subject.tag === null ? [] : (usesByTag.get(subject.tag) ?? []),
        unconfirmed: terms.offline ? unconfirmed : null,
        // Proved against the sales when the buyer was captured.
        isEntitlementUsed: false,
      }
      return factsOf(subject, knowledge, terms, moment)
    },
  }
}
