/** The reference platform on a PostgreSQL server, tills with records to send, and a bare insert of the same rows. */
import pg from 'pg'
import { magicItems } from '../../src/testing/magic.ts'
import { startSqlPlatform } from '../conformance/sql-platform.ts'
import { freshSerial, oneItem, TestTill } from '../conformance/test-till.ts'
import { startPostgres } from '../support/postgres.ts'

/** As many as the platform has connections. */
export const tillCount = 16

export interface PlatformStage {
  /** Records of each till, reserve and commit by turns, signed and not sent. */
  write(salesPerTill: number): Promise<readonly TillRecords[]>
  /** How long it takes to write the same rows by plain inserts, one transaction for each record, milliseconds. */
  bareInsert(tills: readonly TillRecords[]): Promise<number>
  close(): Promise<void>
}

export interface TillRecords {
  readonly till: TestTill
  readonly records: readonly string[]
}

export async function createPlatformStage(): Promise<PlatformStage> {
  const server = await startPostgres()
  const platform = await startSqlPlatform(server.url)
  let tills = 0
  return {
    async write(salesPerTill) {
      const all = []
      for (let i = 0; i < tillCount; i++) {
        const till = await new TestTill(platform, `S-${i}`, String(++tills)).open()
        const records: string[] = []
        for (let n = 0; n < salesPerTill; n++) {
          const sale = await till.reserve(oneItem(magicItems.grade_1, freshSerial()))
          records.push(sale.jws, await till.commit(sale))
        }
        all.push({ till, records })
      }
      return all
    },
    bareInsert: (records) => bareInsert(server.url, records),
    async close() {
      await platform.dispose()
      await server.stop()
    },
  }
}

export function countOf(tills: readonly TillRecords[]): number {
  return tills.reduce((sum, { records }) => sum + records.length, 0)
}

/** All tills at once, each its records one after another. Records a second. @throws Error when one is not confirmed */
export async function sendAll(tills: readonly TillRecords[]): Promise<number> {
  const start = performance.now()
  await Promise.all(
    tills.map(async ({ till, records }) => {
      for (const jws of records) {
        const { body } = await till.send(jws)
        if (body.standing !== 'confirmed') throw new Error(`not confirmed: ${JSON.stringify(body)}`)
      }
    }),
  )
  return (countOf(tills) * 1_000) / (performance.now() - start)
}

/** What the platform has of a till's records now, put into tables of the same form and with the same indexes. */
async function bareInsert(url: string, tills: readonly TillRecords[]): Promise<number> {
  const pool = new pg.Pool({ connectionString: url, max: tillCount })
  // A server that stops says so to the connections that are just closing.
  pool.on('error', () => undefined)
  const names = ['records', 'sales', 'serials', 'quotas', 'soldSerials']
  for (const name of names) await pool.query(`CREATE TABLE "bare_${name}" (LIKE "${name}" INCLUDING ALL)`)
  const rowsOf = async (name: string, where: string, values: unknown[]): Promise<Record<string, unknown>[]> =>
    (await pool.query<Record<string, unknown>>(`SELECT * FROM "${name}" WHERE ${where}`, values)).rows
  // Of a sale: what its reserve record writes beside itself.
  const work: { name: string; row: Record<string, unknown> }[][][] = []
  for (const { till } of tills) {
    const mine: { name: string; row: Record<string, unknown> }[][] = []
    for (const row of await rowsOf('records', 'store = $1 AND till = $2 ORDER BY seq', [till.store, till.till])) {
      const rows = [{ name: 'records', row }]
      if (row['kind'] === 'reserve') {
        for (const sale of await rowsOf('sales', 'id = $1', [row['sale']])) {
          rows.push({ name: 'sales', row: sale })
          const { quotas } = sale['content'] as { quotas: { key: string }[] }
          for (const name of ['serials', 'soldSerials'])
            for (const each of await rowsOf(name, 'sale = $1', [sale['id']])) rows.push({ name, row: each })
          for (const each of await rowsOf('quotas', 'key = ANY($1)', [quotas.map(({ key }) => key)]))
            rows.push({ name: 'quotas', row: each })
        }
      }
      mine.push(rows)
    }
    work.push(mine)
  }
  const start = performance.now()
  await Promise.all(
    work.map(async (mine) => {
      for (const rows of mine) {
        const client = await pool.connect()
        await client.query('BEGIN')
        for (const { name, row } of rows) {
          const columns = Object.keys(row)
          await client.query({
            name,
            text: `INSERT INTO "bare_${name}" (${columns.map((each) => `"${each}"`).join()}) VALUES (${columns.map((_, i) => `$${i + 1}`).join()})`,
            values: Object.values(row).map((value) =>
              typeof value === 'object' && value !== null ? JSON.stringify(value) : value,
            ),
          })
        }
        await client.query('COMMIT')
        client.release()
      }
    }),
  )
  const tookMs = performance.now() - start
  for (const name of names) await pool.query(`DROP TABLE "bare_${name}"`)
  await pool.end()
  return tookMs
}
