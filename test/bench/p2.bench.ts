/** P2: how long the platform takes to answer a record on PostgreSQL, at half of the rate that it can take: p99 beside p50. */
import { lessIsBetter, quantile, type Bench } from './bench.ts'
import { createPlatformStage, sendAll, type TillRecords } from './platform-stage.ts'

/** Sends every record at its time, whatever became of the others; only a till's own wait for each other. */
async function sendEvenly(tills: readonly TillRecords[], perSecond: number): Promise<number[]> {
  const everyMs = 1_000 / perSecond
  const took: number[] = []
  const start = performance.now()
  await Promise.all(
    tills.map(async ({ till, records }, i) => {
      for (const [n, jws] of records.entries()) {
        const dueMs = start + (n * tills.length + i) * everyMs
        const aheadMs = dueMs - performance.now()
        if (aheadMs > 0) await new Promise((done) => setTimeout(done, aheadMs))
        await till.send(jws)
        // From when it was due: a till that waits for its own turn has waited.
        took.push(performance.now() - Math.max(dueMs, start))
      }
    }),
  )
  return took
}

export const run: Bench = async ({ soak }) => {
  const stage = await createPlatformStage()
  const salesPerTill = soak ? 200 : 25
  let perSecond = 0
  for (let round = 0; round < 2; round++) perSecond = await sendAll(await stage.write(salesPerTill))
  const took = await sendEvenly(await stage.write(salesPerTill), perSecond / 2)
  await stage.close()
  const [p50, p99] = [quantile(took, 0.5), quantile(took, 0.99)]
  return [lessIsBetter('P2', p99, p50, 'its own p50 (limit: 0.1)', 'ms')]
}
