import { describe, it } from 'vitest'
import { scenariosByHeading } from '../trust/conformance/all.ts'
import { canMoveClock, createCommandStage } from './command-stage.ts'

for (const [heading, scenarios] of Object.entries(scenariosByHeading)) {
  describe(heading, () => {
    for (const scenario of scenarios) {
      it.skipIf(scenario.movesClock === true && !canMoveClock)(scenario.name, async ({ onTestFinished }) => {
        const stage = await createCommandStage()
        onTestFinished(() => stage.close())
        await scenario.run(stage)
      })
    }
  })
}
