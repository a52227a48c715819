/** Builds a release's look-up tables before they are asked for, a slice at a time between other work. */
import type { Timers } from '../core/ports.ts'

export interface CatalogWarmer {
  /** The till is ready: there is time for it. */
  start(): void
  /** A release is in force, perhaps a new one: warms it, and stops warming the one before it. */
  look(): void
  close(): void
}

export interface CatalogWarmerOptions {
  /** The tables of the release in force, one generator a call; null without a release. */
  readonly tables: () => (() => Generator<void, void>) | null
  readonly timers: Timers
  /** The tables are built again with the first question that needs them. */
  readonly onError: (error: unknown) => void
}

export function createCatalogWarmer({ tables, timers, onError }: CatalogWarmerOptions): CatalogWarmer {
  let warming: (() => Generator<void, void>) | null = null
  let isStarted = false
  let callOff = (): void => undefined

  // One step a task: a scan that comes meanwhile waits for one step at most.
  const next = (steps: Generator<void, void>): void => {
    callOff = timers.after(0, () => {
      try {
        if (steps.next().done !== true) next(steps)
      } catch (error) {
        onError(error)
      }
    })
  }
  const look = (): void => {
    const current = tables()
    if (!isStarted || current === warming) return
    callOff()
    warming = current
    if (current) next(current())
  }
  return {
    start() {
      isStarted = true
      look()
    },
    look,
    close() {
      callOff()
    },
  }
}
