/** What people at the authority do: hand out codes, settle reviews, take in exported outboxes, look at totals. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { Hono, type Context } from 'hono'
import * as z from 'zod/mini'
import { utf8ToText } from '../../src/core/bytes.ts'
import { CheckoutError } from '../../src/core/errors.ts'
import { parse, textSchema } from '../../src/core/schema.ts'
import { problem, readBytes, refusalOf, respond, type Reply } from '../../src/platform/http.ts'
import { maxOutboxBytes } from '../../src/platform/import.ts'
import type { PlatformService } from '../../src/platform/service.ts'
import type { PlatformStore } from '../../src/platform/store.ts'
import { saleOf } from './rows.ts'
import type { Query } from './database.ts'
import { dayTotals } from './totals.ts'

export interface AdminParts {
  readonly service: PlatformService
  readonly store: PlatformStore
  readonly query: Query
  /** Whoever has it may do all of this; null: nobody may. */
  readonly token: string | null
  readonly report: (error: unknown) => void
}

const token = z.string().check(z.regex(/^[\x21-\x7e]{1,80}$/))
const codeSchema = z.strictObject({ store: token, till: token })
const settleSchema = z.strictObject({
  standing: z.enum(['confirmed', 'refused']),
  reasons: z.array(textSchema(60)).check(z.maxLength(20)),
})
const revokeSchema = z.strictObject({ keyId: textSchema(80) })
const bodyBytes = 16_384

/** Routes below `/admin/`, for a bearer token. */
export function createAdmin({ service, store, query, token: secret, report }: AdminParts): Hono {
  const app = new Hono()
  const route =
    (handle: (context: Context) => Promise<Reply>) =>
    async (context: Context): Promise<Response> => {
      if (!isAllowed(context.req.header('authorization'), secret))
        return respond(problem('till_unknown', 'This needs the administrator’s token', 'authorization'))
      return respond(await handle(context).catch((error: unknown) => refusalOf(error, report)))
    }
  const json = async (context: Context): Promise<unknown> => readJson(await readBytes(context.req.raw, bodyBytes))

  app.post(
    '/codes',
    route(async (context) => {
      const till = parse(codeSchema, await json(context), 'code')
      const code = randomBytes(10).toString('base64url')
      await store.addCode({ code, ...till, reusable: false, usedBy: null })
      return { answer: { code, ...till } }
    }),
  )
  app.post(
    '/keys/revoke',
    route(async (context) => {
      const { keyId } = parse(revokeSchema, await json(context), 'key')
      await store.revoke(keyId)
      return { answer: { keyId, revoked: true } }
    }),
  )
  app.get(
    '/reviews',
    route(async () => {
      const rows = await query(`SELECT content FROM sales WHERE standing = 'review' ORDER BY id LIMIT 200`)
      return { answer: { sales: rows.map(saleOf) } }
    }),
  )
  app.post(
    '/sales/:id/settle',
    route(async (context) => {
      const { standing, reasons } = parse(settleSchema, await json(context), 'settle')
      const id = context.req.param('id') ?? ''
      if (!(await store.sale(id))) return problem('not_found', 'There is no such sale', 'id')
      await service.settle(id, standing, reasons)
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
      return {
        answer: await dayTotals(
          query,
          context.req.param('date') ?? '',
          shop !== undefined && till !== undefined ? { store: shop, till } : null,
        ),
      }
    }),
  )
  return app
}

function readJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(utf8ToText(bytes, 'body'))
  } catch (cause) {
    throw new CheckoutError('INPUT_INVALID', 'body must be JSON', { field: 'body', cause })
  }
}

/** Digests are compared, in a time that tells nothing of how much of it was right. */
function isAllowed(header: string | undefined, secret: string | null): boolean {
  if (secret === null || !header?.startsWith('Bearer ')) return false
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(header.slice(7)), digest(secret))
}
