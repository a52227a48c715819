/** One piece of work on one till: reads what it asks for, and keeps what it writes until all of it is written at once. */
import { sql, type RawBuilder } from 'kysely'
import { jsonArrayFrom, jsonObjectFrom } from 'kysely/helpers/postgres'
import {
  emptyChain,
  type LedgerSale,
  type StoredRecord,
  type TillTransaction,
  type TillWrites,
} from 'tradein-checkout/platform'
import type { Database } from './database.ts'
import { dayOf } from './figures.ts'
import type { SaleRow, TillId } from './schema.ts'
import type { WorkingSet } from './working-set.ts'

export function tillTransaction(db: Database, set: WorkingSet, { store, till }: TillId): TillTransaction {
  const recordsOf = (epoch: number) =>
    db.selectFrom('records').selectAll().where('store', '=', store).where('till', '=', till).where('epoch', '=', epoch)
  const recordBy = (id: string) =>
    db.selectFrom('records').selectAll().where('store', '=', store).where('till', '=', till).where('id', '=', id)
  const saleBy = (id: string | null) => db.selectFrom('sales').select(['id', 'version', 'content']).where('id', '=', id)
  const chains = () => db.selectFrom('chains').selectAll().where('store', '=', store).where('till', '=', till)

  return {
    async open({ epoch, id, seq, sale }) {
      const found = await db
        .selectNoFrom([
          jsonObjectFrom(chains().where('epoch', '=', epoch)).as('chain'),
          jsonObjectFrom(recordBy(id)).as('byId'),
          jsonObjectFrom(recordsOf(epoch).where('seq', '=', seq)).as('byPlace'),
          jsonObjectFrom(saleBy(sale)).as('sale'),
        ])
        .executeTakeFirstOrThrow()
      const [chain = emptyChain(epoch)] = set.seen('chains', listOf(found.chain))
      const [known = null] = set.seen('records', listOf(found.byId ?? found.byPlace))
      return { chain, known, sale: set.seen('sales', listOf(found.sale))[0]?.content ?? null }
    },
    async waiting(epoch, fromSeq, limit) {
      const isWaiting = (record: StoredRecord): boolean =>
        record.epoch === epoch && record.seq >= fromSeq && !record.linked
      const rows = await recordsOf(epoch)
        .where('seq', '>=', fromSeq)
        .where('linked', '=', false)
        .orderBy('seq')
        .limit(limit)
        .execute()
      const bySeq = new Map(
        [...set.seen('records', rows), ...set.own('records')].filter(isWaiting).map((row) => [row.seq, row]),
      )
      return [...bySeq.values()].sort((a, b) => a.seq - b.seq).slice(0, limit)
    },
    async record(id) {
      const own = set.own('records').find((record) => record.id === id)
      return own ?? set.seen('records', await recordBy(id).execute())[0] ?? null
    },
    async gapFor(epoch, seq) {
      const own = set.own('records').find((record) => record.epoch === epoch && record.closes === seq)
      return own ?? set.seen('records', await recordsOf(epoch).where('closes', '=', seq).execute())[0] ?? null
    },
    displaced: (epoch, seq) =>
      db
        .selectFrom('displacedRecords')
        .selectAll()
        .where('store', '=', store)
        .where('till', '=', till)
        .where('epoch', '=', epoch)
        .where('seq', '=', seq)
        .execute(),
    chainsBefore: async (epoch) =>
      set.seen('chains', await chains().where('epoch', '<', epoch).orderBy('epoch', 'desc').execute()),
    async sale(id) {
      const own = set.own('sales').find((sale) => sale.id === id)
      return (own ?? set.seen('sales', await saleBy(id).execute())[0])?.content ?? null
    },
    async read(keys, sale) {
      if (keys.serials.length + keys.quotas.length === 0 && keys.entitlement === null) {
        return { sale, serials: new Map(), quotas: new Map(), entitlement: null }
      }
      const entitlement = db.selectFrom('entitlements').selectAll().where('id', '=', keys.entitlement)
      const found = await db
        .selectNoFrom([
          jsonArrayFrom(db.selectFrom('serials').selectAll().where('key', '=', anyOf(keys.serials))).as('serials'),
          jsonArrayFrom(db.selectFrom('quotas').selectAll().where('key', '=', anyOf(keys.quotas))).as('quotas'),
          jsonObjectFrom(entitlement).as('entitlement'),
        ])
        .executeTakeFirstOrThrow()
      return {
        sale,
        serials: byKey(set.seen('serials', found.serials)),
        quotas: byKey(set.seen('quotas', found.quotas)),
        entitlement: set.seen('entitlements', listOf(found.entitlement))[0] ?? null,
      }
    },
    write: ({ record, displaced, chain, ledger, publish }: TillWrites) => {
      const mine = { store, till }
      if (record) set.put('records', { ...record, ...mine })
      if (displaced) set.put('displacedRecords', { ...displaced, ...mine })
      if (chain) set.put('chains', { ...chain, ...mine })
      if (ledger.sale) set.put('sales', saleRow(ledger.sale))
      for (const row of ledger.serials) set.put('serials', row)
      for (const row of ledger.quotas) set.put('quotas', row)
      if (ledger.entitlement) set.put('entitlements', ledger.entitlement)
      for (const each of publish) set.tell(each)
      return Promise.resolve()
    },
  }
}

/** Whichever is among them, in one parameter: the statement stays the same. */
export function anyOf(values: readonly string[]): RawBuilder<string> {
  return sql<string>`any(${values})`
}

function saleRow(content: LedgerSale): SaleRow {
  const { id, store, till, orderId, receipt, standing } = content
  return { id, store, till, orderId, receipt, day: dayOf(content), standing, content }
}

function listOf<Row>(row: Row | null): Row[] {
  return row === null ? [] : [row]
}

function byKey<Row extends { readonly key: string }>(rows: readonly Row[]): ReadonlyMap<string, Row> {
  return new Map(rows.map((row) => [row.key, row]))
}
