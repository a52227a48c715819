/** What becomes of a tab: it works, it is frozen, or it is gone. Whatever reaches outside passes here. */
import { abortReason, childController } from '../../../src/core/abort.ts'
import type { Locks, Ports, Timers } from '../../../src/core/ports.ts'
import type { OutboxDatabase } from '../../../src/outbox/database.ts'

export interface Fate {
  readonly state: 'alive' | 'frozen' | 'gone'
  freeze(): void
  thaw(): void
  /** Nothing goes on from here: what was awaited never comes back. */
  end(): void
  /** Called once when it is over. */
  onEnd(task: () => void): void
  /** At once while alive, at the thaw when frozen, never once gone. */
  passed(): Promise<void>
  /** As {@link Fate.passed}, for what is called back. */
  run(task: () => void): void
}

export function createFate(): Fate {
  let state: Fate['state'] = 'alive'
  const waiting: (() => void)[] = []
  const ends: (() => void)[] = []
  const run = (task: () => void): void => {
    if (state === 'alive') task()
    else if (state === 'frozen') waiting.push(task)
  }
  return {
    get state() {
      return state
    },
    freeze() {
      if (state === 'alive') state = 'frozen'
    },
    thaw() {
      if (state !== 'frozen') return
      state = 'alive'
      for (const task of waiting.splice(0)) task()
    },
    end() {
      if (state === 'gone') return
      state = 'gone'
      waiting.splice(0)
      for (const task of ends.splice(0)) task()
    },
    onEnd: (task) => void ends.push(task),
    passed: () => (state === 'alive' ? Promise.resolve() : new Promise((resolve) => run(resolve))),
    run,
  }
}

/** Comes back when the tab may go on, however `work` ends. */
async function through<T>(fate: Fate, work: () => Promise<T>): Promise<T> {
  await fate.passed()
  try {
    return await work()
  } finally {
    await fate.passed()
  }
}

/** The ports as a tab has them that can freeze and die. */
export function fatedPorts(ports: Ports, fate: Fate): Ports {
  const timers: Timers = {
    after(ms, task) {
      let isOff = false
      const callOff = ports.timers.after(ms, () => fate.run(() => isOff || task()))
      // One that came due in a frozen tab can still be called off at the thaw.
      return () => {
        isOff = true
        callOff()
      }
    },
  }
  return {
    ...ports,
    timers,
    fetch: (url, init) => through(fate, () => ports.fetch(url, init)),
    locks: ports.locks && fatedLocks(ports.locks, fate),
    broadcast: {
      post(message) {
        if (fate.state === 'alive') ports.broadcast.post(message)
      },
      subscribe: (listener) => ports.broadcast.subscribe((message) => fate.run(() => listener(message))),
    },
    connectivity: {
      online: () => ports.connectivity.online(),
      subscribe: (listener) => ports.connectivity.subscribe(() => fate.run(listener)),
    },
  }
}

/** A frozen tab keeps its locks; a tab that is gone has none, and stands in no queue. */
function fatedLocks(locks: Locks, fate: Fate): Locks {
  return {
    async request(name, { signal, ...how }, task) {
      await fate.passed()
      const waiting = childController(signal)
      fate.onEnd(() => waiting.abort())
      const run = async (granted: boolean): Promise<Awaited<ReturnType<typeof task>>> => {
        if (fate.state === 'gone') return undefined as never
        const over = new Promise<never>((_, reject) => fate.onEnd(() => reject(abortReason(waiting.signal))))
        over.catch(() => undefined)
        await fate.passed()
        return Promise.race([task(granted), over])
      }
      try {
        return await locks.request(name, { ...how, ...(signal && { signal: waiting.signal }) }, run)
      } finally {
        await fate.passed()
      }
    },
  }
}

/** The database as such a tab has it. @param before called ahead of each transaction, @param after once it is complete */
export function fatedDatabase(
  db: OutboxDatabase,
  fate: Fate,
  { before, after }: { readonly before: () => void; readonly after: () => void },
): OutboxDatabase {
  const run =
    (mode: 'read' | 'write'): OutboxDatabase['read'] =>
    (names, work) =>
      through(fate, async () => {
        before()
        await fate.passed()
        const done = await db[mode](names, work)
        after()
        return done
      })
  return { ...db, read: run('read'), write: run('write') }
}
