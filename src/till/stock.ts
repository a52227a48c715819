/** The stocktake of a till, with what a browser has of its own where the host gave nothing. */
import { createCacheBytes } from '../core/cache-bytes.ts'
import type { Persistence, Ports } from '../core/ports.ts'
import { createStocktake, type Stocktake, type StocktakeOptions } from '../outbox/stocktake.ts'

export function openStocktake({
  ports,
  ...options
}: Omit<StocktakeOptions, 'keepsake' | 'persistence'> & {
  readonly ports: Pick<Ports, 'keepsake' | 'persistence'>
}): Stocktake {
  const { keepsake = createCacheBytes(options.context.db.name), persistence = browserPersistence() } = ports
  return createStocktake({ ...options, keepsake, persistence })
}

/** WebKitGTK has none; in a worker there may be no `persist`. */
function browserPersistence(): Persistence | null {
  const storage = (globalThis as { navigator?: { storage?: Partial<StorageManager> } }).navigator?.storage
  return storage?.persist && storage.persisted ? (storage as StorageManager) : null
}
