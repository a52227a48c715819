/**
 * Target files in the browser's storage, by their hash, several to a value. Losing one costs a
 * download, no more; what comes out of it is hashed again before it is used.
 */
import { keys as allKeys, promisifyRequest, type UseStore } from 'idb-keyval'
import type { Bytes } from '../core/bytes.ts'
import { createConnection } from '../core/connection.ts'
import type { ByteStore } from '../core/ports.ts'
import { asPackKey, filesOf, packsOf, packsToRewrite, type PackEntry, type PackKey } from './byte-packs.ts'

const storeName = 'bytes'

/**
 * @param name the database's name; it holds one store, for this module alone
 * @throws CheckoutError from its calls: `STORAGE_…`, `CLOSED`
 */
export function createByteStore(factory: IDBFactory, name: string): ByteStore & { close(): void } {
  const { use, close } = openStore(factory, name)
  return {
    keys: async () => packKeys(await allKeys(use)).flatMap(filesOf),
    async getMany(list) {
      if (list.length === 0) return []
      const wanted = new Set(list)
      const found = new Map(await use('readonly', (store) => readFiles(store, (file) => wanted.has(file))))
      return list.map((file) => found.get(file))
    },
    setMany: (entries) => use('readwrite', (store) => replaceFiles(store, keysOf(entries), entries)),
    deleteMany: (list) => use('readwrite', (store) => replaceFiles(store, list, [])),
    close,
  }
}

function storable(entries: readonly PackEntry[]): [PackKey, readonly Bytes[]][] {
  return packsOf(entries).map(([key, files]) => [key, files.map(own)])
}

function packKeys(keys: readonly IDBValidKey[]): readonly PackKey[] {
  return keys.map(asPackKey).filter((key) => key !== null)
}

/** The files that are `wanted`, out of every pack that has one. */
async function readFiles(store: IDBObjectStore, wanted: (file: string) => boolean): Promise<PackEntry[]> {
  const packs = packKeys(await promisifyRequest(store.getAllKeys())).filter((key) => filesOf(key).some(wanted))
  return (await Promise.all(packs.map((key) => readPack(store, key)))).flat().filter(([file]) => wanted(file))
}

async function readPack(store: IDBObjectStore, key: PackKey): Promise<PackEntry[]> {
  const value = await promisifyRequest<unknown>(store.get(key))
  return filesOf(key).flatMap((file, i) => {
    const bytes = Array.isArray(value) ? asBytes(value[i]) : undefined
    return bytes ? [[file, bytes] as const] : []
  })
}

/** A file stored twice could be read from either pack, so the earlier one is removed in the same transaction. */
async function replaceFiles(
  store: IDBObjectStore,
  gone: readonly string[],
  added: readonly PackEntry[],
): Promise<void> {
  const dropped = new Set(gone)
  const rewritten = packsToRewrite(packKeys(await promisifyRequest(store.getAllKeys())), dropped)
  const kept = (await Promise.all(rewritten.map((key) => readPack(store, key)))).flat()
  for (const key of rewritten) store.delete(key)
  for (const [key, files] of storable([...kept.filter(([file]) => !dropped.has(file)), ...added])) store.put(files, key)
  await completed(store.transaction)
}

// A failed request speaks first and without its reason; the abort that follows has it.
function completed(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve()
    transaction.onabort = () => reject(transaction.error ?? new DOMException('aborted', 'AbortError'))
  })
}

function keysOf(entries: readonly PackEntry[]): readonly string[] {
  return entries.map(([key]) => key)
}

/** The store of each transaction; strict writes. */
function openStore(factory: IDBFactory, name: string): { use: UseStore; close: () => void } {
  let database: IDBDatabase | null = null
  const open = async (): Promise<void> => {
    const request = factory.open(name)
    request.onupgradeneeded = () => request.result.createObjectStore(storeName)
    const opened = await promisifyRequest<IDBDatabase>(request)
    // Whoever wants to clear it away is not kept waiting; the next use opens it again.
    opened.onversionchange = () => opened.close()
    database = opened
  }
  const connection = createConnection(open, () => database?.close())
  return {
    use: (mode, work) =>
      connection.use(async () => {
        const durability = mode === 'readwrite' ? { durability: 'strict' as const } : {}
        const transaction = (database as IDBDatabase).transaction(storeName, mode, durability)
        return work(transaction.objectStore(storeName))
      }),
    close: () => connection.close(),
  }
}

/** A view into a larger buffer would be stored with all of it. */
function own(bytes: Bytes): Bytes {
  return bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice()
}

function asBytes(value: unknown): Bytes | undefined {
  return value instanceof Uint8Array && value.buffer instanceof ArrayBuffer ? (value as Bytes) : undefined
}
