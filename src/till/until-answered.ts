/** Waits until the platform has answered for all records of a sale. */
import { CheckoutError } from '../core/errors.ts'
import type { OutboxContext } from '../outbox/context.ts'
import { readSale } from '../outbox/sale-row.ts'
import { storageFault } from '../core/storage-fault.ts'
import type { Sale } from '../outbox/sale.ts'

/** True once nothing of the sale is on its way any more. */
function isSettled(sale: Sale | null): boolean {
  return sale === null || sale.delivery === 'answered' || sale.delivery === 'held'
}

/**
 * Resolves when the sale is answered or held, when its state changed meanwhile, when sending got
 * stuck, or after `ms`; null waits on through all but the first two.
 * @throws CheckoutError `ABORTED` when `signal` fires
 */
export function untilAnswered(
  context: OutboxContext,
  id: string,
  ms: number | null,
  signal: AbortSignal,
): Promise<Sale | null> {
  return new Promise((resolve, reject) => {
    let isOver = false
    let first: Sale['state'] | null = null
    const finish = (settle: () => void): void => {
      if (isOver) return
      isOver = true
      for (const end of ends) end()
      signal.removeEventListener('abort', abort)
      settle()
    }
    const look = async (isLast: boolean): Promise<void> => {
      const sale = await readSale(context.db, id)
      first ??= sale?.state ?? null
      if (isLast || isSettled(sale) || sale?.state !== first) finish(() => resolve(sale))
    }
    const abort = (): void =>
      finish(() =>
        reject(new CheckoutError('ABORTED', 'the client was closed; the sale is kept and goes on at the next start')),
      )
    const fail = (error: unknown): void => finish(() => reject(storageFault(error)))
    const ends = [
      context.events.on('sale', (changed) => {
        if (changed === id) look(false).catch(fail)
      }),
      ...(ms === null
        ? []
        : [
            context.events.on('stuck', () => void look(true).catch(fail)),
            context.ports.timers.after(ms, () => void look(true).catch(fail)),
          ]),
    ]
    signal.addEventListener('abort', abort, { once: true })
    if (signal.aborted) abort()
    look(ms === 0).catch(fail)
  })
}
