/** An instant as records carry it. */
import { msToZoned, type Instant } from '../core/clock.ts'
import type { OutboxContext } from './context.ts'

/** Now, in the scheme's zone. */
export interface Moment {
  readonly ms: number
  /** `"2026-03-06T10:00:00+08:00"` */
  readonly at: Instant
  /** `"2026-03-06"` */
  readonly day: string
}

export function momentOf(context: OutboxContext): Moment {
  const ms = context.ports.clock.now()
  const at = msToZoned(ms, context.zone())
  return { ms, at, day: at.slice(0, 10) }
}
