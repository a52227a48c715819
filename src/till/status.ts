/** The client's status at a glance, told when something in it has changed. */
import type { Instant } from '../core/clock.ts'
import type { ErrorCode } from '../core/errors.ts'
import { onceAtATime } from '../core/once-at-a-time.ts'
import type { Timers } from '../core/ports.ts'
import type { Stock, Stocktake } from '../outbox/stocktake.ts'
import type { Freshness } from '../scheme/freshness.ts'
import type { Terms } from './terms.ts'

export interface Status {
  /** False when the browser says so, or the platform could not be reached at the last try. */
  readonly online: boolean
  readonly enrolled: boolean
  /** True for a client made with the option of that name: show it, so that nobody takes practice for a sale. */
  readonly training: boolean
  /** Records that the platform has not answered. Null: not known, because reading failed. Never zero for "could not tell". */
  readonly unsent: number | null
  /** Paid sales whose subsidy the platform refused, until a person has settled them. */
  readonly refused: number | null
  /** Records that a person must look at. */
  readonly held: number | null
  readonly tasks: number | null
  readonly storage: {
    /** Whether the browser has promised not to clear this site's storage by itself; null: it cannot tell. */
    readonly persisted: boolean | null
    /** Records that vanished from it and are not back, until a person has settled the task `storage_lost`; null: not known how many. */
    readonly lost: number | null
  }
  readonly catalog: {
    readonly listings: number
    readonly issued: Instant | null
    readonly freshness: Freshness
    /** Whole hours since `issued`; null without a release. */
    readonly ageHours: number | null
    /**
     * What keeps a newer release away, or made the stored one useless; null once a refresh succeeded.
     * `TRANSPORT_FAILED`: no line, or nothing at the address. `METADATA_UNSIGNED`: the repository is not the
     * one that `root` is of. `OPTIONS_INVALID`: a sandbox, for a production till.
     */
    readonly fault: ErrorCode | null
  }
  readonly clock: 'trusted' | 'untrusted'
  readonly syncing: boolean
}

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
  /** As {@link StatusKeeper.read}, for whoever shows it: what other tabs may have done untold is counted behind it. */
  show(): Status
  /** Something outside the database may have changed. */
  look(): void
  /** Something in the database may have changed. */
  recount(): Promise<void>
  /** Goes on looking and counting, because releases age by themselves and other tabs fall silent. */
  start(): void
  close(): void
}

const lookMs = 60_000
/** Somebody who looks all the time has it counted no more often. */
const countMs = 1_000
const unknown: Stock = { unsent: null, refused: null, held: null, tasks: null, lost: null, persisted: null }

export function createStatusKeeper(options: StatusOptions): StatusKeeper {
  const { stocktake, terms, timers, issued, fault, isOnline, isEnrolled, training, isSyncing, onChange, onError } =
    options
  let { lost, persisted, ...counts } = unknown
  let lastText = ''
  let isClosed = false
  let isToCount = false
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
    isToCount = true
    // A tab that crashes or closes may leave the others untold of the last that it did.
    void recount()
  }
  const show = (): Status => {
    if (isToCount && !isClosed) {
      isToCount = false
      timers.after(countMs, () => (isToCount = true))
      void recount()
    }
    return read()
  }

  return {
    read,
    show,
    look,
    recount,
    start,
    close() {
      isClosed = true
      callOff()
    },
  }
}
