/** What people at the authority do: hand out codes, settle reviews, take in exported outboxes, look at totals. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { Hono, type Context } from 'hono'
import * as z from 'zod/mini'
import {
  CheckoutError,
  isCheckoutError,
  maxOutboxBytes,
  problem,
  readBytes,
  refusalOf,
  respond,
  type PlatformService,
  type PlatformStore,
  type Reply,
} from 'tradein-checkout/platform'
import { sql } from 'kysely'
import type { Database } from './database.ts'
import { dayTotals } from './figures.ts'

export interface AdminParts {
  readonly service: PlatformService
  readonly store: PlatformStore
  readonly database: Database
  /** Whoever has it may do all of this; null: nobody may. */
  readonly token: string | null
  readonly report: (error: unknown) => void
}

const token = z.string().check(z.regex(/^[\x21-\x7e]{1,80}$/))
/** Whatever a person writes and a database keeps: no control characters, no halves of one. */
const plain = /^[^\p{Cc}\p{Cs}]*$/u
const text = (max: number): z.ZodMiniString => z.string().check(z.minLength(1), z.maxLength(max), z.regex(plain))
const codeSchema = z.strictObject({
  store: token,
  till: token,
  region: z.string().check(z.regex(/^\d{6}$/)),
  channels: z.array(z.enum(['store', 'online'])).check(z.minLength(1), z.maxLength(2)),
  schemes: z.array(text(40)).check(z.minLength(1), z.maxLength(50)),
})
const settleSchema = z.strictObject({
  standing: z.enum(['confirmed', 'refused']),
  reasons: z.array(text(60)).check(z.maxLength(20)),
  by: text(80),
})
const revokeSchema = z.strictObject({ keyId: text(80) })
const bodyBytes = 16_384

/** Routes below `/admin/`, for a bearer token. */
export function createAdmin({ service, store, database, token: secret, report }: AdminParts): Hono {
  const app = new Hono()
  const route =
    (handle: (context: Context) => Promise<Reply>) =>
    async (context: Context): Promise<Response> => {
      if (!isAllowed(context.req.header('authorization'), secret))
        return respond(problem('till_unknown', 'This needs the administrator’s token', 'authorization'))
      return respond(await handle(context).catch((error: unknown) => refusalOf(error, report)))
    }
  const body = async <S extends z.ZodMiniType>(context: Context, schema: S): Promise<z.output<S>> =>
    readJson(await readBytes(context.req.raw, bodyBytes), schema)

  app.post(
    '/codes',
    route(async (context) => {
      const { store: shop, till, ...place } = await body(context, codeSchema)
      const code = randomBytes(10).toString('base64url')
      await store.addCode({ code, store: shop, till, place, reusable: false, usedBy: null })
      return { answer: { code, store: shop, till, ...place } }
    }),
  )
  app.post(
    '/keys/revoke',
    route(async (context) => {
      const { keyId } = await body(context, revokeSchema)
      await store.revoke(keyId)
      return { answer: { keyId, revoked: true } }
    }),
  )
  app.get(
    '/reviews',
    route(async () => {
      const sales = database.selectFrom('sales').select('content').where('standing', '=', 'review')
      const rows = await sales.orderBy('id').limit(200).execute()
      return { answer: { sales: rows.map(({ content }) => content) } }
    }),
  )
  app.get(
    '/findings',
    route(async () => {
      const records = await database
        .selectFrom('keptRecords')
        .select(['store', 'till', 'epoch', 'seq', 'id', 'kind', 'sale', 'standing', 'notes', 'receivedMs'])
        .where(sql<boolean>`notes ?| array['record_forked', 'record_conflict']`)
        .orderBy('receivedMs', 'desc')
        .orderBy('seq', 'desc')
        .limit(200)
        .execute()
      return { answer: { records } }
    }),
  )
  app.post(
    '/sales/:id/settle',
    route(async (context) => {
      const { standing, reasons, by } = await body(context, settleSchema)
      const id = context.req.param('id') ?? ''
      if (!plain.test(id) || !(await store.sale(id))) return problem('not_found', 'There is no such sale', 'id')
      try {
        await service.settle(id, standing, reasons, by)
      } catch (error) {
        if (isCheckoutError(error) && error.code === 'SALE_STATE')
          return problem('record_conflict', `${error.message} (${error.received ?? ''})`, error.field)
        throw error
      }
      return { answer: { id, standing } }
    }),
  )
  app.post(
    '/outbox',
    route(async (context) => ({
      answer: await service.importOutbox(await readBytes(context.req.raw, maxOutboxBytes)),
    })),
  )
  app.get(
    '/days/:date',
    route(async (context) => {
      const { store: shop, till } = context.req.query()
      if (![shop, till].every((name) => plain.test(name ?? '')))
        return problem('request_invalid', 'store and till must be names', 'store')
      return {
        answer: await dayTotals(
          database,
          context.req.param('date') ?? '',
          shop !== undefined && till !== undefined ? { store: shop, till } : null,
        ),
      }
    }),
  )
  return app
}

/** @throws CheckoutError `INPUT_INVALID` naming the member that is wrong */
function readJson<S extends z.ZodMiniType>(bytes: Uint8Array, schema: S): z.output<S> {
  let json: unknown
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (cause) {
    throw new CheckoutError('INPUT_INVALID', 'body must be JSON in UTF-8', { field: 'body', cause })
  }
  const result = z.safeParse(schema, json)
  if (result.success) return result.data
  const field = ['body', ...(result.error.issues[0]?.path ?? []).map(String)].join('.')
  throw new CheckoutError('INPUT_INVALID', `${field} is not what this address takes`, { field, cause: result.error })
}

/** Digests are compared, in a time that tells nothing of how much of it was right. */
function isAllowed(header: string | undefined, secret: string | null): boolean {
  if (secret === null || !header?.startsWith('Bearer ')) return false
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(header.slice(7)), digest(secret))
}
