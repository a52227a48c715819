/** What holds right now on this till: the release in force, its age, the clock, the line, and what the till knows. */
import { freshnessOf, type Freshness } from '../scheme/freshness.ts'
import type { ClockWatch } from '../release/clock-watch.ts'
import type { ReleaseInForce } from '../release/library.ts'
import { instantToMs, msToUtc, msToZoned, type Instant } from '../core/clock.ts'
import type { Clock } from '../core/ports.ts'
import type { LocalFacts } from './local-facts.ts'
import type { Buyer, ReserveTerms } from '../outbox/reserve.ts'
import type { OpenRelease } from '../release/release-content.ts'
import type { TillRecord } from '../record/record.ts'
import type { EntitlementFact } from '../scheme/entitlement-fact.ts'
import { ruleSetAt } from '../scheme/in-force.ts'
import type { Channel, RuleSet } from '../scheme/rule-set.ts'
import { quote } from '../subsidy/quote-cart.ts'
import type { Cart } from '../subsidy/quote.ts'
import type { Release } from '../catalog/release.ts'
import type { Facts, VerifyContext } from '../verify/verdict.ts'

export interface TermsOptions {
  readonly held: () => ReleaseInForce<OpenRelease> | null
  readonly known: LocalFacts
  readonly watch: ClockWatch
  readonly clock: Clock
  readonly isOnline: () => boolean
  /** What the platform said of the cart's serials. */
  readonly serials: (cart: Cart) => Facts['serials']
  readonly region: string
  readonly channel: Channel
  /** True in production: rule sets marked as samples never hold. */
  readonly isLive: boolean
}

export interface Terms {
  readonly release: Release | null
  readonly ruleSet: RuleSet | null
  readonly zone: string
  readonly freshness: Freshness
  /** Hours since the release was issued; null without one. */
  readonly ageHours: number | null
  readonly clock: TillRecord['clock']
  /** @param entitlement what is known of the buyer's */
  context(cart: Cart, buyer: Buyer | null, entitlement: EntitlementFact | null): VerifyContext
  readonly terms: () => ReserveTerms
}

/** Where no rule set holds, and none says how old is old. */
const ladderWithoutRules = { warnHours: 24, refuseHours: 72 }
const defaultZone = 'Asia/Shanghai'
const hourMs = 3_600_000

export function createTerms({
  held,
  known,
  watch,
  clock,
  isOnline,
  serials,
  region,
  channel,
  isLive,
}: TermsOptions): Terms {
  let seen: { readonly from: Release; readonly live: Release } | null = null

  const release = (): Release | null => {
    const current = held()?.content.release ?? null
    if (!current || !isLive) return current
    if (seen?.from !== current)
      seen = { from: current, live: { ...current, ruleSets: current.ruleSets.filter(({ sample }) => !sample) } }
    return seen.live
  }
  const ruleSetNow = (at: Instant): RuleSet | null => {
    const current = release()
    const inForce = current && ruleSetAt(current.ruleSets, { at, region, channel })
    return inForce?.status === 'open' ? inForce.ruleSet : null
  }
  const zoneNow = (): string => ruleSetNow(msToUtc(clock.now()))?.zone ?? defaultZone
  const freshnessNow = (): Freshness => {
    const trusted = held()?.trusted
    const ladder = ruleSetNow(msToUtc(clock.now()))?.freshness ?? ladderWithoutRules
    return freshnessOf(trusted ? trusted.issued : undefined, watch.read().nowMs, ladder)
  }

  return {
    get release() {
      return release()
    },
    get ruleSet() {
      return ruleSetNow(msToUtc(clock.now()))
    },
    get zone() {
      return zoneNow()
    },
    get freshness() {
      return freshnessNow()
    },
    get ageHours() {
      const issued = held()?.trusted.issued ?? null
      return issued === null ? null : Math.max(0, Math.floor((watch.read().nowMs - instantToMs(issued)) / hourMs))
    },
    get clock() {
      return { state: watch.read().clock, offsetMs: known.offsetMs }
    },
    context(cart, buyer, entitlement) {
      const nowMs = clock.now()
      const at = msToZoned(nowMs, zoneNow())
      const facts = known.facts(cart, {
        freshness: freshnessNow(),
        clock: watch.read().clock,
        offline: !isOnline(),
        nowMs,
        day: at.slice(0, 10),
        ruleSet: ruleSetNow(at),
        tag: buyer?.tag ?? null,
        entitlement,
      })
      const said = serials(cart)
      return {
        release: release(),
        facts: { ...facts, serials: { ...said, ...facts.serials } },
        setting: { at, region, channel },
      }
    },
    terms() {
      const current = release()
      return {
        freshness: freshnessNow(),
        clock: watch.read().clock,
        offline: !isOnline(),
        ruleSet: ruleSetNow,
        quote: (cart, facts, at) => quote(cart, { release: current, facts, setting: { at, region, channel } }),
      }
    },
  }
}
