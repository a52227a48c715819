/**
 * An exported outbox: a JSON document that says in the clear whose it is and how much is in it, and holds the
 * signed records in parts sealed to the platform. Who finds it learns nothing of buyers and sales; whoever
 * hands it in need not be able to read it.
 */
import * as z from 'zod/mini'
import { utf8ToText } from '../core/bytes.ts'
import type { Instant } from '../core/clock.ts'
import { CheckoutError } from '../core/errors.ts'
import { hashSchema, hostIdSchema, instantSchema, parse, textSchema, wholeSchema } from '../core/schema.ts'
import type { PlatformInfo } from '../scheme/platform-info.ts'
import type { ChainHead } from './chain.ts'
import { maxRecordBytes } from './record.ts'
import { open, seal } from './sealing.ts'

/** Largest file that is read, bytes. */
export const maxOutboxBytes = 134_217_728
/** Records of a part, characters; a record that is larger has a part of its own. */
const partLength = 131_072
/** Longest sealed part, characters: base64url adds a third. */
export const maxSealedPartLength = 262_144
const partType = 'tradein-outbox-part'

export interface OutboxFile {
  readonly v: 2
  readonly kind: 'tradein-outbox'
  readonly store: string
  readonly till: string
  readonly at: Instant
  /** The chain's end: shows what is missing. Null before the first enrolment. */
  readonly head: ChainHead | null
  /** Records in it, and how many of them the platform had not answered: those come first. */
  readonly count: number
  readonly unanswered: number
  /** Each a compact JWE over a {@link OutboxPart}, and how many records are in it. */
  readonly parts: readonly { readonly count: number; readonly sealed: string }[]
}

/** What is inside a part: records as compact JWS. */
export interface OutboxPart {
  readonly store: string
  readonly till: string
  readonly records: readonly string[]
}

/** What became of a file: records new to the platform, those it had, and those it does not take, by place in the file. */
export interface ImportReport {
  readonly taken: number
  readonly known: number
  readonly refused: readonly { readonly place: number; readonly code: string }[]
}

const count = wholeSchema(0)
/** As long as an empty record is no record, no part has more. */
const mostInPart = 1000
/** Shorter than any signed record: a file that says it has more of them than it has room for would be answered for each. */
const leastRecordBytes = 100

const fileSchema: z.ZodMiniType<OutboxFile> = z.strictObject({
  v: z.literal(2),
  kind: z.literal('tradein-outbox'),
  store: hostIdSchema,
  till: hostIdSchema,
  at: instantSchema,
  head: z.nullable(z.strictObject({ epoch: count, seq: wholeSchema(-1), hash: z.nullable(hashSchema) })),
  count,
  unanswered: count,
  parts: z
    .array(z.strictObject({ count: wholeSchema(1, mostInPart), sealed: textSchema(maxSealedPartLength) }))
    .check(z.maxLength(10_000)),
})

const partSchema: z.ZodMiniType<OutboxPart> = z.strictObject({
  store: hostIdSchema,
  till: hostIdSchema,
  // A text that was damaged is one record that is refused, not all of its part.
  records: z.array(z.string().check(z.maxLength(maxRecordBytes))).check(z.minLength(1), z.maxLength(mostInPart)),
})

/** Seals records in parts, none larger than an import takes. */
export async function sealParts(
  { store, till }: Pick<OutboxPart, 'store' | 'till'>,
  records: readonly string[],
  key: PlatformInfo['sealingKey'],
): Promise<OutboxFile['parts']> {
  const parts: { count: number; sealed: string }[] = []
  for (let from = 0; from < records.length;) {
    let to = from
    let length = 0
    do length += records[to++]?.length ?? 0
    while (to < records.length && to - from < mostInPart && length + (records[to]?.length ?? 0) <= partLength)
    const part: OutboxPart = { store, till, records: records.slice(from, to) }
    parts.push({ count: to - from, sealed: await seal(part, partType, key) })
    from = to
  }
  return parts
}

/** @throws CheckoutError `RECORD_INVALID` when it cannot be opened with the platform's key, or holds something else */
export function openPart(sealed: string, privateKey: CryptoKey): Promise<OutboxPart> {
  return open(sealed, partType, partSchema, privateKey, 'sealed')
}

/**
 * Reads a file as {@link OutboxFile}; its parts stay sealed.
 * @throws CheckoutError `INPUT_TOO_LARGE` above {@link maxOutboxBytes}, `INPUT_INVALID` when it is not an exported outbox
 */
export function readOutboxFile(bytes: Uint8Array): OutboxFile {
  if (bytes.length > maxOutboxBytes) {
    throw new CheckoutError('INPUT_TOO_LARGE', `outbox must be at most ${maxOutboxBytes} bytes`, {
      field: 'outbox',
      expected: String(maxOutboxBytes),
    })
  }
  let json: unknown
  try {
    json = JSON.parse(utf8ToText(bytes, 'outbox'))
  } catch (cause) {
    throw new CheckoutError('INPUT_INVALID', 'outbox is not JSON: take the file as the till exported it', {
      field: 'outbox',
      cause,
    })
  }
  const file = parse(fileSchema, json, 'outbox')
  const said = file.parts.reduce((sum, part) => sum + part.count, 0)
  if (said * leastRecordBytes > bytes.length)
    throw new CheckoutError('INPUT_INVALID', 'outbox says that it has more records than it has room for', {
      field: 'outbox.parts',
      received: String(said),
    })
  return file
}
