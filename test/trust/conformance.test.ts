import { describe, it } from 'vitest'
import { createMemoryMetadataStore } from '../../src/trust/store.ts'
import { scenariosByHeading } from './conformance/all.ts'
import { createStage } from './conformance/stage.ts'

for (const [heading, scenarios] of Object.entries(scenariosByHeading)) {
  describe(heading, () => {
    for (const scenario of scenarios)
      it(scenario.name, async () => scenario.run(await createStage(createMemoryMetadataStore())))
  })
}
