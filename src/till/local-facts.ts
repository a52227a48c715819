/**
 * What this till knows, in memory, for calls that answer at once. It is a copy: `reserve` reads the
 * database itself.
 */
import type { OutboxContext } from '../outbox/context.ts'
import type { Moment } from '../outbox/moment.ts'
import { readMeta, type SerialRow, type Tables, type TillKeys } from '../outbox/database.ts'
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
import { heldUntilMs } from '../outbox/sale-row.ts'
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

type KnownTable = 'sales' | 'serials' | 'meta'
const knownTables: readonly KnownTable[] = ['sales', 'serials', 'meta']

export function createLocalFacts({ db }: Pick<OutboxContext, 'db'>): LocalFacts {
  let keys: TillKeys | null = null
  let offsetMs: number | null = null
  let unconfirmed: UnconfirmedSales = { count: 0, amount: '0.00', oldestMs: null }
  let soldBySerial = new Map<string, SerialRow[]>()
  /** Of sales that are reserved: until when. */
  let heldUntil = new Map<string, number>()
  const usesByTag = new Map<string, readonly Use[]>()
  // A reading that failed may have missed what changed: the next one reads everything.
  let isBehind = false

  const learn = (row: SerialRow): void => {
    const others = (soldBySerial.get(row.serial) ?? []).filter(({ key }) => key !== row.key)
    soldBySerial.set(row.serial, row.released === 0 ? [...others, row] : others)
  }

  const readAll = async (tables: Tables<KnownTable>): Promise<void> => {
    const rows = await tables.serials.toArray()
    const reserved = await tables.sales.where('state').equals('reserved').toArray()
    soldBySerial = new Map()
    rows.forEach(learn)
    heldUntil = new Map(reserved.map((row) => [row.id, heldUntilMs(row)]))
    unconfirmed = await readUnconfirmed(tables)
    // A key whose chain's end is lost signs nothing more: the till must be enrolled again, and says so.
    keys = ((await readMeta(tables, 'head')) && (await readMeta(tables, 'keys'))) ?? null
    offsetMs = (await readMeta(tables, 'offsetMs')) ?? null
    for (const tag of usesByTag.keys()) usesByTag.set(tag, await readUses(tables, tag))
  }
  const learnFrom = async (read: (tables: Tables<KnownTable>) => Promise<void>): Promise<void> => {
    try {
      await db.read(knownTables, async (tables) => {
        if (isBehind && read !== readAll) await readAll(tables)
        await read(tables)
      })
      isBehind = false
    } catch (error) {
      isBehind = true
      throw error
    }
  }

  return {
    get keys() {
      return keys
    },
    get offsetMs() {
      return offsetMs
    },
    reload: () => learnFrom(readAll),
    reloadSale: (id) =>
      learnFrom(async (tables) => {
        const sale = await tables.sales.get(id)
        if (sale) heldUntil.set(id, heldUntilMs(sale))
        for (const row of await tables.serials.where('sale').equals(id).toArray()) learn(row)
        unconfirmed = await readUnconfirmed(tables)
        const tag = sale?.tag
        if (tag !== undefined && usesByTag.has(tag)) usesByTag.set(tag, await readUses(tables, tag))
      }),
    loadBuyer(tag) {
      if (usesByTag.size > mostRemembered) usesByTag.clear()
      return learnFrom(async (tables) => void usesByTag.set(tag, await readUses(tables, tag)))
    },
    facts(subject, terms, moment) {
      const knowledge = {
        soldKeys: serialsOfCart(subject.cart)
          .flatMap((serial) => soldBySerial.get(serial) ?? [])
          .filter(({ sale }) => (heldUntil.get(sale) ?? Infinity) > moment.ms)
          .map(({ key }) => key),
        uses: subject.tag === null ? [] : (usesByTag.get(subject.tag) ?? []),
        unconfirmed: terms.offline ? unconfirmed : null,
        // Proved against the sales when the buyer was captured.
        isEntitlementUsed: false,
      }
      return factsOf(subject, knowledge, terms, moment)
    },
  }
}
