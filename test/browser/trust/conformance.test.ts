import { describe, it } from 'vitest'
import { scenariosByHeading } from '../../trust/conformance/all.ts'
import { createStage } from '../../trust/conformance/stage.ts'
import { createIndexedDbStore } from './indexed-db-store.ts'

let count = 0

for (const [heading, scenarios] of Object.entries(scenariosByHeading)) {
  describe(heading, () => {
    for (const { name, run } of scenarios) {
      it(name, async ({ onTestFinished }) => {
        const store = createIndexedDbStore(`conformance-${count++}`)
        onTestFinished(() => store.close())
        await run(await createStage(store))
      })
    }
  })
}
