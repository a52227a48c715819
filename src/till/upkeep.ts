/** What keeps a till going: its key, its release, its line to the platform. */
import type { Checkout } from '../client.ts'
import { loaded } from '../core/late.ts'
import { parse } from '../core/schema.ts'
import type { OutboxContext } from '../outbox/context.ts'
import type { ReleaseKeeper } from '../release/release-keeper.ts'
import type { Sync } from '../sync/sync.ts'
import type { PlatformClient } from '../sync/platform-client.ts'
import { codeSchema } from './inputs.ts'
import type { LocalFacts } from './local-facts.ts'
import type { StatusKeeper } from './status.ts'
import type { Terms } from './terms.ts'

export type Upkeep = Pick<Checkout, 'sync' | 'refresh' | 'enrol'>

export interface UpkeepOptions {
  readonly context: OutboxContext
  readonly keeper: ReleaseKeeper
  readonly localFacts: Pick<LocalFacts, 'reload'>
  readonly status: StatusKeeper
  readonly sync: Sync
  readonly terms: Terms
  readonly client: () => Promise<PlatformClient>
  readonly onError: (error: unknown) => void
  /** @throws CheckoutError `CLOSED` */
  readonly ready: () => Promise<void>
}

export function createUpkeep(options: UpkeepOptions): Upkeep {
  const { context, keeper, localFacts, status, sync, terms, client, onError, ready } = options
  return {
    async sync() {
      await ready()
      const outcome = await sync.sync()
      // A database that was emptied behind the till's back has nothing to send: whoever asks is told at once.
      await status.recount()
      return outcome
    },
    async refresh() {
      await ready()
      const refreshed = await keeper.refresh()
      if (refreshed.status === 'failed') return refreshed
      const issued = keeper.held?.trusted.issued ?? ''
      return { status: refreshed.status, issued, listings: terms.release?.catalog.size ?? 0 }
    },
    async enrol(code) {
      parse(codeSchema, code, 'code')
      await ready()
      try {
        const { enrolTill } = await loaded(import('./enrol.ts'))
        const { keyId } = await enrolTill(
          context,
          await client(),
          code,
          keeper.held?.content.platform.sealingKey ?? null,
        )
        // The key is kept; what cannot be read again now is read at the next change.
        await localFacts.reload().catch(onError)
        sync.resume()
        await status.recount()
        return { status: 'enrolled', keyId }
      } catch (error) {
        return { status: 'refused', error }
      }
    },
  }
}
