/** Enrolment: a new key for this till, with a one-time code from the platform. */
import { CheckoutError } from '../core/errors.ts'
import type { OutboxContext } from '../outbox/context.ts'
import type { TillKeys } from '../outbox/database.ts'
import { candidateKey, isSpent, openEpoch } from '../outbox/epoch.ts'
import { endpoints } from '../record/endpoints.ts'
import { exportPublicKey } from '../record/keys.ts'
import type { PlatformInfo } from '../scheme/platform-info.ts'
import type { PlatformClient } from '../sync/platform-client.ts'

/**
 * @throws CheckoutError `ENROLMENT_REFUSED` (the code is used up, wrong, or another till's),
 * `TRANSPORT_FAILED` (no line: the same code can be tried again), `PROTOCOL_INVALID`, `STORAGE_…`
 */
export async function enrolTill(
  context: OutboxContext,
  client: PlatformClient,
  code: string,
  sealingKey: PlatformInfo['sealingKey'] | null,
): Promise<TillKeys> {
  const { store, till } = context
  const ask = async (spent?: string) => {
    const candidate = await candidateKey(context, code, spent)
    const key = await exportPublicKey(candidate.publicKey)
    return { candidate, exchange: await client.ask(endpoints.tills, { code, store, till, key }, candidate) }
  }
  let asked = await ask()
  const isRefused = asked.exchange.kind === 'problem' && asked.exchange.code === 'code_invalid'
  const enrolled = asked.exchange.kind === 'answer' ? asked.exchange.body : null
  // A code that is good again takes a new key.
  const { keyId } = asked.candidate
  if ((isRefused || enrolled) && (await isSpent(context, keyId, enrolled))) asked = await ask(keyId)
  const { candidate, exchange } = asked
  if (exchange.kind === 'failed') {
    throw exchange.reason === 'malformed' || exchange.reason === 'too_large'
      ? new CheckoutError('PROTOCOL_INVALID', 'what answered the enrolment is not the platform', { field: 'platform' })
      : new CheckoutError(
          'TRANSPORT_FAILED',
          'the platform could not be reached: try the same code again when there is a line',
        )
  }
  if (exchange.kind === 'problem') {
    throw exchange.code === null || exchange.status >= 500 || exchange.code === 'too_many'
      ? new CheckoutError('TRANSPORT_FAILED', 'the platform did not answer the enrolment: try the same code again', {
          received: String(exchange.status),
        })
      : new CheckoutError('ENROLMENT_REFUSED', 'the platform did not take the code: ask for a new one', {
          field: 'code',
          received: exchange.code,
        })
  }
  if (exchange.body.keyId !== candidate.keyId)
    throw new CheckoutError('PROTOCOL_INVALID', 'the platform enrolled another key than was sent', { field: 'keyId' })
  return openEpoch(context, candidate, exchange.body, sealingKey)
}
