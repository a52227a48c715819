/** The client's life: it starts once, and is closed once. */
import { CheckoutError } from '../core/errors.ts'
import { loaded } from '../core/late.ts'
import type { OutboxContext } from '../outbox/context.ts'
import type { CatalogWarmer } from '../release/warm-catalog.ts'
import type { ReleaseKeeper } from '../release/release-keeper.ts'
import type { Sync } from '../sync/sync.ts'
import type { LateParts } from './late-parts.ts'
import type { LocalFacts } from './local-facts.ts'
import type { StatusKeeper } from './status.ts'
import type { TabPresence } from './tabs.ts'

export interface LifeOptions {
  readonly context: OutboxContext
  readonly keeper: ReleaseKeeper
  readonly localFacts: Pick<LocalFacts, 'reload' | 'keys'>
  readonly tabs: TabPresence
  readonly sync: Sync
  readonly status: StatusKeeper
  readonly warmer: CatalogWarmer
  readonly late: LateParts
  readonly retentionDays: number
  /** In training, what gives the till a key of its own. */
  readonly enrol: (() => Promise<unknown>) | null
  readonly onError: (error: unknown) => void
  readonly closing: AbortController
  /** Gives back what was opened, once nothing runs any more. */
  readonly release: () => void
}

export interface Life {
  /** @throws CheckoutError `CLOSED` */
  readonly requireOpen: () => void
  /** Starts, and resolves with what there is, network or not. @throws CheckoutError `CLOSED`, `STORAGE_…` */
  readonly ready: () => Promise<void>
  readonly close: () => Promise<void>
}

/** The first start has nothing to work with: it waits this long for a release. */
const firstReleaseMs = 15_000
const askMs = 60_000

export function createLife(options: LifeOptions): Life {
  const { context, keeper, localFacts, tabs, sync, status, warmer, late, retentionDays, enrol, onError, closing } =
    options
  const { timers } = context.ports
  let starting: Promise<void> | null = null
  let callOff = (): void => undefined

  async function start(): Promise<void> {
    await Promise.all([localFacts.reload(), keeper.load()])
    if (enrol && !localFacts.keys) {
      // Another tab may be at the same.
      await enrol().catch(onError)
      await localFacts.reload()
    }
    await tabs.enter()
    // What was lost is put back before anything is sent or repaired.
    await status.recount()
    sync.start()
    status.start()
    const first = keeper.start().catch(onError)
    if (!keeper.held)
      await Promise.race([first, new Promise<void>((resolve) => void timers.after(firstReleaseMs, resolve))])
    warmer.start()
    late.load()
    void pruned().catch(onError)
    askAround((tab) => tabs.isAlive(tab))
  }
  /** At the start, and every minute: a tab may die, or a reservation lapse, while this one runs. */
  function askAround(isAlive: TabPresence['isAlive']): void {
    if (closing.signal.aborted) return
    // Where tabs cannot be told from dead ones, only a start or a lapse says that nobody is at it.
    callOff = timers.after(askMs, () => askAround(async (tab) => !context.ports.locks || tabs.isAlive(tab)))
    loaded(import('../outbox/open-reservations.ts'))
      .then(({ askAfterReservations }) => askAfterReservations(context, isAlive))
      .catch(onError)
  }
  async function pruned(): Promise<void> {
    const { prune } = await loaded(import('../outbox/retention.ts'))
    await prune(context, retentionDays, keeper.held?.trusted.issued ?? null)
  }
  function requireOpen(): void {
    if (closing.signal.aborted) throw new CheckoutError('CLOSED', 'this client was closed: make another')
  }

  return {
    requireOpen,
    async ready() {
      requireOpen()
      starting ??= start().catch((error: unknown) => {
        // What could not be read now may be readable at the next call.
        starting = null
        throw error
      })
      await starting
    },
    async close() {
      if (closing.signal.aborted) return
      closing.abort()
      callOff()
      status.close()
      warmer.close()
      late.close()
      await Promise.all([sync.close(), keeper.close()])
      options.release()
    },
  }
}
