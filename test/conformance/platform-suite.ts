/** The protocol conformance suite: every platform passes the same scenarios. */
import { afterAll, beforeAll, describe } from 'vitest'
import { describeChain } from './platform-chain.ts'
import { describeEntitlements } from './platform-entitlements.ts'
import { describeSales } from './platform-sales.ts'
import type { PlatformUnderTest } from './test-till.ts'

export function platformSuite(name: string, start: () => Promise<PlatformUnderTest>): void {
  describe(name, () => {
    let platform: PlatformUnderTest
    beforeAll(async () => {
      platform = await start()
    }, 120_000)
    afterAll(() => platform.dispose())
    describeSales(() => platform)
    describeChain(() => platform)
    describeEntitlements(() => platform)
  })
}
