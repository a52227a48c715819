/** The outbox as a file, for when the till itself will never be on the line again. */
import { utf8, type Bytes } from '../core/bytes.ts'
import { canonicalJson } from '../core/canonical-json.ts'
import { CheckoutError } from '../core/errors.ts'
import { maxOutboxBytes, sealParts, type OutboxFile } from '../record/outbox-file.ts'
import { maxRecordBytes } from '../record/record.ts'
import type { PlatformInfo } from '../scheme/platform-info.ts'
import { momentOf } from './moment.ts'
import type { OutboxContext } from './context.ts'
import { readMeta } from './database.ts'

/** What sealing adds, with room to spare: so much of answered records makes a file that can still be read. */
const mostLength = maxOutboxBytes / 2

/**
 * All that the platform has not answered, in the till's order, then what it has answered, newest first, as
 * far as a file may be large. @param sealingKey of the release in force; null: the one of the last enrolment
 * @throws CheckoutError `STORAGE_…` when it cannot be read (an export that left something out would be worse
 * than none), `CATALOG_MISSING` when no key to seal to was ever known
 */
export async function exportOutbox(
  context: OutboxContext,
  sealingKey: PlatformInfo['sealingKey'] | null,
): Promise<Bytes> {
  const { db, store, till } = context
  const [rows, head, lastKey] = await db.read(['records', 'meta'], (tables) =>
    Promise.all([
      tables.records.orderBy('[epoch+seq]').toArray(),
      readMeta(tables, 'head'),
      readMeta(tables, 'sealingKey'),
    ]),
  )
  const key = sealingKey ?? lastKey
  if (!key)
    throw new CheckoutError('CATALOG_MISSING', 'there is no release yet, and with it no key to seal the export to')
  // A row that was damaged beyond any text has nothing to hand in; its place is closed by a gap record.
  const readable = rows.filter(({ jws }) => typeof jws === 'string' && jws.length <= maxRecordBytes)
  const unanswered = readable.filter(({ delivery }) => delivery !== 'answered')
  const records = unanswered.map(({ jws }) => jws)
  let length = records.reduce((sum, jws) => sum + jws.length, 0)
  for (const { jws } of readable.filter(({ delivery }) => delivery === 'answered').reverse()) {
    length += jws.length
    if (length > mostLength) break
    records.push(jws)
  }
  const file: OutboxFile = {
    v: 2,
    kind: 'tradein-outbox',
    store,
    till,
    at: momentOf(context).at,
    head: head ?? null,
    count: records.length,
    unanswered: unanswered.length,
    parts: await sealParts(context, records, key),
  }
  return utf8(canonicalJson(file))
}
