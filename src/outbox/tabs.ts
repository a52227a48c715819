/** The tabs of one till: each tells the others what it changed. What holds is in the database. */
import type { Broadcast } from '../core/ports.ts'
import type { OutboxContext } from './context.ts'

const salePrefix = 'sale:'

/** Passes this tab's changes on, and raises theirs here as events. Returns the function that ends it. */
export function joinTabs({ events }: Pick<OutboxContext, 'events'>, broadcast: Broadcast, onRemote: () => void): () => void {
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
    broadcast.subscribe((message) => {
      if (message.startsWith(salePrefix)) raise(() => events.emit('sale', message.slice(salePrefix.length)))
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
