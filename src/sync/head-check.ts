/** Whether the platform's end of the till's chain is ours: once at each start with a line. */
import { loaded } from '../core/late.ts'
import type { OutboxContext } from '../outbox/context.ts'
import { loadMeta, readMeta } from '../outbox/database.ts'
import { endpoints } from '../record/endpoints.ts'
import { inquiryEnd, type InquiryEnd } from './classify.ts'
import type { PlatformClient } from './platform-client.ts'

/** A till that fell behind its own past is marked as forked. `done`: it could be told, or there is no key to ask with. */
export async function checkHead(
  context: OutboxContext,
  client: PlatformClient,
  signal: AbortSignal,
): Promise<InquiryEnd> {
  const { db } = context
  const keys = await loadMeta(db, 'keys')
  if (!keys) return 'done'
  const exchange = await client.ask(endpoints.head, {}, keys, signal)
  if (exchange.kind !== 'answer') return inquiryEnd(exchange)
  const { last } = exchange.body
  const [head, record] = await db.read(['meta', 'records'], (tables) =>
    Promise.all([
      readMeta(tables, 'head'),
      last && tables.records.where('[epoch+seq]').equals([last.epoch, last.seq]).first(),
    ]),
  )
  if (!last || !head || last.epoch !== head.epoch) return 'done'
  const isAhead = last.seq > head.seq
  const isOther = record ? record.hash !== last.hash : false
  if (isAhead || isOther) {
    const { markForked } = await loaded(import('../outbox/recovery.ts'))
    await markForked(context, [isAhead ? 'records_lost' : 'record_differs', `${last.epoch}.${last.seq}`])
  }
  return 'done'
}
