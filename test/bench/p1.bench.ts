/**
 * P1: records that the platform takes in a second on PostgreSQL (signature, chain, replay, uniqueness, effect), beside a
 * bare insert of the same rows, one transaction for each record, by the same driver.
 */
import { moreIsBetter, quantile, type Bench } from './bench.ts'
import { createPlatformStage } from './platform-stage.ts'

export const run: Bench = async ({ soak }) => {
  const stage = await createPlatformStage()
  const ours: number[] = []
  const bare: number[] = []
  for (let round = 0; round < (soak ? 10 : 4); round++) {
    const tills = await stage.write(soak ? 100 : 20)
    const start = performance.now()
    await Promise.all(
      tills.map(async ({ till, records }) => {
        for (const jws of records) {
          const { body } = await till.send(jws)
          if (body.standing !== 'confirmed') throw new Error(`refused: ${JSON.stringify(body)}`)
        }
      }),
    )
    const tookMs = performance.now() - start
    const count = tills.reduce((sum, { records }) => sum + records.length, 0)
    const bareMs = await stage.bareInsert(tills)
    // The first round warms up.
    if (round > 0) {
      ours.push((count * 1_000) / tookMs)
      bare.push((count * 1_000) / bareMs)
    }
  }
  await stage.close()
  return [
    moreIsBetter('P1', quantile(ours, 0.5), quantile(bare, 0.5), 'a bare insert of the same rows (limit: 0.5)', '/s'),
  ]
}
