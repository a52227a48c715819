/** The client's status at a glance, told when something in it has changed. */
import type { Status } from '../client.ts'
import type { Instant } from '../core/clock.ts'
import type { ErrorCode } from '../core/errors.ts'
import { onceAtATime } from '../core/once-at-a-time.ts'
import type { Timers } from '../core/ports.ts'
import type { Stock, Stocktake } from '../outbox/stocktake.ts'
import type { Terms } from './terms.ts'

export interface StatusOptions {
  readonly stocktake: () => Promise<Stocktake>
  readonly terms: Terms
  readonly timers: Timers
  readonly issued: () => Instant | null
  readonly fault: () => ErrorCode | null
  readonly isOnline: () => boolean
  readonly isEnrolled: () => boolean
  readonly training: boolean
  readonly isSyncing: () => boolean
  readonly onChange: (status: Status) => void
  /** Told why nothing could be counted. */
  readonly onError: (error: unknown) => void
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
const unknown: Stock = { unsent: null, refused: null, held: null, tasks: null, lost: null, persisted: null }

export function createStatusKeeper(options: StatusOptions): StatusKeeper {
  const { stocktake, terms, timers, issued, fault, isOnline, isEnrolled, training, isSyncing, onChange, onError } =
    options
  let { lost, persisted, ...counts } = unknown
  let lastText = ''
  let isClosed = false
  let callOff = (): void => undefined

  const read = (): Status => ({
    online: isOnline(),
    enrolled: isEnrolled(),
    training,
    ...counts,
    storage: { persisted, lost },
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
    let now = unknown
    try {
      now = await (await stocktake()).take()
    } catch (error) {
      onError(error)
    }
    if (isClosed) return
    ;({ lost, persisted, ...counts } = now)
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
