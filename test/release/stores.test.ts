import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { beforeEach, describe, expect, test } from 'vitest'
import { createByteStore } from '../../src/release/byte-store.ts'
import { createReleaseDatabase } from '../../src/release/release-database.ts'
import { emptyState, stateFromRows, type StoredRelease } from '../../src/release/release-store.ts'
import { utf8 } from '../../src/core/bytes.ts'
import { isCheckoutError } from '../../src/core/errors.ts'
import { createFailingDatabase, faultKinds, type FailingDatabase, type FaultKind } from '../support/failing-database.ts'

let factory: IDBFactory
beforeEach(() => {
  factory = new IDBFactory()
})

describe('the byte store', () => {
  const open = () => createByteStore(factory, 'bytes')

  test('gives back what was put in, after a restart too', async () => {
    await open().setMany([
      ['a', utf8('1')],
      ['b', utf8('2')],
    ])
    expect((await open().getMany(['b', 'x', 'a'])).map((bytes) => bytes && new TextDecoder().decode(bytes))).toEqual([
      '2',
      undefined,
      '1',
    ])
  })

  test('drops what it is told to, and names what it has', async () => {
    const store = open()
    await store.setMany([
      ['a', utf8('1')],
      ['b', utf8('2')],
    ])
    await store.deleteMany(['a'])
    expect(await store.keys()).toEqual(['b'])
  })

  test('stores a view without the buffer around it', async () => {
    const store = open()
    await store.setMany([['a', new Uint8Array(1000).subarray(10, 20)]])
    expect((await store.getMany(['a']))[0]?.buffer.byteLength).toBe(10)
  })

  test.each([
    ['under a key of its own', 'a', utf8('1')],
    ['in place of a pack', [1, 'a'], 'text'],
    ['in place of a file', [1, 'a'], ['text']],
  ])('has nothing where something else was put %s', async (_, key, value) => {
    const store = open()
    await store.setMany([['b', utf8('1')]])
    const opened = factory.open('bytes')
    await new Promise((resolve) => (opened.onsuccess = resolve))
    const transaction = opened.result.transaction('bytes', 'readwrite')
    transaction.objectStore('bytes').put(value, key)
    await new Promise((resolve) => (transaction.oncomplete = resolve))
    expect(await store.getMany(['a', 'b'])).toEqual([undefined, utf8('1')])
  })

  test('keeps the others of a pack when one is dropped', async () => {
    const store = open()
    await store.setMany([
      ['a', utf8('1')],
      ['b', utf8('2')],
    ])
    await store.setMany([['c', utf8('3')]])
    await store.deleteMany(['a', 'x'])
    expect(await store.getMany(['a', 'b', 'c'])).toEqual([undefined, utf8('2'), utf8('3')])
    await store.deleteMany(['b', 'c'])
    expect(await store.keys()).toEqual([])
  })

  test('has the last of what was stored under one key, wherever the one before lay', async () => {
    const store = open()
    await store.setMany([
      ['a', utf8('spoilt')],
      ['b', utf8('2')],
      ['c', utf8('3')],
    ])
    await store.setMany([['a', utf8('1')]])
    expect(await store.getMany(['a', 'b', 'c'])).toEqual([utf8('1'), utf8('2'), utf8('3')])
    expect((await store.keys()).sort()).toEqual(['a', 'b', 'c'])
  })

  test('says so when storage cannot be used', async () => {
    const broken = {
      open: () => {
        throw new DOMException('no', 'SecurityError')
      },
    } as unknown as IDBFactory
    await expect(createByteStore(broken, 'bytes').keys()).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' })
  })
})

describe('the release database', () => {
  const open = () => createReleaseDatabase({ factory, keyRange: IDBKeyRange }, 'release')
  const stored: StoredRelease = {
    id: 'a'.repeat(64),
    version: 3,
    metadata: [['timestamp', utf8('{}')]],
    files: ['sha256:00'],
    survived: false,
  }

  test('is empty at first, and gives back what was kept', async () => {
    const database = open()
    expect(await database.read()).toEqual(emptyState)
    await database.update((state) => ({ ...state, current: stored, clockFloorMs: 5 }))
    database.close()
    expect(await open().read()).toEqual({ ...emptyState, current: stored, clockFloorMs: 5 })
  })

  test('changes nothing when the change throws', async () => {
    const database = open()
    await expect(
      database.update(() => {
        throw new Error('no')
      }),
    ).rejects.toThrow()
    expect(await database.read()).toEqual(emptyState)
  })

  test('lets two changes at once follow each other', async () => {
    const database = open()
    const raise = () => database.update((state) => ({ ...state, clockFloorMs: state.clockFloorMs + 1 }))
    await Promise.all([raise(), raise(), raise()])
    expect((await database.read()).clockFloorMs).toBe(3)
  })

  test.each([
    [{ ...stored, id: 'x' }],
    [{ ...stored, version: '3' }],
    [{ ...stored, metadata: [['timestamp', 'text']] }],
    [{ ...stored, more: 1 }],
    ['text'],
    [7],
  ])('takes %j for no release', (current) => {
    expect(stateFromRows({ current, previous: current, floors: { root: -1 }, clockFloorMs: 'now' })).toEqual(emptyState)
  })
})

describe.each(faultKinds)('on a database that fails with %s', (kind) => {
  const stored: StoredRelease = { id: 'b'.repeat(64), version: 4, metadata: [], files: [], survived: true }
  const calls: Readonly<Record<string, (storage: FailingDatabase) => () => Promise<unknown>>> = {
    'the byte store': ({ indexedDb }) => {
      const files = createByteStore(indexedDb.factory, 'bytes')
      return async () => {
        await files.setMany([['a', utf8('1')]])
        await files.deleteMany(['b'])
        return [await files.keys(), await files.getMany(['a'])]
      }
    },
    'the release database': ({ indexedDb }) => {
      const database = createReleaseDatabase(indexedDb, 'release')
      return async () => {
        await database.update((state) => ({ ...state, current: stored }))
        return database.read()
      }
    },
  }

  test.each(Object.entries(calls))(
    '%s rejects with a code or goes on, and works once the fault is gone',
    async (_, make) => {
      const storage = createFailingDatabase()
      const call = make(storage)
      const expected = await call()
      for (const lasts of [false, true]) {
        for (let at = 1, goesOn = true; goesOn; at++) {
          storage.stage({ kind, at, lasts })
          const end = await call().catch((error: unknown) => error)
          goesOn = storage.lift()
          if (!isCheckoutError(end)) expect(end).toEqual(expected)
          else expect(end.code).toMatch(/^STORAGE_/)
          if (!lasts && isRepeated.has(kind)) expect(end).toEqual(expected)
          expect(await call()).toEqual(expected)
        }
      }
    },
  )
})

/** After these the same work on a new connection can succeed. */
const isRepeated = new Set<FaultKind>([
  'InvalidStateError',
  'UnknownError',
  'AbortError',
  'connection_closed',
  'answer_lost',
])
