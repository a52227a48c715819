/**
 * P1: records that the platform takes in a second on PostgreSQL (signature, chain, replay, uniqueness, effect), beside a
 * bare insert of the same rows, one transaction for each record, by the same driver.
 */
import { moreIsBetter, quantile, type Bench } from './bench.ts'
import { countOf, createPlatformStage, sendAll } from './platform-stage.ts'

export const run: Bench = async ({ soak }) => {
  const stage = await createPlatformStage()
  const ours: number[] = []
  const bare: number[] = []
  for (let round = 0; round < (soak ? 10 : 4); round++) {
    const tills = await stage.write(soak ? 100 : 20)
    const perSecond = await sendAll(tills)
    const bareMs = await stage.bareInsert(tills)
    // The first round warms up.
    if (round > 0) {
      ours.push(perSecond)
      bare.push((countOf(tills) * 1_000) / bareMs)
    }
  }
  await stage.close()
  return [
    moreIsBetter('P1', quantile(ours, 0.5), quantile(bare, 0.5), 'a bare insert of the same rows (limit: 0.5)', '/s'),
  ]
}
