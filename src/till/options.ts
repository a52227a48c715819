/** The client's options, checked and completed. */
import * as z from 'zod/mini'
import type {
  Broadcast,
  ByteStore,
  Clock,
  Connectivity,
  Fetch,
  Locks,
  Persistence,
  Ports,
  Random,
  Timers,
} from '../core/ports.ts'
import { isObject } from '../core/require.ts'
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
  readonly training: boolean
  readonly ports: Partial<Ports>
}

const isFunction = (value: unknown): boolean => typeof value === 'function'
/** An object of the host's with these calls, which is used as it is. */
/* @__NO_SIDE_EFFECTS__ */
function port<Port>(...calls: readonly (keyof Port & string)[]): z.ZodMiniType<Port> {
  const isOne = (value: unknown): boolean =>
    isObject(value) && calls.every((call) => isFunction((value as Partial<Port>)[call]))
  return z.custom<Port>(isOne, `an object with ${calls.join(', ')}`)
}
const bytesPort = port<ByteStore>('keys', 'getMany', 'setMany', 'deleteMany')
const portsSchema: z.ZodMiniType<Partial<Ports>> = z.object({
  clock: z.exactOptional(port<Clock>('now', 'monotonic')),
  random: z.exactOptional(port<Random>('bytes')),
  fetch: z.exactOptional(z.custom<Fetch>(isFunction, 'a function as fetch is')),
  timers: z.exactOptional(port<Timers>('after')),
  locks: z.exactOptional(z.nullable(port<Locks>('request'))),
  broadcast: z.exactOptional(port<Broadcast>('post', 'subscribe')),
  connectivity: z.exactOptional(port<Connectivity>('online', 'subscribe')),
  indexedDb: z.exactOptional(
    z.looseObject({
      factory: port<IDBFactory>('open'),
      keyRange: z.custom<typeof IDBKeyRange>(isFunction, 'IDBKeyRange'),
    }),
  ),
  bytes: z.exactOptional(bytesPort),
  keepsake: z.exactOptional(z.nullable(bytesPort)),
  persistence: z.exactOptional(z.nullable(port<Persistence>('persisted', 'persist'))),
})

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
  training: z.optional(z.boolean()),
  ports: z.optional(portsSchema),
})

/**
 * @param page address that a relative `platform` is taken from; undefined where there is no page
 * @throws CheckoutError `OPTIONS_INVALID` naming the option
 */
export function readOptions(options: unknown, page: string | undefined): Settings {
  const { platform, root, environment, store, till, ...others } = parse(schema, options, 'options', 'OPTIONS_INVALID')
  const {
    channel = 'store',
    schemes,
    answerTimeoutMs = 2_000,
    onTimeout = 'accept',
    retentionDays = 400,
    training = false,
    ports = {},
  } = others
  return {
    environment,
    store,
    till,
    channel,
    schemes,
    answerTimeoutMs,
    onTimeout,
    retentionDays,
    training,
    ports,
    repository: repositoryAddress(platform, page, 'options.platform'),
    root: rootBytes(root),
  }
}
