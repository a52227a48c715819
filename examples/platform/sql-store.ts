/** The platform's store in SQL. */
import { sql } from 'kysely'
import { jsonObjectFrom } from 'kysely/helpers/postgres'
import type { PlatformStore } from 'tradein-checkout/platform'
import { allAgain } from './again.ts'
import type { Database } from './database.ts'
import { anyOf, parameter, prepared } from './prepared.ts'
import { createPutAll } from './statements.ts'
import { createTills } from './till-transaction.ts'
import { createWorkingSet, type WorkingSet } from './working-set.ts'

export function createSqlStore(db: Database): PlatformStore {
  /** Does the work, and writes what comes of it. */
  const inOne = async <T>(work: (set: WorkingSet) => Promise<T>): Promise<T> => {
    const set = createWorkingSet()
    const result = await work(set)
    await set.write(putAll)
    return result
  }
  const openTill = createTills(db)
  const putAll = createPutAll(db)
  const readKey = prepared(
    db,
    db.selectFrom('tillKeys').selectAll().where('keyId', '=', parameter<string>('keyId')).compile(),
  )

  return allAgain<PlatformStore>({
    key: async (keyId) => (await readKey({ keyId }))[0] ?? null,
    transact: (till, work) => inOne((set) => work(openTill(set, till))),
    enrol: ({ code, store, till, keyId }, decide) =>
      inOne(async (set) => {
        const found = await db
          .selectNoFrom([
            jsonObjectFrom(db.selectFrom('codes').selectAll().where('code', '=', code)).as('code'),
            jsonObjectFrom(
              db
                .selectFrom('tills')
                .select(['store', 'till', 'number', 'epoch', 'version'])
                .where('store', '=', store)
                .where('till', '=', till),
            ).as('till'),
            jsonObjectFrom(db.selectFrom('tillKeys').selectAll().where('keyId', '=', keyId)).as('key'),
          ])
          .executeTakeFirstOrThrow()
        if (found.code) set.seen('codes', [found.code])
        if (found.till) set.seen('tills', [found.till])
        const decided = decide({
          code: found.code,
          till: found.till,
          key: found.key,
          nextNumber: found.code && !found.till ? await nextNumber(db) : 0,
        })
        if (!decided || found.key) return decided && decided.key
        set.put('codes', decided.code)
        set.put('tills', decided.till)
        set.put('tillKeys', decided.key)
        return decided.key
      }),
    async hasRecord({ store, till }, id) {
      const records = db.selectFrom('keptRecords').select('id').where('store', '=', store).where('till', '=', till)
      return (await records.where('id', '=', id).limit(1).execute()).length > 0
    },
    async addCode({ code, store, till, reusable, usedBy, place }) {
      const now = { store, till, reusable, place: json(place) }
      await db
        .insertInto('codes')
        .values({ code, usedBy, version: 1, ...now })
        .onConflict((conflict) =>
          conflict.column('code').doUpdateSet({ ...now, version: sql<number>`codes.version + 1` }),
        )
        .execute()
    },
    async revoke(keyId) {
      await db.updateTable('tillKeys').set({ revoked: true }).where('keyId', '=', keyId).execute()
    },
    async last({ store, till }) {
      const last = await db
        .selectFrom('records')
        .select(['epoch', 'seq', 'hash'])
        .where('store', '=', store)
        .where('till', '=', till)
        .where('linked', '=', true)
        .orderBy('epoch', 'desc')
        .orderBy('seq', 'desc')
        .limit(1)
        .executeTakeFirst()
      return last ?? null
    },
    async changes({ store, till }, after, limit) {
      const rows = await db
        .selectFrom('changes')
        .innerJoin('keptRecords', (join) =>
          join
            .onRef('keptRecords.store', '=', 'changes.store')
            .onRef('keptRecords.till', '=', 'changes.till')
            .onRef('keptRecords.id', '=', 'changes.record'),
        )
        .leftJoin('sales', 'sales.id', 'keptRecords.sale')
        .selectAll('keptRecords')
        .select(['changes.at', 'sales.content'])
        .where('changes.store', '=', store)
        .where('changes.till', '=', till)
        .where('changes.at', '>', after)
        .orderBy('changes.at')
        .limit(limit)
        .execute()
      return rows.map(({ at, content, ...record }) => ({ at, record, sale: content }))
    },
    async serials(keys) {
      const rows = await db.selectFrom('serials').selectAll().where('key', '=', anyOf(keys)).execute()
      return new Map(rows.map((row) => [row.key, row]))
    },
    entitlement: async (id) =>
      (await db.selectFrom('entitlements').selectAll().where('id', '=', id).executeTakeFirst()) ?? null,
    async putEntitlement({ id, fact, claim, buyer }) {
      await db
        .insertInto('entitlements')
        .values({ id, fact: json(fact), claim: json(claim), buyer, version: 1 })
        .onConflict((conflict) =>
          conflict.column('id').doUpdateSet({ fact: json(fact), version: sql<number>`entitlements.version + 1` }),
        )
        .execute()
    },
    async find(by) {
      const sales = db.selectFrom('sales').select('content').orderBy('id').limit(20)
      const chosen =
        'place' in by
          ? sales.where(
              'id',
              'in',
              db
                .selectFrom('keptRecords')
                .innerJoin('tills', (join) =>
                  join.onRef('tills.store', '=', 'keptRecords.store').onRef('tills.till', '=', 'keptRecords.till'),
                )
                .select('sale')
                .where('number', '=', by.place.till)
                .where('keptRecords.epoch', '=', by.place.epoch)
                .where('seq', '=', by.place.seq),
            )
          : 'receipt' in by
            ? sales.where('store', '=', by.store).where('receipt', '=', by.receipt)
            : 'orderId' in by
              ? sales.where('store', '=', by.store).where('orderId', '=', by.orderId)
              : sales
                  .where('store', '=', by.store)
                  .where('id', 'in', db.selectFrom('soldSerials').select('sale').where('serial', '=', by.serial))
      const found = await chosen.execute()
      const records = await db
        .selectFrom('keptRecords')
        .selectAll()
        .where('sale', '=', anyOf(found.map(({ content }) => content.id)))
        .orderBy('receivedMs')
        .orderBy('seq')
        .execute()
      return found.map(({ content: sale }) => ({ sale, records: records.filter((record) => record.sale === sale.id) }))
    },
    async sale(id) {
      return (await db.selectFrom('sales').select('content').where('id', '=', id).executeTakeFirst())?.content ?? null
    },
  })
}

/** Of a till that is new. One that is not used after all leaves a gap. */
async function nextNumber(db: Database): Promise<number> {
  const { rows } = await sql<{ number: number }>`SELECT nextval('"tillNumbers"') AS number`.execute(db)
  return rows[0]?.number ?? 0
}

/** Kysely hands an object over as it is; the column wants its text. */
function json<T extends object>(value: T | null): T | null {
  return value === null ? null : (JSON.stringify(value) as unknown as T)
}
