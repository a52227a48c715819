/** The client's options, checked and completed. */
import * as z from 'zod/mini'
import { utf8 } from '../core/bytes.ts'
import { CheckoutError } from '../core/errors.ts'
import { hostIdSchema, parse, regionSchema, textSchema } from '../core/schema.ts'
import type { Channel } from '../scheme/rule-set.ts'

export interface Settings {
  readonly environment: 'sandbox' | 'production'
  /** Address of the signed repository, absolute, ending in `/`. */
  readonly repository: string
  readonly root: Uint8Array
  readonly store: { readonly id: string; readonly region: string }
  readonly till: string
  readonly channel: Channel
  readonly answerTimeoutMs: number
  readonly onTimeout: 'accept' | 'hold'
  readonly retentionDays: number
}

const whole = (least: number, most: number): z.ZodMiniNumber<number> =>
  z.number().check(z.int(), z.minimum(least), z.maximum(most))
const rootLimit = 1_048_576
export const rootSchema: z.ZodMiniType<string | Uint8Array> = z.union(
  [textSchema(rootLimit), z.instanceof(Uint8Array)],
  'the root metadata as JSON text or bytes',
)

const schema = z.strictObject({
  environment: z.enum(['sandbox', 'production']),
  platform: textSchema(500),
  root: rootSchema,
  store: z.strictObject({ id: hostIdSchema, region: regionSchema }),
  till: hostIdSchema,
  channel: z._default(z.enum(['store', 'online']), 'store'),
  answerTimeoutMs: z._default(whole(0, 30_000), 2_000),
  onTimeout: z._default(z.enum(['accept', 'hold']), 'accept'),
  retentionDays: z._default(whole(30, 36_500), 400),
  ports: z.optional(z.unknown()),
})

/**
 * @param page address that a relative `platform` is taken from; undefined where there is no page
 * @throws CheckoutError `OPTIONS_INVALID` naming the option
 */
export function readOptions(options: unknown, page: string | undefined): Settings {
  const { platform, root, environment, store, till, channel, answerTimeoutMs, onTimeout, retentionDays } = parse(
    schema,
    options,
    'options',
    'OPTIONS_INVALID',
  )
  const rest = { environment, store, till, channel, answerTimeoutMs, onTimeout, retentionDays }
  return {
    ...rest,
    repository: repositoryOf(platform, page, 'options.platform'),
    root: typeof root === 'string' ? utf8(root) : root,
  }
}

/** The address, absolute and ending in `/`. @throws CheckoutError `OPTIONS_INVALID` naming `field` */
export function repositoryOf(address: string, page: string | undefined, field: string): string {
  const expected = 'an http or https address, or one relative to the page'
  let url: URL
  try {
    url = new URL(address, page)
  } catch (cause) {
    throw new CheckoutError('OPTIONS_INVALID', `${field} must be ${expected}`, {
      field,
      expected,
      received: address.slice(0, 200),
      cause,
    })
  }
  if (!/^https?:$/.test(url.protocol) || url.username !== '' || url.search !== '' || url.hash !== '') {
    throw new CheckoutError('OPTIONS_INVALID', `${field} must be ${expected}, without a user, query or fragment`, {
      field,
      expected,
    })
  }
  return url.href.endsWith('/') ? url.href : `${url.href}/`
}
