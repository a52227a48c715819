/** A typed event source. A listener that throws stops neither the others nor the caller. */
export interface Emitter<Events> {
  /** Returns the function that takes the listener off again. */
  on<Name extends keyof Events>(name: Name, listener: (event: Events[Name]) => void): () => void
  emit<Name extends keyof Events>(name: Name, event: Events[Name]): void
  clear(): void
}

/** @param report told of what a listener threw; by default it surfaces as an uncaught error */
export function createEmitter<Events>(report: (error: unknown) => void = reportLater): Emitter<Events> {
  const listeners = new Map<keyof Events, Set<(event: never) => void>>()
  return {
    on(name, listener) {
      const set = listeners.get(name) ?? new Set()
      listeners.set(name, set.add(listener))
      return () => void set.delete(listener)
    },
    emit(name, event) {
      for (const listener of [...(listeners.get(name) ?? [])]) {
        try {
          ;(listener as (event: unknown) => void)(event)
        } catch (error) {
          report(error)
        }
      }
    },
    clear: () => listeners.clear(),
  }
}

function reportLater(error: unknown): void {
  queueMicrotask(() => {
    throw error
  })
}
