/** One transaction on one till, in SQL. */
import {
  emptyChain,
  type ChainRow,
  type Ledger,
  type LedgerSale,
  type LedgerWrites,
  type StoredRecord,
  type TillTransaction,
  type TillWrites,
} from 'tradein-checkout/platform'
import type { Query } from './database.ts'
import { dayOf } from './totals.ts'
import { chainOf, entitlementOf, quotaOf, recordOf, saleOf, serialOf } from './rows.ts'

interface TillId {
  readonly store: string
  readonly till: string
}

/**
 * Rows that were read stay locked to the end. A row that was not there is inserted, never put over
 * another: if one came in between, the insert fails and the whole transaction runs again.
 */
export function tillTransaction(query: Query, { store, till }: TillId): TillTransaction {
  const found = {
    chains: new Set<number>(),
    records: new Set<string>(),
    sales: new Set<string>(),
    serials: new Set<string>(),
    quotas: new Set<string>(),
    entitlements: new Set<string>(),
  }
  const records = async (where: string, ...parameters: readonly unknown[]): Promise<readonly StoredRecord[]> => {
    const rows = (
      await query(`SELECT * FROM records WHERE store = $1 AND till = $2 AND ${where}`, [store, till, ...parameters])
    ).map(recordOf)
    for (const { id } of rows) found.records.add(id)
    return rows
  }

  async function writeRecord(record: StoredRecord): Promise<void> {
    const { id, linked, standing, notes, sale } = record
    if (found.records.has(id)) {
      await query(
        `UPDATE records SET linked = $4, standing = $5, notes = $6, sale = $7 WHERE store = $1 AND till = $2 AND id = $3`,
        [store, till, id, linked, standing, JSON.stringify(notes), sale],
      )
      return
    }
    await insertRecord('records', record)
    found.records.add(id)
  }

  async function insertRecord(table: 'records' | 'displaced_records', record: StoredRecord): Promise<void> {
    const { id, epoch, seq, hash, kind, sale, closes, jws, receivedMs, linked, standing, notes } = record
    await query(
      `INSERT INTO ${table} (store, till, epoch, seq, id, hash, kind, sale, closes, jws, linked, standing, notes, received_ms)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
      [store, till, epoch, seq, id, hash, kind, sale, closes, jws, linked, standing, JSON.stringify(notes), receivedMs],
    )
  }

  async function writeChain(chain: ChainRow): Promise<void> {
    const { epoch, seq, hash, furthest, forked, closedAfter, latestMs, late } = chain
    const values = [store, till, epoch, seq, hash, furthest, forked, closedAfter, latestMs, JSON.stringify(late)]
    await query(
      found.chains.has(epoch)
        ? `UPDATE chains SET seq = $4, hash = $5, furthest = $6, forked = $7, closed_after = $8, latest_ms = $9, late = $10 WHERE store = $1 AND till = $2 AND epoch = $3`
        : `INSERT INTO chains (store, till, epoch, seq, hash, furthest, forked, closed_after, latest_ms, late) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      values,
    )
    found.chains.add(epoch)
  }

  async function writeLedger({ sale, serials, quotas, entitlement }: LedgerWrites): Promise<void> {
    if (sale) {
      const content = JSON.stringify(sale)
      await query(
        found.sales.has(sale.id)
          ? `UPDATE sales SET state = $2, standing = $3, content = $4 WHERE id = $1`
          : `INSERT INTO sales (id, state, standing, content, store, till, order_id, receipt, day) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
        found.sales.has(sale.id)
          ? [sale.id, sale.state, sale.standing, content]
          : [
              sale.id,
              sale.state,
              sale.standing,
              content,
              sale.store,
              sale.till,
              sale.orderId,
              sale.receipt,
              dayOf(sale),
            ],
      )
      const sold = sale.units.flatMap(({ serial }) => (serial === null ? [] : [serial]))
      if (sold.length > 0)
        await query(`INSERT INTO sold_serials SELECT unnest($1::text[]), $2 ON CONFLICT DO NOTHING`, [sold, sale.id])
      found.sales.add(sale.id)
    }
    for (const { key, sale: holder, untilMs, cleared } of serials) {
      await query(
        found.serials.has(key)
          ? `UPDATE serials SET sale = $2, until_ms = $3, cleared = $4 WHERE key = $1`
          : `INSERT INTO serials (key, sale, until_ms, cleared) VALUES ($1, $2, $3, $4)`,
        [key, holder, untilMs, cleared],
      )
      found.serials.add(key)
    }
    for (const { key, claims } of quotas) {
      const has = found.quotas.has(key)
      await query(
        has ? `UPDATE quotas SET claims = $2 WHERE key = $1` : `INSERT INTO quotas (key, claims) VALUES ($1, $2)`,
        [key, JSON.stringify(claims)],
      )
      found.quotas.add(key)
    }
    if (entitlement) {
      const { id, fact, claim, buyer } = entitlement
      const has = found.entitlements.has(id)
      await query(
        has
          ? `UPDATE entitlements SET fact = $2, claim = $3, buyer = $4 WHERE id = $1`
          : `INSERT INTO entitlements (id, fact, claim, buyer) VALUES ($1, $2, $3, $4)`,
        [id, fact && JSON.stringify(fact), claim && JSON.stringify(claim), buyer],
      )
    }
  }

  async function readSale(id: string): Promise<LedgerSale | null> {
    const [row] = await query(`SELECT content FROM sales WHERE id = $1 FOR UPDATE`, [id])
    if (row) found.sales.add(id)
    return row ? saleOf(row) : null
  }

  return {
    async open({ epoch, id, seq, sale }) {
      const [row] = await query(`SELECT * FROM chains WHERE store = $1 AND till = $2 AND epoch = $3 FOR UPDATE`, [
        store,
        till,
        epoch,
      ])
      if (row) found.chains.add(epoch)
      const [known = null] = await records(
        `(id = $3 OR (epoch = $4 AND seq = $5)) ORDER BY id = $3 DESC`,
        id,
        epoch,
        seq,
      )
      const chain = row ? chainOf(row) : emptyChain(epoch)
      return { chain, known, sale: sale === null ? null : await readSale(sale) }
    },
    waiting: (epoch, fromSeq, limit) =>
      records(`epoch = $3 AND seq >= $4 AND NOT linked ORDER BY seq LIMIT $5`, epoch, fromSeq, limit),
    record: async (id) => (await records(`id = $3`, id))[0] ?? null,
    gapFor: async (epoch, seq) => (await records(`epoch = $3 AND closes = $4`, epoch, seq))[0] ?? null,
    displaced: async (epoch, seq) =>
      (
        await query(`SELECT * FROM displaced_records WHERE store = $1 AND till = $2 AND epoch = $3 AND seq = $4`, [
          store,
          till,
          epoch,
          seq,
        ])
      ).map(recordOf),
    async chainsBefore(epoch) {
      const rows = await query(
        `SELECT * FROM chains WHERE store = $1 AND till = $2 AND epoch < $3 ORDER BY epoch DESC FOR UPDATE`,
        [store, till, epoch],
      )
      const chains = rows.map(chainOf)
      for (const chain of chains) found.chains.add(chain.epoch)
      return chains
    },
    sale: readSale,
    async read(keys, sale): Promise<Ledger> {
      const locked = (table: string, column: string, values: readonly string[]): ReturnType<Query> =>
        // In the order of the keys, so that two transactions do not wait for each other.
        values.length === 0
          ? Promise.resolve([])
          : query(`SELECT * FROM ${table} WHERE ${column} = ANY($1) ORDER BY ${column} FOR UPDATE`, [values])
      const serials = (await locked('serials', 'key', keys.serials)).map(serialOf)
      const quotas = (await locked('quotas', 'key', keys.quotas)).map(quotaOf)
      const [entitlement = null] = (
        await locked('entitlements', 'id', keys.entitlement === null ? [] : [keys.entitlement])
      ).map(entitlementOf)
      for (const { key } of serials) found.serials.add(key)
      for (const { key } of quotas) found.quotas.add(key)
      if (entitlement) found.entitlements.add(entitlement.id)
      return {
        sale,
        serials: new Map(serials.map((row) => [row.key, row])),
        quotas: new Map(quotas.map((row) => [row.key, row])),
        entitlement,
      }
    },
    async write({ record, displaced, chain, ledger, publish }: TillWrites) {
      if (record) await writeRecord(record)
      if (displaced) await insertRecord('displaced_records', displaced)
      if (chain) await writeChain(chain)
      await writeLedger(ledger)
      for (const told of publish) {
        await query(
          `WITH next AS (UPDATE tills SET changes = changes + 1 WHERE store = $1 AND till = $2 RETURNING changes)
           INSERT INTO changes (store, till, at, record) SELECT $1, $2, changes, $3 FROM next`,
          [told.store, told.till, told.record],
        )
      }
    },
  }
}
