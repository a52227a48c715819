/** A metadata store in IndexedDB, strict durability: one row a file. */
import { Dexie } from 'dexie'
import type { Bytes } from '../../../src/core/bytes.ts'
import type { Floors, MetadataStore } from '../../../src/trust/store.ts'

export interface IndexedDbStore extends MetadataStore {
  raise(floors: Floors): Promise<void>
  close(): void
}

export function createIndexedDbStore(name: string): IndexedDbStore {
  const database = new Dexie(name, { chromeTransactionDurability: 'strict' })
  database.version(1).stores({ files: '', floors: '' })
  const files = database.table<Bytes, string>('files')
  const floors = database.table<Floors, string>('floors')
  return {
    async read() {
      const entries = new Map<string, Bytes>()
      await files.each((bytes, { primaryKey }) => void entries.set(primaryKey, bytes))
      return entries
    },
    write: (changes) =>
      database.transaction('rw', files, async () => {
        for (const [key, bytes] of changes) {
          if (bytes) await files.put(bytes, key)
          else await files.delete(key)
        }
      }),
    floors: async () => (await floors.get('floors')) ?? null,
    async raise(raised) {
      await floors.put(raised, 'floors')
    },
    close: () => database.close(),
  }
}
