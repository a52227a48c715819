/** What a till asks the platform while a person waits. Without a key, a line or an answer in time it goes on without. */
import type { Endpoint } from '../record/endpoints.ts'
import type { PlatformClient } from '../sync/platform-client.ts'
import type { LocalFacts } from './local-facts.ts'

/** The platform's answer; null for none. */
export type Inquire = <Request extends object, Reply>(
  endpoint: Endpoint<Request, Reply>,
  body: Request,
  signal?: AbortSignal,
) => Promise<Reply | null>

export function createInquiry(
  client: PlatformClient,
  localFacts: Pick<LocalFacts, 'keys'>,
  isOnline: () => boolean,
): Inquire {
  return async (endpoint, body, signal) => {
    if (!localFacts.keys || !isOnline()) return null
    const exchange = await client.ask(endpoint, body, localFacts.keys, signal)
    return exchange.kind === 'answer' ? exchange.body : null
  }
}
