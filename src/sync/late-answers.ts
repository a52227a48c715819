/** What the platform decided after it had answered: refusals, reviews, records linked at last. */
import { applyLate } from '../outbox/delivery.ts'
import type { OutboxContext } from '../outbox/context.ts'
import { loadMeta } from '../outbox/database.ts'
import type { FencingToken } from '../outbox/fencing.ts'
import { endpoints } from '../record/endpoints.ts'
import { classify } from './classify.ts'
import type { PlatformClient } from './platform-client.ts'

/** So that a platform that always says "more" cannot keep a till busy for ever. */
const mostPages = 100

/** `done`: read to the end, or there is no key to ask with. */
export async function fetchLateAnswers(
  context: OutboxContext,
  client: PlatformClient,
  token: FencingToken,
  signal: AbortSignal,
): Promise<'done' | 'line' | 'paused'> {
  const keys = await loadMeta(context.db, 'keys')
  if (!keys) return 'done'
  for (let page = 0; page < mostPages; page++) {
    const cursor = (await loadMeta(context.db, 'cursor')) ?? null
    const exchange = await client.ask(endpoints.answers, { cursor }, keys, signal)
    if (exchange.kind !== 'answer') return classify(exchange) === 'pause' ? 'paused' : 'line'
    const { answers, cursor: next, more } = exchange.body
    if (next !== cursor || answers.length > 0) await applyLate(context, token, answers, next)
    if (!more) return 'done'
  }
  return 'done'
}
