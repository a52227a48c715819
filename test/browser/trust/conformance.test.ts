import { describe, it } from 'vitest'
import { scenariosByHeading } from '../../trust/conformance/all.ts'
import { createStage } from '../../trust/conformance/stage.ts'
import { createIndexedDbStore } from './indexed-db-store.ts'

let count = 0

for (const [heading, scenarios] of Object.entries(scenariosByHeading)) {
  describe(heading, () => {
    for (const scenario of scenarios) {
      it(scenario.name, async ({ onTestFinished }) => {
        const store = createIndexedDbStore(`conformance-${count++}`)
        onTestFinished(() => store.close())
        await scenario.run(await createStage(store))
      })
    }
  })
}
