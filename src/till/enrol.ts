/** Enrolment: a new key for this till, with a one-time code from the platform. */
import { CheckoutError } from '../core/errors.ts'
import type { OutboxContext } from '../outbox/context.ts'
import type { TillKeys } from '../outbox/database.ts'
import { candidateKey, isSpent, openEpoch } from '../outbox/epoch.ts'
import { endpoints } from '../record/endpoints.ts'
import { exportPublicKey, keyThumbprint } from '../record/keys.ts'
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
  const ask = async (anew: boolean) => {
    const candidate = await candidateKey(context, code, anew)
    const key = await exportPublicKey(candidate.publicKey)
    const keyId = await keyThumbprint(key)
    const signer = { keyId, privateKey: candidate.privateKey }
    return { candidate, keyId, exchange: await client.ask(endpoints.tills, { code, store, till, key }, signer) }
  }
  let asked = await ask(false)
  const isRefused = asked.exchange.kind === 'problem' && asked.exchange.code === 'code_invalid'
  const enrolled = asked.exchange.kind === 'answer' ? asked.exchange.body : null
  // A code that is good again takes a new key.
  if ((isRefused || enrolled) && (await isSpent(context, asked.keyId, enrolled))) asked = await ask(true)
  const { candidate, keyId, exchange } = asked
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
  if (exchange.body.keyId !== keyId)
    throw new CheckoutError('PROTOCOL_INVALID', 'the platform enrolled another key than was sent', { field: 'keyId' })
  return openEpoch(context, candidate, exchange.body, sealingKey)
}
