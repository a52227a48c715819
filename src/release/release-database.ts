/** The release store in a small database of its own, with strict durability: the switch to a release is one transaction. */
import { Dexie, type Table } from 'dexie'
import { CheckoutError } from '../core/errors.ts'
import type { IndexedDb } from '../core/ports.ts'
import { stateFromRows, type ReleaseStore, type StoredState } from './release-store.ts'

const rowNames = ['current', 'previous', 'floors', 'clockFloorMs'] as const satisfies readonly (keyof StoredState)[]

/** @throws {@link CheckoutError} from its calls: `STORAGE_UNAVAILABLE`, `STORAGE_QUOTA_EXCEEDED` */
export function createReleaseDatabase({ factory, keyRange }: IndexedDb, name: string): ReleaseStore {
  const database = new Dexie(name, { indexedDB: factory, IDBKeyRange: keyRange, chromeTransactionDurability: 'strict' })
  database.version(1).stores({ rows: '' })
  const rows: Table<unknown, string> = database.table('rows')

  async function readRows(): Promise<StoredState> {
    const [current, previous, floors, clockFloorMs] = await rows.bulkGet([...rowNames])
    return stateFromRows({ current, previous, floors, clockFloorMs })
  }

  return {
    read: () => coded(readRows()),
    update: (change) =>
      coded(
        database.transaction('rw', rows, async () => {
          const before = await readRows()
          const after = change(before)
          // A row that did not change is not written again: the clock's floor is raised often, a release is large.
          const changed = rowNames.filter((row) => after[row] !== before[row])
          await rows.bulkPut(
            changed.map((row) => after[row]),
            changed,
          )
          return after
        }),
      ),
    close: () => database.close(),
  }
}

async function coded<T>(work: PromiseLike<T>): Promise<T> {
  try {
    return await work
  } catch (cause) {
    const { name = '', inner } = cause as { name?: string; inner?: { name?: string } }
    const isFull = name === 'QuotaExceededError' || inner?.name === 'QuotaExceededError'
    throw new CheckoutError(
      isFull ? 'STORAGE_QUOTA_EXCEEDED' : 'STORAGE_UNAVAILABLE',
      isFull ? 'The device has no room for the release: free some storage' : 'The release store cannot be used',
      { field: 'release', cause },
    )
  }
}
