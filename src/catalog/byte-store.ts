/**
 * Target files in the browser's storage, by their hash. Losing one costs a download, no more; what
 * comes out of it is hashed again before it is used.
 */
import { delMany, getMany, keys, promisifyRequest, setMany, type UseStore } from 'idb-keyval'
import type { Bytes } from '../core/bytes.ts'
import { CheckoutError } from '../core/errors.ts'
import type { ByteStore } from '../core/ports.ts'

const storeName = 'bytes'

/**
 * @param name the database's name; one store in it, of this module alone
 * @throws {@link CheckoutError} from its calls: `STORAGE_UNAVAILABLE`, `STORAGE_QUOTA_EXCEEDED`
 */
export function createByteStore(factory: IDBFactory, name: string): ByteStore & { close(): void } {
  const { use, close } = openStore(factory, name)
  return {
    get: async (key) => (await coded(getMany([key], use))).map(asBytes)[0],
    getMany: async (list) => (list.length === 0 ? [] : (await coded(getMany([...list], use))).map(asBytes)),
    setMany: (entries) =>
      coded(
        setMany(
          entries.map(([key, bytes]) => [key, own(bytes)]),
          use,
        ),
      ),
    deleteMany: (list) => coded(delMany([...list], use)),
    keys: async () => (await coded(keys(use))).filter((key) => typeof key === 'string'),
    close,
  }
}

/** One connection, opened when first needed and again after the browser closed it; strict writes. */
function openStore(factory: IDBFactory, name: string): { use: UseStore; close: () => void } {
  let opening: Promise<IDBDatabase> | null = null
  const forget = (): void => void (opening = null)
  const open = (): Promise<IDBDatabase> => {
    const request = factory.open(name)
    request.onupgradeneeded = () => request.result.createObjectStore(storeName)
    const opened = promisifyRequest<IDBDatabase>(request).then((database) => {
      database.onclose = forget
      database.onversionchange = () => {
        forget()
        database.close()
      }
      return database
    })
    opened.catch(forget)
    return opened
  }
  return {
    async use(mode, callback) {
      const transaction = (database: IDBDatabase): IDBObjectStore =>
        database
          .transaction(storeName, mode, mode === 'readwrite' ? { durability: 'strict' } : {})
          .objectStore(storeName)
      opening ??= open()
      const database = await opening
      let store: IDBObjectStore
      try {
        store = transaction(database)
      } catch {
        // The browser closes a connection without asking when storage is cleared.
        forget()
        store = transaction(await (opening ??= open()))
      }
      return callback(store)
    },
    close: () =>
      void opening
        ?.then(
          (database) => database.close(),
          () => undefined,
        )
        .finally(forget),
  }
}

/** A view into a larger buffer would be stored with all of it. */
function own(bytes: Bytes): Bytes {
  return bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice()
}

function asBytes(value: unknown): Bytes | undefined {
  return value instanceof Uint8Array && value.buffer instanceof ArrayBuffer ? (value as Bytes) : undefined
}

async function coded<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (cause) {
    const isFull = cause instanceof DOMException && cause.name === 'QuotaExceededError'
    throw new CheckoutError(
      isFull ? 'STORAGE_QUOTA_EXCEEDED' : 'STORAGE_UNAVAILABLE',
      isFull ? 'The device has no room for the catalogue: free some storage' : 'The catalogue store cannot be used',
      { field: 'bytes', cause },
    )
  }
}
