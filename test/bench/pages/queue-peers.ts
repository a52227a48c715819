/**
 * The page side of O1's peers: the same value put where each queue keeps what is to be sent. None of them seals,
 * signs or flushes.
 */
import { IndexedDBAdapter, startOfflineExecutor } from '@tanstack/offline-transactions'
import { createCollection, localOnlyCollectionOptions } from '@tanstack/db'
import PouchDB from 'pouchdb-browser'
import { createRxDatabase } from 'rxdb/plugins/core'
import { getRxStorageDexie } from 'rxdb/plugins/storage-dexie'

type Put = (id: string, bytes: string) => Promise<unknown>

const openPeers: Readonly<Record<string, () => Promise<Put>>> = {
  async PouchDB() {
    const db = new PouchDB('peer')
    return (id, bytes) => db.put({ _id: id, bytes })
  },
  async RxDB() {
    const db = await createRxDatabase({ name: 'peer', storage: getRxStorageDexie(), multiInstance: false })
    const { rows } = await db.addCollections({
      rows: {
        schema: {
          version: 0,
          primaryKey: 'id',
          type: 'object',
          properties: { id: { type: 'string', maxLength: 40 }, bytes: { type: 'string' } },
        },
      },
    })
    return (id, bytes) => rows.insert({ id, bytes })
  },
  async 'TanStack offline-transactions'() {
    interface Row {
      readonly id: string
      readonly bytes: string
    }
    const rows = createCollection(localOnlyCollectionOptions<Row>({ id: 'rows', getKey: ({ id }) => id }))
    // Resolves with the write of the queue's own row: before it nothing is kept.
    let written = (): void => undefined
    class Storage extends IndexedDBAdapter {
      override async set(key: string, value: string): Promise<void> {
        await super.set(key, value)
        written()
      }
    }
    const executor = startOfflineExecutor({
      collections: { rows },
      mutationFns: { send: () => Promise.resolve() },
      storage: new Storage('peer-tanstack'),
      onlineDetector: {
        subscribe: () => () => undefined,
        notifyOnline: () => undefined,
        isOnline: () => false,
        dispose: () => undefined,
      },
    })
    await executor.waitForInit()
    return (id, bytes) =>
      new Promise<void>((resolve) => {
        written = resolve
        const transaction = executor.createOfflineTransaction({ mutationFnName: 'send', autoCommit: true })
        transaction.mutate(() => void rows.insert({ id, bytes }))
      })
  },
}

/** Milliseconds of each write by peer, the peers in turn. */
async function puts(count: number, bytes: number): Promise<Readonly<Record<string, readonly number[]>>> {
  const peers = await Promise.all(
    Object.entries(openPeers).map(async ([name, open]) => ({ name, put: await open(), samples: [] as number[] })),
  )
  const value = 'x'.repeat(bytes)
  for (let i = 0; i < count; i++) {
    for (const { put, samples } of peers) {
      const start = performance.now()
      await put(`row-${String(i)}`, value)
      samples.push(performance.now() - start)
    }
  }
  return Object.fromEntries(peers.map(({ name, samples }) => [name, samples]))
}

/** What the benchmark calls by name. */
export interface PeersBench {
  readonly puts: typeof puts
}
;(globalThis as { bench?: PeersBench }).bench = { puts }
