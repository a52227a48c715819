/** What is known of the entitlement that a buyer showed: plain data, so that a record can carry it. */
import type { Channel } from './rule-set.ts'

export interface EntitlementFact {
  /** The token's own id; of a code that could not be proved, its SHA-256 in base64url. */
  readonly id: string
  /**
   * `expired`: outside its time, before or after. `used`: this till or the platform has seen it
   * before. `unknown`: nothing proves it yet, and the platform can be asked.
   */
  readonly state: 'valid' | 'expired' | 'used' | 'unknown'
  /** Categories or quota groups it is for; empty: any. */
  readonly covers: readonly string[]
  /** GB/T 2260 code; null: any region. */
  readonly region: string | null
  readonly channel: Channel | null
}

/** The fact once it is known whether a sale has taken the entitlement: what is used is used, in its time or out of it. */
export function withUse(fact: EntitlementFact, isUsed: boolean): EntitlementFact {
  return isUsed ? { ...fact, state: 'used' } : fact
}
