/**
 * Single values that cannot be what this code wrote: each is put aside as it is, and found out again from
 * the rows where that can be. A till must not stand there enrolled and unable.
 */
import * as z from 'zod/mini'
import { add, zero } from '../core/money.ts'
import { amountSchema, hashSchema, wholeSchema } from '../core/schema.ts'
import { publicKeyMembers } from '../core/public-key.ts'
import { keyIdOf, recordHash } from '../record/jws.ts'
import type { OutboxContext } from './context.ts'
import { readMeta, writeMeta, type Meta, type RecordRow, type Tables } from './database.ts'

const cryptoKey = z.custom<CryptoKey>((value) => value instanceof CryptoKey)
const seq = z.number().check(z.int(), z.gte(-1))
const forms: { readonly [Key in keyof Meta]: z.ZodMiniType } = {
  head: z.object({ epoch: wholeSchema(0), seq, hash: z.nullable(hashSchema) }),
  keys: z.object({ keyId: z.string(), number: wholeSchema(0), privateKey: cryptoKey, tagKey: cryptoKey }),
  enrolling: z.object({ code: z.string(), keyId: z.string(), privateKey: cryptoKey, publicKey: cryptoKey }),
  sealingKey: z.object({ ...publicKeyMembers, kid: z.string() }),
  // Farther off no clock is that says a year of four digits.
  offsetMs: z.number().check(z.gte(-4e12), z.lte(4e12)),
  pruned: z.object({ epoch: z.number().check(z.int(), z.gte(-1)), seq }),
  cursor: z.string(),
  lease: z.object({ token: wholeSchema(0), holder: z.nullable(z.string()), heartbeat: z.number() }),
  budget: z.object({ count: wholeSchema(0), amount: amountSchema }),
  forked: z.boolean(),
}

/** Looks at all of them, and mends what is wrong. @throws CheckoutError `STORAGE_…` */
export async function mendValues({ db }: Pick<OutboxContext, 'db'>): Promise<void> {
  const look = async (tables: Tables<'meta' | 'sales'>) => {
    const rows = await tables.meta.toArray()
    const given = rows.filter(({ key, value }) => key in forms && (value as unknown) !== undefined)
    const broken = given.filter(({ key, value }) => !z.safeParse(forms[key], value).success)
    const known = new Set(given.filter((row) => !broken.includes(row)).map(({ key }) => key))
    const { count = 0 } = (known.has('budget') && (await readMeta(tables, 'budget'))) || {}
    const unconfirmed = await tables.sales.where('[unconfirmed+atMs]').between([1], [1, []]).count()
    return { broken, isHeadless: known.has('keys') && !known.has('head'), isOffBudget: count !== unconfirmed }
  }
  await mendFalseHead(db)
  const { broken, isHeadless, isOffBudget } = await db.read(['meta', 'sales'], look)
  if (broken.length === 0 && !isHeadless && !isOffBudget) return
  await db.write(['meta', 'records', 'sales'], async (tables) => {
    const now = await look(tables)
    for (const { key, value } of now.broken) await putAside(tables, key, value)
    if (now.isHeadless) await mendHead(tables)
    if (now.isOffBudget) await mendBudget(tables)
  })
}

async function putAside({ meta }: Tables<'meta'>, key: keyof Meta, value: unknown): Promise<void> {
  await meta.put({ key: `unreadable:${key}` as keyof Meta, value: value as never })
  await meta.put({ key, value: undefined as never })
}

/** So many places may be missing between the last record and a head that is believed; each is closed by a record. */
const mostMissing = 100

/** A head of the right form that the records contradict: the next record could not be written, or would fork the chain. */
async function mendFalseHead(db: OutboxContext['db']): Promise<void> {
  const read = async (tables: Tables<'meta' | 'records'>) => {
    const [head, pruned, last] = await Promise.all([
      readMeta(tables, 'head'),
      readMeta(tables, 'pruned'),
      lastOfKey(tables),
    ])
    if (!last || !head || !z.safeParse(forms.head, head).success) return null
    const reached = pruned?.epoch === last.epoch ? Math.max(pruned.seq, last.seq) : last.seq
    const isAtLast = head.epoch === last.epoch && head.seq === last.seq
    const isBeyond = head.epoch === last.epoch && head.seq > last.seq && head.seq - reached <= mostMissing
    return isBeyond || (isAtLast && head.hash === last.hash) ? null : { head, last, isAtLast }
  }
  const found = await db.read(['meta', 'records'], read)
  // Where it is the row that was damaged, the head still has the hash of what was signed.
  if (!found || (found.isAtLast && (await recordHash(found.last.jws)) !== found.last.hash)) return
  await db.write(['meta', 'records'], async (tables) => {
    if (!(await read(tables))) return
    await putAside(tables, 'head', found.head)
    await mendHead(tables)
  })
}

/** The chain goes on in the epoch that the key in force signs. Where it has signed nothing, the till must be enrolled again. */
async function mendHead(tables: Tables<'meta' | 'records'>): Promise<void> {
  const last = await lastOfKey(tables)
  if (last) await writeMeta(tables, 'head', { epoch: last.epoch, seq: last.seq, hash: last.hash })
}

/** The last record of the epoch that the key in force signs: it stands where it stands, whether or not it can be read. */
async function lastOfKey(tables: Tables<'meta' | 'records'>): Promise<RecordRow | undefined> {
  const keyId = (await readMeta(tables, 'keys'))?.keyId
  const byPlace = tables.records.orderBy('[epoch+seq]').reverse()
  const signed = await byPlace.filter(({ jws }) => keyIdOf(jws) === keyId).first()
  return signed && tables.records.where('[epoch+seq]').between([signed.epoch], [signed.epoch, []]).last()
}

async function mendBudget(tables: Tables<'meta' | 'sales'>): Promise<void> {
  const rows = await tables.sales.filter(({ unconfirmed }) => unconfirmed === 1).toArray()
  const amount = add(zero, ...rows.map(({ quote }) => quote.subsidy))
  await writeMeta(tables, 'budget', { count: rows.length, amount })
}
