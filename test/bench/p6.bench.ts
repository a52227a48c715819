/** P6: the totals of a day, by channel and category, with many sales stored; beside adding them up from the sales' JSON. */
import { sql } from 'kysely'
import { dayTotals, figureChanges } from '../../examples/platform/figures.ts'
import { magicItems } from '../../src/testing/magic.ts'
import { startSqlPlatform } from '../conformance/sql-platform.ts'
import { freshSerial, oneItem, TestTill } from '../conformance/test-till.ts'
import { startPostgres } from '../support/postgres.ts'
import { lessIsBetter, quantile, type Bench } from './bench.ts'

const days = 30
const dayOf = (n: number): string => `2026-04-${String((n % days) + 1).padStart(2, '0')}`

export const run: Bench = async ({ soak }) => {
  const count = soak ? 1_000_000 : 50_000
  const server = await startPostgres()
  const platform = await startSqlPlatform(server.url)
  const db = platform.database()
  const { sale } = await (await new TestTill(platform).open()).sell(oneItem(magicItems.grade_1, freshSerial()))
  const { content } = await db.selectFrom('sales').select('content').where('id', '=', sale.id).executeTakeFirstOrThrow()

  // One sale many times over, spread over the days of a month, with the figures that each would have added.
  await sql`INSERT INTO sales (id, store, till, "orderId", receipt, day, standing, content, version)
    SELECT ${sale.id} || n, store, till, "orderId", receipt, '2026-04-' || lpad((n % ${days}::integer + 1)::text, 2, '0'),
      standing, content, 1 FROM sales, generate_series(0, ${count}::integer - 1) AS n WHERE id = ${sale.id}`.execute(db)
  const shards = '0123456789abcdef'
  const perShard = Math.floor(count / days / shards.length)
  for (let day = 0; day < days; day++) {
    for (const shard of shards) {
      const one = { ...content, id: `${sale.id}${shard}`, at: `${dayOf(day)}T10:00:00+08:00` }
      for (const { category, units, subsidy, ...row } of figureChanges(null, one))
        await sql`INSERT INTO figures (day, channel, category, shard, sales, "inReview", refused, units, subsidy)
          VALUES (${row.day}, ${row.channel}, ${category}, ${row.shard}, ${row.sales * perShard}, 0, 0,
            ${units * perShard}, ${subsidy}::numeric * ${perShard}::integer)`.execute(db)
    }
  }
  await sql`ANALYZE`.execute(db)

  const timed = async (rounds: number, ask: (day: string) => Promise<unknown>): Promise<number> => {
    const took: number[] = []
    for (let n = 0; n < rounds; n++) {
      const start = performance.now()
      await ask(dayOf(n))
      took.push(performance.now() - start)
    }
    return quantile(took, 0.99)
  }
  const ours = await timed(100, (day) => dayTotals(db, day))
  const unnested = await timed(10, (day) =>
    sql`SELECT content->>'channel', unit->>'category', count(*), sum((unit->>'subsidy')::numeric)
      FROM sales, jsonb_array_elements(content->'units') AS unit WHERE day = ${day} AND standing = 'confirmed'
      GROUP BY 1, 2`.execute(db),
  )
  await platform.dispose()
  await server.stop()
  return [
    lessIsBetter('P6', ours, 200, `the limit, a day of ${count} sales, p99`, 'ms'),
    lessIsBetter('P6', ours, unnested, 'adding it up from JSON', 'ms'),
  ]
}
