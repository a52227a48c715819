/** Refreshes the release by itself: at the start, on a steady beat, and soon after a failure. */
import type { Ports } from '../core/ports.ts'
import { createBackoff } from '../core/backoff.ts'

/** How often a release is asked for. Asking costs one small file when nothing is new. */
export const refreshMs = 900_000

export interface FreshKeeper {
  start(): void
  /** Runs a refresh now, or joins the one that runs. */
  refresh(): Promise<boolean>
  close(): void
}

/** @param refresh resolves with whether it succeeded; it never rejects */
export function createFreshKeeper(
  refresh: () => Promise<boolean>,
  ports: Pick<Ports, 'clock' | 'random' | 'timers' | 'connectivity'>,
): FreshKeeper {
  const backoff = createBackoff(ports)
  let running: Promise<boolean> | null = null
  let hasFailed = false
  let isClosed = false
  let callOff = (): void => undefined
  let unsubscribe = (): void => undefined

  const run = async (): Promise<boolean> => {
    callOff()
    const succeeded = await refresh()
    hasFailed = !succeeded
    if (succeeded) backoff.reset()
    if (!isClosed) callOff = ports.timers.after(succeeded ? refreshMs : backoff.next(), () => void again())
    return succeeded
  }
  const again = (): Promise<boolean> => {
    running ??= run().finally(() => {
      running = null
    })
    return running
  }

  return {
    start() {
      unsubscribe = ports.connectivity.subscribe(() => {
        if (hasFailed && ports.connectivity.online()) void again()
      })
      void again()
    },
    refresh: again,
    close() {
      isClosed = true
      callOff()
      unsubscribe()
    },
  }
}
