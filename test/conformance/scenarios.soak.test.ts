import { describe, it } from 'vitest'
import { scenariosByHeading } from '../trust/conformance/all.ts'
import { canMoveClock, createCommandStage } from './command-stage.ts'

for (const [heading, scenarios] of Object.entries(scenariosByHeading)) {
  describe(heading, () => {
    for (const { name, run, movesClock = false } of scenarios) {
      it.skipIf(movesClock && !canMoveClock)(name, async ({ onTestFinished }) => {
        const stage = await createCommandStage()
        onTestFinished(() => stage.close())
        await run(stage)
      })
    }
  })
}
