/** What a library keeps beside the files: which release is in force, the one before, and the floors. */
import * as z from 'zod/mini'
import { hashSchema, wholeSchema } from '../core/schema.ts'
import type { Bytes } from '../core/bytes.ts'
import type { Floors } from '../trust/store.ts'

/** A release as it is kept: its metadata, and which files belong to it. */
export interface StoredRelease {
  /** SHA-256 of the snapshot metadata, hexadecimal. */
  readonly id: string
  /** Version of its timestamp metadata. */
  readonly version: number
  /** Metadata files under the trust client's keys. */
  readonly metadata: readonly (readonly [key: string, bytes: Bytes])[]
  /** Keys of its files in the byte store: `"sha256:9f86…"`. */
  readonly files: readonly string[]
  /** True once it was read back, verified, after a restart. */
  readonly survived: boolean
}

/** Everything that is kept, as one. */
export interface StoredState {
  readonly current: StoredRelease | null
  /** The last release that survived a restart, kept until `current` has. */
  readonly previous: StoredRelease | null
  readonly floors: Floors | null
  /** See `clock-watch.ts`; milliseconds since 1970. */
  readonly clockFloorMs: number
}

export interface ReleaseStore {
  /** What cannot be understood reads as not there: the network can supply it again. */
  read(): Promise<StoredState>
  /** One transaction: nobody else changes the state between `change` and its result, which is durable once this resolves. */
  update(change: (state: StoredState) => StoredState): Promise<StoredState>
  close(): void
}

export const emptyState: StoredState = { current: null, previous: null, floors: null, clockFloorMs: 0 }

const bytesSchema = z.custom<Bytes>((value) => value instanceof Uint8Array && value.buffer instanceof ArrayBuffer)
const releaseSchema: z.ZodMiniType<StoredRelease> = z.strictObject({
  id: hashSchema,
  version: wholeSchema(1),
  metadata: z.array(z.tuple([z.string(), bytesSchema])),
  files: z.array(z.string().check(z.maxLength(200))),
  survived: z.boolean(),
})
const version = wholeSchema(0)
const floorsSchema: z.ZodMiniType<Floors> = z.strictObject({
  root: version,
  timestamp: version,
  snapshot: version,
  roles: z.record(z.string(), version),
  keys: z.strictObject({ timestamp: z.array(z.string()), snapshot: z.array(z.string()) }),
})
const clockSchema = z.number().check(z.refine((ms) => ms >= 0))

/** The state in rows that were stored, each taken only if it is what it should be. */
export function stateFromRows(rows: Readonly<Record<keyof StoredState, unknown>>): StoredState {
  const taken = <T>(schema: z.ZodMiniType<T>, value: unknown): T | null => {
    const result = z.safeParse(schema, value)
    return result.success ? result.data : null
  }
  return {
    current: taken(releaseSchema, rows.current),
    previous: taken(releaseSchema, rows.previous),
    floors: taken(floorsSchema, rows.floors),
    clockFloorMs: taken(clockSchema, rows.clockFloorMs) ?? 0,
  }
}
