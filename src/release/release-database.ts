/** The release store in a small database of its own, with strict durability: the switch to a release is one transaction. */
import { createDatabase, type Table } from '../core/database.ts'
import type { IndexedDb, Timers } from '../core/ports.ts'
import { stateFromRows, type ReleaseStore, type StoredState } from './release-store.ts'

const rowNames = ['current', 'previous', 'floors', 'clockFloorMs'] as const satisfies readonly (keyof StoredState)[]

interface ReleaseTables {
  readonly rows: Table<unknown, string>
}

/** @throws CheckoutError from its calls: `STORAGE_…` */
export function createReleaseDatabase(indexedDb: IndexedDb, name: string, timers?: Timers): ReleaseStore {
  const db = createDatabase<ReleaseTables>(indexedDb, name, { rows: '' }, timers)

  async function readRows({ rows }: ReleaseTables): Promise<StoredState> {
    const [current, previous, floors, clockFloorMs] = await rows.bulkGet([...rowNames])
    return stateFromRows({ current, previous, floors, clockFloorMs })
  }

  return {
    read: () => db.read(['rows'], readRows),
    update: (change) =>
      db.write(['rows'], async (tables) => {
        const before = await readRows(tables)
        const after = change(before)
        // A row that did not change is not written again: the clock's floor is raised often, a release is large.
        const changed = rowNames.filter((row) => after[row] !== before[row])
        await tables.rows.bulkPut(
          changed.map((row) => after[row]),
          changed,
        )
        return after
      }),
    close: () => db.close(),
  }
}
