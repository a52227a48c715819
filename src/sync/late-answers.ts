/** What the platform decided after it had answered: refusals, reviews, records linked at last. */
import { applyLate } from '../outbox/delivery.ts'
import type { OutboxContext } from '../outbox/context.ts'
import { loadMeta } from '../outbox/database.ts'
import type { FencingToken } from '../outbox/fencing.ts'
import { endpoints } from '../record/endpoints.ts'
import { inquiryEnd, type InquiryEnd } from './classify.ts'
import type { PlatformClient } from './platform-client.ts'

/** So that a platform that always says "more" cannot keep a till busy for ever. */
const mostPages = 100

/**
 * `done`: read to the end, or as far as there is time, or there is no key to ask with.
 * @param isWanted whether something waits to be sent meanwhile: the rest is read after it
 */
export async function fetchLateAnswers(
  context: OutboxContext,
  client: PlatformClient,
  token: FencingToken,
  signal: AbortSignal,
  isWanted: () => boolean = () => false,
): Promise<InquiryEnd> {
  const keys = await loadMeta(context.db, 'keys')
  if (!keys) return 'done'
  let cursor = (await loadMeta(context.db, 'cursor')) ?? null
  for (let page = 0; page < mostPages; page++) {
    const exchange = await client.ask(endpoints.answers, { cursor }, keys, signal)
    if (exchange.kind === 'answer') {
      const { answers, cursor: next, more } = exchange.body
      if (next !== cursor || answers.length > 0) await applyLate(context, token, answers, next)
      // A list that says "more" and does not move on is at its end, whatever it says.
      if (!more || next === cursor || isWanted()) return 'done'
      cursor = next
    } else if (exchange.kind === 'problem' && exchange.code === 'request_invalid' && cursor !== null) {
      // A platform that does not know the place any more is read from the start: what is known already changes nothing.
      cursor = null
    } else {
      return inquiryEnd(exchange)
    }
  }
  return 'done'
}
