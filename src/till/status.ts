/** The client's status at a glance, told when something in it has changed. */
import type { Status } from '../client.ts'
import type { Instant } from '../core/clock.ts'
import type { ErrorCode } from '../core/errors.ts'
import { onceAtATime } from '../core/once-at-a-time.ts'
import type { Timers } from '../core/ports.ts'
import type { OutboxContext } from '../outbox/context.ts'
import { readCounts, unknownCounts } from '../outbox/counts.ts'
import type { Terms } from './terms.ts'

export interface StatusOptions {
  readonly context: Pick<OutboxContext, 'db'>
  readonly terms: Terms
  readonly timers: Timers
  readonly issued: () => Instant | null
  readonly fault: () => ErrorCode | null
  readonly isOnline: () => boolean
  readonly isEnrolled: () => boolean
  readonly isSyncing: () => boolean
  readonly onChange: (status: Status) => void
}

export interface StatusKeeper {
  read(): Status
  /** Something outside the database may have changed. */
  look(): void
  /** Something in the database may have changed. */
  recount(): Promise<void>
  /** Goes on looking and counting, because releases age by themselves and other tabs fall silent. */
  start(): void
  close(): void
}

const lookMs = 60_000

export function createStatusKeeper(options: StatusOptions): StatusKeeper {
  const { context, terms, timers, issued, fault, isOnline, isEnrolled, isSyncing, onChange } = options
  let counts = unknownCounts
  let lastText = ''
  let isClosed = false
  let callOff = (): void => undefined

  const read = (): Status => ({
    online: isOnline(),
    enrolled: isEnrolled(),
    ...counts,
    catalog: {
      listings: terms.release?.catalog.size ?? 0,
      issued: issued(),
      freshness: terms.freshness,
      ageHours: terms.ageHours,
      fault: fault(),
    },
    clock: terms.clock.state,
    syncing: isSyncing(),
  })
  const look = (): void => {
    if (isClosed) return
    const status = read()
    const text = JSON.stringify(status)
    if (text === lastText) return
    lastText = text
    onChange(status)
  }
  const recount = onceAtATime(async () => {
    const now = await readCounts(context)
    if (isClosed) return
    counts = now
    look()
  })
  const start = (): void => {
    callOff = timers.after(lookMs, start)
    look()
    // A tab that crashes or closes may leave the others untold of the last that it did.
    void recount()
  }

  return {
    read,
    look,
    recount,
    start,
    close() {
      isClosed = true
      callOff()
    },
  }
}
