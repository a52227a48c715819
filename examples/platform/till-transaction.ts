/** One piece of work on one till: reads what it asks for, and keeps what it writes until all of it is written at once. */
import { jsonArrayFrom, jsonObjectFrom } from 'kysely/helpers/postgres'
import {
  emptyChain,
  type LedgerKeys,
  type LedgerSale,
  type StoredRecord,
  type TillTransaction,
  type TillWrites,
} from 'tradein-checkout/platform'
import type { Database } from './database.ts'
import { dayOf } from './figures.ts'
import { anyOf, parameter, prepared } from './prepared.ts'
import type { SaleRow, TillId } from './schema.ts'
import type { WorkingSet } from './working-set.ts'

/** Begins a piece of work. */
export type OpenTill = (set: WorkingSet, till: TillId) => TillTransaction

export function createTills(db: Database): OpenTill {
  const saleBy = (id: string) => db.selectFrom('sales').select(['id', 'version', 'content']).where('id', '=', id)
  const { readPlace, readLedger } = hotQueries(db)

  return (set, { store, till }) => {
    const records = () => db.selectFrom('records').selectAll().where('store', '=', store).where('till', '=', till)
    /** What of the ledger was read with the place, by its keys. */
    const early = new Map<string, Awaited<ReturnType<typeof readLedger>>>()
    const recordsOf = (epoch: number) => records().where('epoch', '=', epoch)

    return {
      async open({ epoch, id, seq, sale, keys }) {
        const rows = await readPlace({ store, till, epoch, id, seq, sale, ...ledgerOnly(keys) })
        early.set(JSON.stringify(ledgerOnly(keys)), rows)
        const [found] = rows
        const [chain = emptyChain(epoch)] = set.seen('chains', listOf(found?.chain))
        const [known = null] = set.seen('records', listOf(found?.byId ?? found?.byPlace))
        return { chain, known, sale: set.seen('sales', listOf(found?.sale))[0]?.content ?? null }
      },
      async waiting(epoch, fromSeq, limit) {
        const isWaiting = (record: StoredRecord): boolean =>
          record.epoch === epoch && record.seq >= fromSeq && !record.linked
        const unlinked = recordsOf(epoch).where('seq', '>=', fromSeq).where('linked', '=', false)
        const rows = set.seen('records', await unlinked.orderBy('seq').limit(limit).execute())
        const bySeq = new Map([...rows, ...set.own('records')].filter(isWaiting).map((row) => [row.seq, row]))
        return [...bySeq.values()].sort((a, b) => a.seq - b.seq).slice(0, limit)
      },
      async record(id) {
        const own = set.own('records').find((record) => record.id === id)
        return own ?? set.seen('records', await records().where('id', '=', id).execute())[0] ?? null
      },
      async gapFor(place) {
        const own = set.own('records').find(({ closes }) => closes === place)
        return own ?? set.seen('records', await records().where('closes', '=', place).execute())[0] ?? null
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
      async chainsBefore(epoch) {
        const earlier = db.selectFrom('chains').selectAll().where('store', '=', store).where('till', '=', till)
        return set.seen('chains', await earlier.where('epoch', '<', epoch).orderBy('epoch', 'desc').execute())
      },
      async sale(id) {
        const own = set.own('sales').find((sale) => sale.id === id)
        return (own ?? set.seen('sales', await saleBy(id).execute())[0])?.content ?? null
      },
      async read(keys, sale) {
        const wanted = ledgerOnly(keys)
        const [found] = early.get(JSON.stringify(wanted)) ?? (await readLedger(wanted))
        return {
          sale,
          serials: byKey(set.seen('serials', found?.serials ?? [])),
          quotas: byKey(set.seen('quotas', found?.quotas ?? [])),
          entitlement: set.seen('entitlements', listOf(found?.entitlement))[0] ?? null,
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
}

/** The reads of every record, each in one round trip. */
function hotQueries(db: Database) {
  const [store, till, epoch] = [parameter<string>('store'), parameter<string>('till'), parameter<number>('epoch')]
  const chain = db.selectFrom('chains').selectAll().where('store', '=', store).where('till', '=', till)
  const records = db.selectFrom('records').selectAll().where('store', '=', store).where('till', '=', till)
  const sale = db.selectFrom('sales').select(['id', 'version', 'content']).where('id', '=', parameter<string>('sale'))
  const among = (name: string) => anyOf(parameter<readonly string[]>(name))
  const entitlement = db.selectFrom('entitlements').selectAll().where('id', '=', parameter<string>('entitlement'))
  const ledger = db.selectNoFrom([
    jsonArrayFrom(db.selectFrom('serials').selectAll().where('key', '=', among('serials'))).as('serials'),
    jsonArrayFrom(db.selectFrom('quotas').selectAll().where('key', '=', among('quotas'))).as('quotas'),
    jsonObjectFrom(entitlement).as('entitlement'),
  ])
  const place = ledger.select([
    jsonObjectFrom(chain.where('epoch', '=', epoch)).as('chain'),
    jsonObjectFrom(records.where('id', '=', parameter<string>('id'))).as('byId'),
    jsonObjectFrom(records.where('epoch', '=', epoch).where('seq', '=', parameter<number>('seq'))).as('byPlace'),
    jsonObjectFrom(sale).as('sale'),
  ])
  return { readPlace: prepared(db, place.compile()), readLedger: prepared(db, ledger.compile()) }
}

const ledgerOnly = ({ serials, quotas, entitlement }: LedgerKeys) => ({ serials, quotas, entitlement })

function saleRow(content: LedgerSale): SaleRow {
  const { id, store, till, orderId, receipt, standing } = content
  return { id, store, till, orderId, receipt, day: dayOf(content), standing, content }
}

function listOf<Row>(row: Row | null | undefined): Row[] {
  return row ? [row] : []
}

function byKey<Row extends { readonly key: string }>(rows: readonly Row[]): ReadonlyMap<string, Row> {
  return new Map(rows.map((row) => [row.key, row]))
}
