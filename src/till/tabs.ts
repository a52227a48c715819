/** The tabs of one till: each tells the others what it changed. What holds is in the database. */
import type { Broadcast, Connectivity } from '../core/ports.ts'
import type { OutboxContext } from '../outbox/context.ts'

const salePrefix = 'sale:'
const timePrefix = 'time:'

/** Passes this tab's changes on, and raises theirs here as events. Returns the function that ends it. */
export function joinTabs(
  { events }: Pick<OutboxContext, 'events'>,
  broadcast: Broadcast,
  onRemote: () => void,
): () => void {
  let isRemote = false
  const raise = (task: () => void): void => {
    isRemote = true
    task()
    isRemote = false
  }
  const tell = (message: string): void => {
    if (!isRemote) broadcast.post(message)
  }
  const ends = [
    events.on('sale', (id) => tell(`${salePrefix}${id}`)),
    events.on('changed', () => tell('changed')),
    events.on('time', (ms) => tell(`${timePrefix}${ms}`)),
    broadcast.subscribe((message) => {
      if (message.startsWith(salePrefix)) raise(() => events.emit('sale', message.slice(salePrefix.length)))
      else if (message.startsWith(timePrefix))
        raise(() => events.emit('time', Number(message.slice(timePrefix.length))))
      else if (message === 'changed') {
        raise(() => events.emit('changed', null))
        onRemote()
      }
    }),
  ]
  return () => {
    for (const end of ends) end()
  }
}

/** Whether tabs of this till still run: each holds a lock of its own name for as long as it lives. */
export interface TabPresence {
  /** Resolves once this tab can be seen, however often it is asked for. */
  enter(): Promise<void>
  /** False also where the runtime cannot tell. */
  isAlive(tab: string): Promise<boolean>
  leave(): void
}

export function createTabPresence(
  { db, tab, ports: { locks } }: Pick<OutboxContext, 'db' | 'tab' | 'ports'>,
  connectivity: Pick<Connectivity, 'subscribe'>,
): TabPresence {
  /** Runs `task` with the lock of that tab, which is held for as long as it runs; without it where somebody has it. */
  const tryFor = (id: string, task: (granted: boolean) => Promise<unknown>) =>
    locks?.request(`${db.name}/tab/${id}`, { ifAvailable: true }, task)
  let entered: Promise<void> | null = null
  let leave = (): void => undefined
  const left = new Promise<void>((end) => (leave = end))
  const take = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const held = tryFor(tab, (granted) => {
        resolve()
        return granted ? left : Promise.resolve()
      })
      if (held) held.catch(reject)
      else resolve()
    })
  return {
    enter() {
      if (!entered) {
        // A browser takes the locks of a page that it puts away, and does not give them back with the page.
        const unsubscribe = connectivity.subscribe(() => void take().catch(() => undefined))
        void left.then(unsubscribe)
      }
      return (entered ??= take())
    },
    isAlive: async (id) => locks !== null && !(await tryFor(id, (granted) => Promise.resolve(granted))),
    leave,
  }
}
