/** What the outbox tells, passed on to the host, once this tab's own copy is up to date. */
import type { CheckoutEvents } from '../client.ts'
import type { Emitter } from '../core/emitter.ts'
import { loaded } from '../core/late.ts'
import type { OutboxContext } from '../outbox/context.ts'
import type { LocalFacts } from './local-facts.ts'
import type { StatusKeeper } from './status.ts'

export interface EventOptions {
  readonly context: OutboxContext
  readonly localFacts: Pick<LocalFacts, 'reloadSale'>
  readonly status: Pick<StatusKeeper, 'recount'>
  readonly events: Emitter<CheckoutEvents>
  readonly onError: (error: unknown) => void
  readonly signal: AbortSignal
}

export function passEventsOn({ context, localFacts, status, events, onError, signal }: EventOptions): void {
  async function tellSale(id: string): Promise<void> {
    await localFacts.reloadSale(id)
    const { readSale } = await loaded(import('../outbox/sale-row.ts'))
    const sale = await readSale(context.db, id)
    if (sale && !signal.aborted) events.emit('sale', sale)
  }
  context.events.on('changed', () => void status.recount().catch(onError))
  context.events.on('task', (task) => events.emit('task', task))
  context.events.on('sale', (id) => void tellSale(id).catch(onError))
}
