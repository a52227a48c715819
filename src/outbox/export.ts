/** The outbox as a file, for when the till itself will never be on the line again. */
import { utf8, type Bytes } from '../core/bytes.ts'
import { canonicalJson } from '../core/canonical-json.ts'
import type { ChainHead } from '../record/chain.ts'
import { momentOf } from './moment.ts'
import type { OutboxContext } from './context.ts'
import { readMeta } from './database.ts'

/** What the file holds, as JSON. Buyers in it are sealed to the platform, as everywhere. */
export interface ExportedOutbox {
  readonly v: 1
  readonly kind: 'tradein-outbox'
  readonly store: string
  readonly till: string
  readonly at: string
  /** The chain's end: shows what is missing. Null before the first enrolment. */
  readonly head: ChainHead | null
  /** All records that are still kept, by epoch and seq; `answered` tells which the platform has. */
  readonly records: readonly { readonly jws: string; readonly answered: boolean }[]
}

/** @throws CheckoutError `STORAGE_…` when it cannot be read: an export that left something out would be worse than none */
export async function exportOutbox(context: OutboxContext): Promise<Bytes> {
  const { db, store, till } = context
  const [rows, head] = await db.read(['records', 'meta'], (tables) =>
    Promise.all([tables.records.orderBy('[epoch+seq]').toArray(), readMeta(tables, 'head')]),
  )
  const exported: ExportedOutbox = {
    v: 1,
    kind: 'tradein-outbox',
    store,
    till,
    at: momentOf(context).at,
    head: head ?? null,
    records: rows.map(({ jws, delivery }) => ({ jws, answered: delivery === 'answered' })),
  }
  return utf8(canonicalJson(exported))
}
