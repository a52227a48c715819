/** The ports of a browser page, and what a page must offer for them. */
import { CheckoutError } from './errors.ts'
import type { Broadcast, Connectivity, Locks, Ports } from './ports.ts'

/** A browser's features that nothing can stand in for, by the name that a fault gives. */
const features: Readonly<Record<string, () => boolean>> = {
  'crypto.subtle': () => typeof crypto === 'object' && typeof crypto.subtle === 'object',
  ReadableStream: () => typeof ReadableStream === 'function',
}

/**
 * @throws CheckoutError `INSECURE_CONTEXT` on a page that is neither https nor localhost;
 * `FEATURE_MISSING` naming what this browser lacks
 */
export function requireFeatures(): void {
  // Runtimes other than pages do not say.
  if ((globalThis as { isSecureContext?: boolean }).isSecureContext === false) {
    throw new CheckoutError(
      'INSECURE_CONTEXT',
      'this page is not a secure context: serve it by https, or from localhost',
      { field: 'location' },
    )
  }
  const missing = Object.keys(features).filter((name) => features[name]?.() !== true)
  if (missing.length === 0) return
  const names = missing.join(', ')
  throw new CheckoutError('FEATURE_MISSING', `this browser lacks ${names}: update it, or use another`, {
    field: names,
    expected: names,
  })
}

/**
 * All ports but the byte store.
 * @param channel name that this till's tabs talk under
 * @throws CheckoutError `FEATURE_MISSING` without IndexedDB
 */
export function browserPorts(
  channel: string,
): Omit<Ports, 'bytes' | 'indexedDb'> & { readonly indexedDb: Ports['indexedDb'] | null } {
  const { indexedDB: factory, IDBKeyRange: keyRange } = globalThis as Partial<typeof globalThis>
  return {
    clock: { now: () => Date.now(), monotonic: () => performance.now() },
    random: { bytes: (length) => crypto.getRandomValues(new Uint8Array(length)) },
    fetch: (url, init) => globalThis.fetch(url, init),
    timers: {
      after(ms, task) {
        const timer = setTimeout(task, ms)
        return () => clearTimeout(timer)
      },
    },
    locks: browserLocks(),
    broadcast: browserBroadcast(channel),
    connectivity: browserConnectivity(),
    indexedDb: factory && keyRange ? { factory, keyRange } : null,
  }
}

function browserLocks(): Locks | null {
  // Some runtimes have the name with nothing behind it.
  const locks = (globalThis as { navigator?: { locks?: LockManager | null } }).navigator?.locks
  if (locks === null || locks === undefined || typeof locks.request !== 'function') return null
  return {
    request: <T>(name: string, options: LockOptions, task: (granted: boolean) => Promise<T>) =>
      // The library's types do not see that the lock is held until the task's promise settles.
      locks.request(name, { ...options }, (lock) => task(lock !== null)) as Promise<unknown> as Promise<T>,
  }
}

function browserBroadcast(name: string): Broadcast {
  if (typeof BroadcastChannel !== 'function') return { post: () => undefined, subscribe: () => () => undefined }
  let channel: BroadcastChannel | null = null
  const listeners = new Set<(message: string) => void>()
  const open = (): BroadcastChannel => {
    if (channel) return channel
    channel = new BroadcastChannel(name)
    channel.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (typeof data === 'string') for (const listener of [...listeners]) listener(data)
    }
    return channel
  }
  return {
    post: (message) => open().postMessage(message),
    subscribe(listener) {
      open()
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
        if (listeners.size > 0) return
        channel?.close()
        channel = null
      }
    },
  }
}

function browserConnectivity(): Connectivity {
  const { navigator: browser, addEventListener, removeEventListener } = globalThis as Partial<typeof globalThis>
  return {
    online: () => browser?.onLine !== false,
    subscribe(listener) {
      // A page that was put away and comes back had no timers meanwhile.
      const events = ['online', 'offline', 'pageshow', 'focus']
      for (const event of events) addEventListener?.call(globalThis, event, listener)
      return () => {
        for (const event of events) removeEventListener?.call(globalThis, event, listener)
      }
    },
  }
}
