import pg from 'pg'
import { expect, it } from 'vitest'
import { magicItems } from '../../src/testing/magic.ts'
import { startPostgres } from '../support/postgres.ts'
import { describeAuthorityPeople } from './platform-admin.ts'
import { nextTill } from './platform-sales.ts'
import { platformSuite } from './platform-suite.ts'
import { startSqlPlatform, type SqlPlatform } from './sql-platform.ts'
import { freshSerial, oneItem, TestTill } from './test-till.ts'

interface ServedPlatform extends SqlPlatform {
  readonly url: string
}

function describeServer(platform: () => ServedPlatform): void {
  describeAuthorityPeople(platform)

  it('a server process that hangs is given up, and so is its connection', async () => {
    const till = await new TestTill(platform(), 'TY-0001', nextTill()).open()
    const sale = await till.reserve(oneItem(magicItems.grade_1, freshSerial()))
    const watcher = new pg.Client({ connectionString: platform().url })
    await watcher.connect()
    const { rows } = await watcher.query<{ pid: number }>(
      'SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
    )
    for (const { pid } of rows) process.kill(pid, 'SIGSTOP')
    try {
      expect(rows.length).toBeGreaterThan(0)
      await Promise.all(rows.map(() => till.send(sale.jws)))
      platform().faults.splice(0)
      expect(await till.send(sale.jws)).toMatchObject({ status: 200, body: { standing: 'confirmed' } })
    } finally {
      for (const { pid } of rows) process.kill(pid, 'SIGCONT')
      await watcher.end()
    }
  })
}

platformSuite(
  'the reference platform on PostgreSQL',
  async () => {
    const server = await startPostgres()
    const platform = await startSqlPlatform(server.url)
    return {
      ...platform,
      url: server.url,
      async dispose() {
        await platform.dispose()
        await server.stop()
      },
    }
  },
  describeServer,
)
