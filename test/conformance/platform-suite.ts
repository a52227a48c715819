/** The protocol conformance suite: every platform passes the same scenarios. */
import { afterAll, beforeAll, describe } from 'vitest'
import { describeBuyers } from './platform-buyers.ts'
import { describeChain } from './platform-chain.ts'
import { describeClones } from './platform-clones.ts'
import { describeEntitlements } from './platform-entitlements.ts'
import { describeGaps } from './platform-gaps.ts'
import { describeImports } from './platform-imports.ts'
import { describeLimits } from './platform-limits.ts'
import { describeRaces } from './platform-races.ts'
import { describeRefunds } from './platform-refunds.ts'
import { describeRequests } from './platform-requests.ts'
import { describeSales } from './platform-sales.ts'
import { describeSettlements } from './platform-settlements.ts'
import type { PlatformUnderTest } from './test-till.ts'

/** @param more scenarios of this platform alone */
export function platformSuite<Platform extends PlatformUnderTest>(
  name: string,
  start: () => Promise<Platform>,
  more?: (platform: () => Platform) => void,
): void {
  describe(name, () => {
    let platform: Platform
    beforeAll(async () => {
      platform = await start()
    }, 120_000)
    afterAll(() => platform.dispose())
    describeSales(() => platform)
    describeSettlements(() => platform)
    describeRefunds(() => platform)
    describeBuyers(() => platform)
    describeChain(() => platform)
    describeClones(() => platform)
    describeGaps(() => platform)
    describeImports(() => platform)
    describeRequests(() => platform)
    describeEntitlements(() => platform)
    describeRaces(() => platform)
    describeLimits(() => platform)
    more?.(() => platform)
  })
}
