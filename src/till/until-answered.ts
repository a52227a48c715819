/** Waits until the platform has answered for all records of a sale. */
import { CheckoutError } from '../core/errors.ts'
import type { OutboxContext } from '../outbox/context.ts'
import type { SaleRow } from '../outbox/database.ts'
import { readSale, saleView } from '../outbox/sale-row.ts'
import type { Sale } from '../outbox/sale.ts'

export interface AnswerWait {
  /** Longest wait, milliseconds; null: for as long as it takes. */
  readonly ms: number | null
  readonly signal: AbortSignal
  /** Told when the sale could not be read again. */
  readonly onError: (error: unknown) => void
}

/**
 * Resolves when the sale is answered or held, when its state changed meanwhile, when sending got
 * stuck, or after `ms`; with no bound it waits on through all but the first two. Where the sale cannot
 * be read again, it is as it was written: durable, and nothing known of an answer.
 * @param written the sale as its last record left it
 * @throws CheckoutError `ABORTED` when `signal` fires
 */
export function untilAnswered(context: OutboxContext, written: SaleRow, wait: AnswerWait): Promise<Sale> {
  const { ms, signal, onError } = wait
  const { id, state } = written
  return new Promise((resolve, reject) => {
    let isOver = false
    const finish = (settle: () => void): void => {
      if (isOver) return
      isOver = true
      for (const end of ends) end()
      signal.removeEventListener('abort', abort)
      settle()
    }
    const look = async (isLast: boolean): Promise<void> => {
      const sale = await currentSale(context, written, onError)
      const isSettled = sale.delivery === 'answered' || sale.delivery === 'held'
      // Units that another till took back settle nothing: this till's own record still waits for its answer.
      const isOvertaken = sale.state !== state && sale.state !== 'refunded'
      if (isLast || isSettled || isOvertaken) finish(() => resolve(sale))
    }
    const abort = (): void =>
      finish(() =>
        reject(new CheckoutError('ABORTED', 'the client was closed; the sale is kept and goes on at the next start')),
      )
    const ends = [
      context.events.on('sale', (changed) => {
        if (changed === id) void look(false)
      }),
      ...(ms === null
        ? []
        : [context.events.on('stuck', () => void look(true)), context.ports.timers.after(ms, () => void look(true))]),
    ]
    signal.addEventListener('abort', abort, { once: true })
    if (signal.aborted) abort()
    void look(false)
  })
}

/** The sale as it is now; as it was written, where it cannot be read again. */
export async function currentSale(
  { db }: Pick<OutboxContext, 'db'>,
  written: SaleRow,
  onError: (error: unknown) => void,
): Promise<Sale> {
  try {
    return (await readSale(db, written.id)) ?? saleView(written, ['pending'])
  } catch (error) {
    onError(error)
    return saleView(written, ['pending'])
  }
}
