/** The platform's store in SQL. */
import type { PlatformStore } from 'tradein-checkout/platform'
import { createTables } from './tables.ts'
import type { Database } from './database.ts'
import { codeOf, entitlementOf, keyOf, recordOf, saleOf, serialOf, tillOf } from './rows.ts'
import { tillTransaction } from './till-transaction.ts'

const json = (value: object | null): string | null => value && JSON.stringify(value)

export async function createSqlStore(database: Database): Promise<PlatformStore> {
  await createTables(database.query)
  const { query } = database

  return {
    async key(keyId) {
      const [row] = await query(`SELECT * FROM till_keys WHERE key_id = $1`, [keyId])
      return row ? keyOf(row) : null
    },
    transact: (till, work) => database.transaction((inside) => work(tillTransaction(inside, till))),
    enrol: ({ code, store, till, keyId }, decide) =>
      database.transaction(async (inside) => {
        const [codeRow] = await inside(`SELECT * FROM codes WHERE code = $1 FOR UPDATE`, [code])
        const [tillRow] = await inside(`SELECT * FROM tills WHERE store = $1 AND till = $2 FOR UPDATE`, [store, till])
        const [keyRow] = await inside(`SELECT * FROM till_keys WHERE key_id = $1`, [keyId])
        const [next] = tillRow || !codeRow ? [] : await inside(`SELECT nextval('till_numbers') AS number`)
        const decided = decide({
          code: codeRow ? codeOf(codeRow) : null,
          till: tillRow ? tillOf(tillRow) : null,
          key: keyRow ? keyOf(keyRow) : null,
          nextNumber: Number(next?.['number'] ?? 0),
        })
        if (!decided || keyRow) return decided && decided.key
        const { key, till: now } = decided
        await inside(`UPDATE codes SET used_by = $2 WHERE code = $1`, [code, decided.code.usedBy])
        await inside(
          tillRow
            ? `UPDATE tills SET epoch = $4 WHERE store = $1 AND till = $2 AND number = $3`
            : `INSERT INTO tills (store, till, number, epoch) VALUES ($1, $2, $3, $4)`,
          [store, till, now.number, now.epoch],
        )
        await inside(
          `INSERT INTO till_keys (key_id, key, store, till, number, epoch, revoked, place)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
          [keyId, JSON.stringify(key.key), store, till, key.number, key.epoch, key.revoked, json(key.place)],
        )
        return key
      }),
    hasRecord: async ({ store, till }, id) =>
      (await query(`SELECT 1 FROM kept_records WHERE store = $1 AND till = $2 AND id = $3`, [store, till, id])).length >
      0,
    async addCode({ code, store, till, reusable, usedBy, place }) {
      await query(
        `INSERT INTO codes (code, store, till, reusable, used_by, place) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (code) DO UPDATE SET store = $2, till = $3, reusable = $4, place = $6`,
        [code, store, till, reusable, usedBy, json(place)],
      )
    },
    async revoke(keyId) {
      await query(`UPDATE till_keys SET revoked = true WHERE key_id = $1`, [keyId])
    },
    async last({ store, till }) {
      const [row] = await query(
        `SELECT epoch, seq, hash FROM records WHERE store = $1 AND till = $2 AND linked ORDER BY epoch DESC, seq DESC LIMIT 1`,
        [store, till],
      )
      return row ? { epoch: Number(row['epoch']), seq: Number(row['seq']), hash: row['hash'] as string } : null
    },
    async changes({ store, till }, after, limit) {
      const rows = await query(
        `SELECT changes.at, records.*, sales.content FROM changes
         JOIN kept_records AS records ON records.store = changes.store AND records.till = changes.till AND records.id = changes.record
         LEFT JOIN sales ON sales.id = records.sale
         WHERE changes.store = $1 AND changes.till = $2 AND changes.at > $3 ORDER BY changes.at LIMIT $4`,
        [store, till, after, limit],
      )
      return rows.map((row) => ({
        at: Number(row['at']),
        record: recordOf(row),
        sale: row['content'] ? saleOf(row) : null,
      }))
    },
    async serials(keys) {
      const rows = (await query(`SELECT * FROM serials WHERE key = ANY($1)`, [keys])).map(serialOf)
      return new Map(rows.map((row) => [row.key, row]))
    },
    async entitlement(id) {
      const [row] = await query(`SELECT * FROM entitlements WHERE id = $1`, [id])
      return row ? entitlementOf(row) : null
    },
    async putEntitlement({ id, fact, claim, buyer }) {
      await query(
        `INSERT INTO entitlements (id, fact, claim, buyer) VALUES ($1, $2, $3, $4) ON CONFLICT (id) DO UPDATE SET fact = $2`,
        [id, json(fact), json(claim), buyer],
      )
    },
    async find(by) {
      const [where, ...values] =
        'place' in by
          ? [
              `id IN (SELECT sale FROM kept_records JOIN tills USING (store, till)
                WHERE tills.number = $1 AND kept_records.epoch = $2 AND seq = $3)`,
              by.place.till,
              by.place.epoch,
              by.place.seq,
            ]
          : 'receipt' in by
            ? [`store = $1 AND receipt = $2`, by.store, by.receipt]
            : 'serial' in by
              ? [`store = $1 AND id IN (SELECT sale FROM sold_serials WHERE serial = $2)`, by.store, by.serial]
              : [`store = $1 AND order_id = $2`, by.store, by.orderId]
      const sales = (await query(`SELECT content FROM sales WHERE ${where} ORDER BY id LIMIT 20`, values)).map(saleOf)
      const records = (
        await query(`SELECT * FROM kept_records WHERE sale = ANY($1) ORDER BY received_ms, seq`, [
          sales.map(({ id }) => id),
        ])
      ).map(recordOf)
      return sales.map((sale) => ({ sale, records: records.filter((record) => record.sale === sale.id) }))
    },
    async sale(id) {
      const [row] = await query(`SELECT content FROM sales WHERE id = $1`, [id])
      return row ? saleOf(row) : null
    },
  }
}
