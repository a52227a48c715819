import { forceCloseDatabase, IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { describe, expect, it } from 'vitest'
import { createDatabase, type Table } from '../../src/core/database.ts'
import { createFailingDatabase } from '../support/failing-database.ts'
import { createClock } from '../../src/testing/clock.ts'

describe('a database that does not open', () => {
  it('is a coded fault after ten seconds, and opens once the browser answers again', async () => {
    const clock = createClock('2026-03-06T10:00:00+08:00')
    const factory = new IDBFactory()
    let isStuck = true
    const stuck = new Proxy(factory, {
      get: (target, name) =>
        name === 'open'
          ? (...args: Parameters<IDBFactory['open']>) => (isStuck ? {} : target.open(...args))
          : (Reflect.get(target, name) as unknown),
    })
    const indexedDb = { factory: stuck, keyRange: IDBKeyRange }
    const db = createDatabase<{ rows: Table<string, string> }>(indexedDb, 'slow', { rows: '' }, clock.timers)
    const opening = db.open().then(
      () => 'opened',
      (error: unknown) => error,
    )
    for (let i = 0; i < 11; i++) await clock.advance(1_000)
    expect(await opening).toMatchObject({ code: 'STORAGE_UNAVAILABLE', retryable: true })
    isStuck = false
    await db.write(['rows'], ({ rows }) => rows.put('here', 'it'))
    expect(await db.read(['rows'], ({ rows }) => rows.get('it'))).toBe('here')
    db.close()
  })
})

describe('a connection that the browser closes', () => {
  it('is told of, and the next use opens another', async () => {
    const factory = new IDBFactory()
    let opened: IDBDatabase | null = null
    const watched = new Proxy(factory, {
      get: (target, name) =>
        name === 'open'
          ? (...args: Parameters<IDBFactory['open']>) => {
              const request = target.open(...args)
              request.addEventListener('success', () => (opened = request.result))
              return request
            }
          : (Reflect.get(target, name) as unknown),
    })
    const db = createDatabase<{ rows: Table<string, string> }>({ factory: watched, keyRange: IDBKeyRange }, 'cut', {
      rows: '',
    })
    await db.write(['rows'], ({ rows }) => rows.put('here', 'it'))
    const told = new Promise<void>((resolve) => db.onForcedClose(resolve))
    forceCloseDatabase(opened as never)
    await told
    expect(await db.read(['rows'], ({ rows }) => rows.get('it'))).toBe('here')
    db.close()
  })

  it('is not what a database is that cannot be opened, or that its page closes', async () => {
    const storage = createFailingDatabase()
    const db = createDatabase<{ rows: Table<string, string> }>(storage.indexedDb, 'shut', { rows: '' })
    let told = 0
    db.onForcedClose(() => {
      told++
    })
    storage.stage({ kind: 'AbortError', at: 1, lasts: true })
    await expect(db.open()).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' })
    storage.lift()
    await db.write(['rows'], ({ rows }) => rows.put('here', 'it'))
    storage.stage({ kind: 'AbortError', at: 1, lasts: true })
    await expect(db.read(['rows'], ({ rows }) => rows.get('it'))).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' })
    db.close()
    expect(told).toBe(0)
  })
})
