/** What a till asks the platform while a person waits. Without a key, a line or an answer in time it goes on without. */
import { loaded } from '../core/late.ts'
import type { Endpoint, EndpointName, ReplyOf, RequestTo } from '../record/endpoints.ts'
import type { PlatformClient } from '../sync/platform-client.ts'
import type { LocalFacts } from './local-facts.ts'

/** The platform's answer; null for none. */
export type Inquire = <Name extends EndpointName>(
  name: Name,
  body: RequestTo<Name>,
  signal?: AbortSignal,
) => Promise<ReplyOf<Name> | null>

export function createInquiry(
  client: () => Promise<PlatformClient>,
  localFacts: Pick<LocalFacts, 'keys'>,
  isOnline: () => boolean,
): Inquire {
  return async <Name extends EndpointName>(name: Name, body: RequestTo<Name>, signal?: AbortSignal) => {
    if (!localFacts.keys || !isOnline()) return null
    const { endpoints } = await loaded(import('../record/endpoints.ts'))
    const endpoint = endpoints[name] as unknown as Endpoint<RequestTo<Name>, ReplyOf<Name>>
    const exchange = await (await client()).ask(endpoint, body, localFacts.keys, signal)
    return exchange.kind === 'answer' ? exchange.body : null
  }
}
