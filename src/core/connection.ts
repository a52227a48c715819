/**
 * The one way to a database of the browser. Whatever fails comes out as a coded fault; a connection
 * that was lost is opened again, once for each piece of work, and the work is done again on the new one.
 */
import { CheckoutError, isCheckoutError } from './errors.ts'
import { isConnectionLost, storageFault } from './storage-fault.ts'

export interface Connection {
  /**
   * Runs `work` on an open connection. Where the connection is lost, whether `work` had its effect is
   * not known, and it runs a second time: what it writes must come to the same when written twice.
   * @throws CheckoutError `STORAGE_…`, `CLOSED` after {@link Connection.close}, and what `work` throws of ours
   */
  use<T>(work: () => PromiseLike<T>): Promise<T>
  close(): void
}

/** @param close undoes `open`; what is closed already it leaves alone */
export function createConnection(open: () => PromiseLike<unknown>, close: () => void): Connection {
  let opened: PromiseLike<unknown> | null = null
  let isClosed = false
  const requireOpen = (): void => {
    if (isClosed) throw new CheckoutError('CLOSED', 'the database was closed with its client: make another')
  }

  async function attempt<T>(work: () => PromiseLike<T>, mayRepeat: boolean): Promise<T> {
    requireOpen()
    const opening = (opened ??= open())
    let isOpen = false
    try {
      await opening
      isOpen = true
      if (isClosed) close()
      requireOpen()
      return await work()
    } catch (error) {
      const isLost = !isOpen || isConnectionLost(error)
      // Whoever notices first lets it go; the others share the next one.
      if (isLost && opened === opening) {
        opened = null
        close()
      }
      if (isLost && mayRepeat && !isCheckoutError(error)) return attempt(work, false)
      throw storageFault(error)
    }
  }

  return {
    use: (work) => attempt(work, true),
    close() {
      isClosed = true
      close()
    },
  }
}
