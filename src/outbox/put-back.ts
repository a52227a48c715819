/**
 * Puts records that vanished back from copies of them, as they were signed. Copies are untrusted: each must
 * be a record of this till that could have stood where its place says. What the platform makes of it is
 * found out by sending it; under its own id it counts once.
 */
import * as z from 'zod/mini'
import { isCheckoutError } from '../core/errors.ts'
import { amountSchema } from '../core/schema.ts'
import { closedBy, placeName, type ChainHead } from '../record/chain.ts'
import { decodeRecord, readRecord, recordHash } from '../record/jws.ts'
import { saleOf, type TillRecord } from '../record/record.ts'
import type { OutboxContext } from './context.ts'
import { allTables, readMeta, writeMeta, type Meta, type SaleRow, type Tables } from './database.ts'
import { readAll, rebuiltRow } from './fetched.ts'
import { handOut } from './hand-out.ts'
import { moveBudget, putSale, releaseSerials } from './sale-row.ts'
import { serialRowsOf, soldUnits } from './sold-units.ts'
import { takeBack } from './take-back.ts'

interface Copy {
  readonly record: TillRecord
  readonly jws: string
  readonly hash: string
}

/** Those that are there now, whoever put them back, in the order of the chain. */
export async function putBackCopies(context: OutboxContext, texts: readonly string[]): Promise<readonly TillRecord[]> {
  const { db } = context
  const [head, keys, enrolling] = await db.read(['meta'], (tables) =>
    Promise.all([readMeta(tables, 'head'), readMeta(tables, 'keys'), readMeta(tables, 'enrolling')]),
  )
  const keyInForce = enrolling?.keyId === keys?.keyId ? (enrolling?.publicKey ?? null) : null
  const read = await Promise.all(
    texts.map(async (jws): Promise<Copy | null> => {
      try {
        const copy = { record: decodeRecord(jws), jws, hash: await recordHash(jws) }
        const isOurs = copy.record.store === context.store && copy.record.till === context.till
        if (!isOurs || (head && copy.record.epoch > head.epoch)) return null
        // The chain goes on from it: it must be what the key in force has signed.
        if (head && copy.record.epoch === head.epoch)
          await readRecord(jws, (keyId) => (keyId === keys?.keyId ? keyInForce : null))
        return copy
      } catch (error) {
        if (isCheckoutError(error)) return null
        throw error
      }
    }),
  )
  const copies = read.filter((copy) => copy !== null)
  copies.sort(({ record: a }, { record: b }) => a.epoch - b.epoch || a.seq - b.seq)
  return db.write(allTables, async (tables) => {
    const there: TillRecord[] = []
    for (const copy of copies) {
      const isAdded = await addRow(tables, copy)
      if (isAdded !== false) there.push(copy.record)
      // Of an earlier epoch no key is left to check it by: it is sent, and makes no sale here.
      if (isAdded && (!head || copy.record.epoch === head.epoch)) await applyToSale(tables, copy.record)
    }
    const last = copies.filter(({ record }) => there.includes(record)).pop()
    const now = await readMeta(tables, 'head')
    if (now && last && last.record.epoch === now.epoch && last.record.seq > now.seq)
      await writeMeta(tables, 'head', headAt(last))
    return there
  })
}

function headAt({ record: { epoch, seq }, hash }: Copy): ChainHead {
  return { epoch, seq, hash }
}

/** True: it was added; null: it is there; false: another record stands in its place. */
async function addRow({ records }: Tables<'records'>, { record, jws, hash }: Copy): Promise<boolean | null> {
  const { id, epoch, seq, kind } = record
  const closes = closedBy(record)
  if (await records.get(id)) return null
  if (await records.where('[epoch+seq]').equals([epoch, seq]).first()) return false
  await records.add({
    id,
    epoch,
    seq,
    kind,
    sale: saleOf(record),
    jws,
    hash,
    delivery: 'pending',
    attempts: 0,
    code: null,
    ...(closes && { closes: placeName(closes) }),
  })
  return true
}

const lines = z.array(z.object({ id: z.string(), units: z.array(z.object({ subsidy: amountSchema })) }))
const saleSchema = z.object({
  state: z.literal(['reserved', 'committed', 'cancelled', 'refunded']),
  standing: z.literal(['provisional', 'confirmed', 'refused', 'review']),
  reasons: z.array(z.string()),
  quote: z.object({ subsidy: amountSchema, lines }),
  payments: z.array(z.object({ amount: amountSchema })),
  refunded: z.array(z.object({ line: z.string(), unit: z.number(), by: z.string() })),
})

/**
 * The row of a sale, inside the caller's transaction: one that cannot be what this code wrote would keep each
 * answer to it, and with that all others, from being written down. It is made again from the sale's records,
 * and put aside as it was; undefined where they cannot be read either.
 */
export async function wholeSale(tables: Tables, id: string): Promise<SaleRow | undefined> {
  const row = await tables.sales.get(id)
  if (!row || z.safeParse(saleSchema, row).success) return row
  const records = await tables.records.where('sale').equals(id).toArray()
  records.sort((a, b) => a.epoch - b.epoch || a.seq - b.seq)
  const [reserve, ...later] = records.flatMap(({ jws }) => readAll([jws]) ?? [])
  if (reserve?.kind !== 'reserve') return undefined
  await tables.meta.put({ key: `unreadable:${id}` as keyof Meta, value: row as never })
  const { tag, unconfirmed } = row
  await tables.sales.put({ ...rebuiltRow(reserve, ''), ...(tag && { tag }), unconfirmed: unconfirmed === 1 ? 1 : 0 })
  for (const record of later) await applyToSale(tables, record)
  return tables.sales.get(id)
}

/** What the record did to its sale when it was written first. One whose reserve record is not here has no row. */
async function applyToSale(tables: Tables, record: TillRecord): Promise<void> {
  const sale = saleOf(record)
  const before = sale === null ? undefined : await tables.sales.get(sale)
  switch (record.kind) {
    case 'reserve': {
      if (before || (await tables.sales.where('orderId').equals(record.orderId).first())) return
      // Made by no tab that still runs: at the next start it is asked whether it was paid.
      const row: SaleRow = { ...rebuiltRow(record, ''), ...(record.buyer && { tag: record.buyer.tag }), unconfirmed: 1 }
      await tables.sales.add(row)
      await tables.serials.bulkPut([...serialRowsOf(soldUnits(row.quote), row.id)])
      return moveBudget(tables, row.quote.subsidy, 'add')
    }
    case 'commit':
      if (before?.state !== 'reserved') return
      await putSale(tables, before, { state: 'committed', payments: record.payments })
      return
    case 'cancel':
      if (before?.state !== 'reserved') return
      await putSale(tables, before, { state: 'cancelled' })
      return releaseSerials(tables, before.id)
    case 'refund': {
      if (!before) return
      const back = record.units.map(({ line, unit }) => ({ line, unit, by: record.id }))
      await putSale(tables, before, await takeBack(tables, before, back))
      return
    }
    case 'fulfil':
      if (before) await handOut(tables, before, record.units, record.evidence)
      return
    case 'epoch':
    case 'gap':
      return
  }
}
