/** Whether the platform's end of the till's chain is ours: once at each start with a line. */
import { loaded } from '../core/late.ts'
import type { OutboxContext } from '../outbox/context.ts'
import { loadMeta, readMeta } from '../outbox/database.ts'
import { endpoints } from '../record/endpoints.ts'
import { inquiryEnd, type InquiryEnd } from './classify.ts'
import type { PlatformClient } from './platform-client.ts'

/** What earlier checks of this page found. */
export interface HeadChecks {
  /** Behind which place records were sent again: a platform that answers and keeps nothing gets them once. */
  sentBehind: string | null
}

/**
 * A till that fell behind its own past is marked as forked. A platform that did, as when it was put back to a
 * backup, gets what it had answered once more. `done`: it could be told, or there is no key to ask with.
 */
export async function checkHead(
  context: OutboxContext,
  client: PlatformClient,
  signal: AbortSignal,
  checks: HeadChecks,
): Promise<InquiryEnd> {
  const { db } = context
  const keys = await loadMeta(db, 'keys')
  if (!keys) return 'done'
  const exchange = await client.ask(endpoints.head, {}, keys, signal)
  if (exchange.kind !== 'answer') return inquiryEnd(exchange)
  const { last } = exchange.body
  const found = await db.read(['meta', 'records'], async (tables) => {
    const head = await readMeta(tables, 'head')
    if (!head || (last && last.epoch > head.epoch)) return null
    const { epoch } = head
    const seq = last?.epoch === epoch ? last.seq : -1
    const [record, next] = await tables.records
      .where('[epoch+seq]')
      .anyOf([epoch, seq], [epoch, seq + 1])
      .toArray()
      .then((rows) => [seq, seq + 1].map((place) => rows.find((row) => row.seq === place)))
    const isOther = last !== null && record !== undefined && record.hash !== last.hash
    return { epoch, seq, isAhead: seq > head.seq, isOther, isBehind: next?.delivery === 'answered' }
  })
  if (!found) return 'done'
  const { epoch, seq, isAhead, isOther, isBehind } = found
  const place = `${epoch}.${seq}`
  const { markForked, sendBehind } = await loaded(import('../outbox/recovery.ts'))
  if (isAhead || isOther) await markForked(context, [isAhead ? 'records_lost' : 'record_differs', place])
  else if (isBehind && checks.sentBehind !== place) {
    checks.sentBehind = place
    await sendBehind(context, { epoch, seq })
  }
  return 'done'
}
