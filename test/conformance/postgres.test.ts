/** The reference platform and a PostgreSQL server that is not always there. */
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { openDatabase } from '../../examples/platform/database.ts'
import { magicItems } from '../../src/testing/magic.ts'
import { freePort, startPostgres, type TestServer } from '../support/postgres.ts'
import { describeRaces } from './platform-races.ts'
import { nextTill } from './platform-sales.ts'
import { startSqlPlatform, type SqlPlatform } from './sql-platform.ts'
import { freshSerial, oneItem, TestTill, type AnyDraft, type Sold } from './test-till.ts'

const { grade_1: fridge } = magicItems

describe('a PostgreSQL server', () => {
  let server: TestServer
  let url: string
  let platform: SqlPlatform
  const openTill = (): Promise<TestTill> => new TestTill(platform, 'TY-0001', nextTill()).open()

  beforeAll(async () => {
    // Asked for before it is there, by two that will both find no tables.
    const port = await freePort()
    url = `postgres://postgres:postgres@localhost:${port}/postgres`
    const reports: unknown[] = []
    const opening = [1, 2].map(() => openDatabase({ url }, (error) => void reports.push(error)))
    await vi.waitFor(() => expect(reports).toMatchObject([{ code: 'ECONNREFUSED' }, { code: 'ECONNREFUSED' }]), 30_000)
    server = await startPostgres(port)
    const opened = await Promise.all(opening)
    expect(await opened[1]!.selectFrom('records').selectAll().execute()).toEqual([])
    for (const database of opened) await database.destroy()
    platform = await startSqlPlatform(url)
  }, 120_000)
  afterAll(async () => {
    await platform.dispose()
    await server.stop()
  })
  afterEach(() => void vi.restoreAllMocks())

  it('that is away at the start is waited for, said once, and given its tables by one of those that wait', () => {
    expect(platform).toBeDefined()
  })

  describeRaces(() => platform)

  it('that drops its connections under load costs no record and no process', async () => {
    const tills = await Promise.all([1, 2, 3, 4].map(openTill))
    const sales: (readonly [TestTill, Sold])[] = []
    for (let round = 0; round < 10; round++)
      for (const till of tills) sales.push([till, await till.reserve(oneItem(fridge, freshSerial()))])
    const killer = new pg.Client({ connectionString: url })
    await killer.connect()
    const selling = Promise.all(sales.map(async ([till, { jws }]) => (await till.send(jws)).status))
    const isOver = selling.then(() => true)
    let killed = 0
    const pause = (): Promise<false> => new Promise((done) => setTimeout(() => done(false), 20))
    do {
      const { rowCount } = await killer.query(
        'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
      )
      killed += rowCount ?? 0
    } while (!(await Promise.race([isOver, pause()])))
    await killer.end()
    expect(killed).toBeGreaterThan(4)
    expect((await selling).filter((status) => status !== 200 && status !== 503)).toEqual([])
    // What was not taken is sent again, as a till does.
    platform.faults.splice(0)
    for (const [till, { jws }] of sales)
      expect(await till.send(jws)).toMatchObject({ status: 200, body: { standing: 'confirmed' } })
  })

  it('whose table somebody locks is not waited for without end, and no till is turned away for it', async () => {
    const till = await openTill()
    const sale = await till.reserve(oneItem(fridge, freshSerial()))
    const locker = new pg.Client({ connectionString: url })
    await locker.connect()
    await locker.query('BEGIN')
    await locker.query('LOCK TABLE records IN EXCLUSIVE MODE')
    expect((await till.send(sale.jws)).status).toBe(503)
    expect(platform.faults.splice(0)).toMatchObject([{ code: '55P03' }])
    await locker.end()
    expect(await till.send(sale.jws)).toMatchObject({ status: 200, body: { standing: 'confirmed' } })
  })

  it('is asked four times at most for each record', async () => {
    const till = await openTill()
    const asked = vi.spyOn(pg.Client.prototype, 'query')
    const trips: Record<string, number> = {}
    const count = async (name: string, send: () => Promise<{ status: number; body: object }>): Promise<void> => {
      asked.mockClear()
      expect(await send()).toMatchObject({ status: 200, body: { standing: 'confirmed', reasons: [] } })
      trips[name] = asked.mock.calls.length
    }
    const write = (draft: AnyDraft): Promise<string> => till.write(draft)
    // The release is opened by the first that names it.
    await till.send((await till.reserve(oneItem(fridge, freshSerial()))).jws)
    const sale = await till.reserve(oneItem(fridge, freshSerial()))
    await count('reserve', () => till.send(sale.jws))
    const commit = await till.commit(sale)
    await count('commit', () => till.send(commit))
    const { id, payable, subsidy } = sale
    const refund = await write({ kind: 'refund', refers: id, units: [{ line: 'L1', unit: 0 }], payable, subsidy })
    await count('refund', () => till.send(refund))
    await count('again', () => till.send(commit))
    const called = await till.reserve(oneItem(fridge, freshSerial()))
    await till.send(called.jws)
    const cancel = await write({ kind: 'cancel', refers: called.id, reason: 'x' })
    await count('cancel', () => till.send(cancel))
    expect(Math.max(...Object.values(trips)), JSON.stringify(trips)).toBeLessThanOrEqual(4)
  })
})
