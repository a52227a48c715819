/** A copy of all databases of a browser, as a backup of its profile has them. */
import { IDBFactory } from 'fake-indexeddb'

interface StoreCopy {
  readonly name: string
  readonly keyPath: string | string[] | null
  readonly indexes: readonly (readonly [name: string, keyPath: string | string[], options: IDBIndexParameters])[]
  readonly rows: readonly (readonly [key: IDBValidKey, value: unknown])[]
}

/** @param without names of indexes that the copy does not have, as code before them left it */
export async function copiedDatabases(from: IDBFactory, without: readonly string[] = []): Promise<IDBFactory> {
  const copy = new IDBFactory()
  for (const { name = '' } of await from.databases()) {
    const database = await answerOf(from.open(name))
    const stores = await Promise.all([...database.objectStoreNames].map((store) => storeCopy(database, store)))
    const opening = copy.open(name, database.version)
    opening.addEventListener('upgradeneeded', () => {
      for (const { name: store, keyPath, indexes } of stores) {
        const made = opening.result.createObjectStore(store, { keyPath })
        for (const each of indexes) if (!without.includes(each[0])) made.createIndex(...each)
      }
    })
    const copied = await answerOf(opening)
    for (const { name: store, keyPath, rows } of stores) {
      const table = copied.transaction(store, 'readwrite').objectStore(store)
      for (const [key, value] of rows) await answerOf(keyPath === null ? table.put(value, key) : table.put(value))
    }
    copied.close()
    database.close()
  }
  return copy
}

async function storeCopy(database: IDBDatabase, name: string): Promise<StoreCopy> {
  const store = database.transaction(name).objectStore(name)
  const indexes = [...store.indexNames].map((index) => {
    const { keyPath, unique, multiEntry } = store.index(index)
    return [index, keyPath, { unique, multiEntry }] as const
  })
  const [keys, values] = await Promise.all([
    answerOf(store.getAllKeys()),
    answerOf(store.getAll() as IDBRequest<unknown[]>),
  ])
  return { name, keyPath: store.keyPath, indexes, rows: keys.map((key, i) => [key, values[i]] as const) }
}

function answerOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result))
    request.addEventListener('error', () => reject(request.error as Error))
  })
}
