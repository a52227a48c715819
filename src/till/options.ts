/** The client's options, checked and completed. */
import * as z from 'zod/mini'
import { hostIdSchema, parse, regionSchema, textSchema, wholeSchema } from '../core/schema.ts'
import { channelSchema, schemesSchema } from '../scheme/in-force.ts'
import type { Channel } from '../scheme/rule-set.ts'
import { pinnedRootSchema, repositoryAddress, rootBytes } from '../trust/pinned.ts'

export interface Settings {
  readonly environment: 'sandbox' | 'production'
  /** Address of the signed repository, absolute, ending in `/`. */
  readonly repository: string
  readonly root: Uint8Array
  readonly store: { readonly id: string; readonly region: string }
  readonly till: string
  readonly channel: Channel
  readonly schemes: readonly string[] | undefined
  readonly answerTimeoutMs: number
  readonly onTimeout: 'accept' | 'hold'
  readonly retentionDays: number
}

const schema = z.strictObject({
  environment: z.literal(['sandbox', 'production']),
  platform: textSchema(500),
  root: pinnedRootSchema,
  store: z.strictObject({ id: hostIdSchema, region: regionSchema }),
  till: hostIdSchema,
  channel: z.optional(channelSchema),
  schemes: z.optional(schemesSchema),
  answerTimeoutMs: z.optional(wholeSchema(0, 30_000)),
  onTimeout: z.optional(z.literal(['accept', 'hold'])),
  retentionDays: z.optional(wholeSchema(30, 36_500)),
  ports: z.optional(z.unknown()),
})

/**
 * @param page address that a relative `platform` is taken from; undefined where there is no page
 * @throws CheckoutError `OPTIONS_INVALID` naming the option
 */
export function readOptions(options: unknown, page: string | undefined): Settings {
  const { platform, root, environment, store, till, ...others } = parse(schema, options, 'options', 'OPTIONS_INVALID')
  const { channel = 'store', schemes, answerTimeoutMs = 2_000, onTimeout = 'accept', retentionDays = 400 } = others
  return {
    environment,
    store,
    till,
    channel,
    schemes,
    answerTimeoutMs,
    onTimeout,
    retentionDays,
    repository: repositoryAddress(platform, page, 'options.platform'),
    root: rootBytes(root),
  }
}
