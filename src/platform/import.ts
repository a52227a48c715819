/** Takes in an exported outbox: disaster recovery, always put before a person. */
import * as z from 'zod/mini'
import { utf8ToText } from '../core/bytes.ts'
import { CheckoutError, isCheckoutError } from '../core/errors.ts'
import { parse, textSchema } from '../core/schema.ts'
import { readRecord } from '../record/jws.ts'
import { importPublicKey } from '../record/keys.ts'
import { maxRecordBytes } from '../record/record.ts'
import { takeRecord, type RecordPorts } from './records.ts'
import type { TillKeyRow } from './store.ts'

/** Largest file that is read, bytes: 1,000 records of the largest kind, 50,000 of the usual. */
export const maxOutboxBytes = 67_108_864

/** What became of it: records new to the platform, those it had, and those it does not take, by place in the file. */
export interface ImportReport {
  readonly taken: number
  readonly known: number
  readonly refused: readonly { readonly place: number; readonly code: string }[]
}

const outboxSchema = z.object({
  v: z.literal(1),
  kind: z.literal('tradein-outbox'),
  store: textSchema(80),
  till: textSchema(80),
  records: z.array(z.object({ jws: z.string().check(z.maxLength(maxRecordBytes)) })).check(z.maxLength(100_000)),
})

/**
 * Every record keeps its own signature, so the file itself needs none. The same file again changes nothing.
 * @throws CheckoutError `INPUT_TOO_LARGE` above {@link maxOutboxBytes}, `INPUT_INVALID` when it is not an exported outbox
 */
export async function importOutbox(ports: RecordPorts, bytes: Uint8Array): Promise<ImportReport> {
  if (bytes.length > maxOutboxBytes) {
    throw new CheckoutError('INPUT_TOO_LARGE', `outbox must be at most ${maxOutboxBytes} bytes`, {
      field: 'outbox',
      expected: String(maxOutboxBytes),
    })
  }
  const { records } = parse(outboxSchema, jsonOf(bytes), 'outbox')
  let taken = 0
  let known = 0
  const refused: { place: number; code: string }[] = []
  for (const [place, { jws }] of records.entries()) {
    const result = await take(ports, jws)
    if (result === 'taken') taken += 1
    else if (result === 'known') known += 1
    else refused.push({ place, code: result.refused })
  }
  return { taken, known, refused }
}

async function take(ports: RecordPorts, jws: string): Promise<'taken' | 'known' | { readonly refused: string }> {
  const signer: { key: TillKeyRow | null } = { key: null }
  try {
    const { record, hash } = await readRecord(jws, async (keyId) => {
      signer.key = await ports.store.key(keyId)
      return signer.key && importPublicKey(signer.key.key)
    })
    if (!signer.key) return { refused: 'till_unknown' }
    if (await ports.store.hasRecord(signer.key, record.id)) return 'known'
    const reply = await takeRecord(ports, signer.key, { record, hash, jws, receivedMs: ports.nowMs(), recovered: true })
    return 'problem' in reply ? { refused: reply.problem.code } : 'taken'
  } catch (error) {
    if (isCheckoutError(error))
      return { refused: error.code === 'RECORD_UNSIGNED' && !signer.key ? 'till_unknown' : error.code }
    throw error
  }
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(utf8ToText(bytes, 'outbox'))
  } catch (cause) {
    throw new CheckoutError('INPUT_INVALID', 'outbox is not JSON: take the file as the till exported it', {
      field: 'outbox',
      cause,
    })
  }
}
