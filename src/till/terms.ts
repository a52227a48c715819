/** The terms of a sale on this till: the release in force, its age, the clock, the line, and the rule set that holds. */
import type { Release } from '../catalog/release.ts'
import { instantToMs, msToUtc, msToZoned, type Instant } from '../core/clock.ts'
import type { Clock } from '../core/ports.ts'
import type { FactSubject } from '../outbox/facts.ts'
import type { ReserveTerms } from '../outbox/reserve.ts'
import type { TillRecord } from '../record/record.ts'
import type { ClockWatch } from '../release/clock-watch.ts'
import type { ReleaseInForce } from '../release/library.ts'
import type { OpenRelease } from '../release/release-content.ts'
import { freshnessOf, type Freshness } from '../scheme/freshness.ts'
import { openRuleSet, ruleSetAt, type InForce } from '../scheme/in-force.ts'
import type { Channel, RuleSet } from '../scheme/rule-set.ts'
import { quote } from '../subsidy/quote-cart.ts'
import type { ResolvedContext } from '../verify/resolve.ts'
import type { Facts } from '../verify/verdict.ts'
import type { LocalFacts } from './local-facts.ts'

export interface TermsOptions {
  readonly releaseInForce: () => ReleaseInForce<OpenRelease> | null
  readonly localFacts: LocalFacts
  readonly watch: ClockWatch
  readonly clock: Clock
  readonly isOnline: () => boolean
  readonly region: string
  readonly channel: Channel
}

export interface Terms {
  readonly release: Release | null
  /** For what has no barcode, in the release in force. */
  readonly search: OpenRelease['search']
  readonly ruleSet: RuleSet | null
  readonly zone: string
  readonly freshness: Freshness
  /** Hours since the release was issued; null without one. */
  readonly ageHours: number | null
  readonly clock: TillRecord['clock']
  /** For a verdict or a quote at this instant, by what is known in memory. */
  readonly context: (subject: FactSubject) => ResolvedContext
  /** For a reservation, which reads the database itself. */
  readonly at: ReserveTerms
}

const defaultZone = 'Asia/Shanghai'
const hourMs = 3_600_000

export function createTerms(options: TermsOptions): Terms {
  const { releaseInForce, localFacts, watch, clock, isOnline, region, channel } = options
  const releaseNow = (): Release | null => releaseInForce()?.content.release ?? null
  const schemeAt = (release: Release | null, at: Instant): InForce | null =>
    release && ruleSetAt(release.ruleSets, { at, region, channel })
  const ruleSetNow = (): RuleSet | null => openRuleSet(schemeAt(releaseNow(), msToUtc(clock.now())))
  const freshnessUnder = (ruleSet: RuleSet | null): Freshness =>
    freshnessOf(releaseInForce()?.trusted.issued, watch.read().nowMs, ruleSet)
  const factTerms = (ruleSet: RuleSet | null) => ({
    freshness: freshnessUnder(ruleSet),
    clock: watch.read().clock,
    offline: !isOnline(),
    ruleSet,
  })

  return {
    get release() {
      return releaseNow()
    },
    get ruleSet() {
      return ruleSetNow()
    },
    search: (text, limit) => releaseInForce()?.content.search(text, limit) ?? [],
    get zone() {
      return ruleSetNow()?.zone ?? defaultZone
    },
    get freshness() {
      return freshnessUnder(ruleSetNow())
    },
    get ageHours() {
      const issued = releaseInForce()?.trusted.issued ?? null
      return issued === null ? null : Math.max(0, Math.floor((watch.read().nowMs - instantToMs(issued)) / hourMs))
    },
    get clock() {
      return { state: watch.read().clock, offsetMs: localFacts.offsetMs }
    },
    context(subject) {
      const release = releaseNow()
      const ms = clock.now()
      const scheme = schemeAt(release, msToUtc(ms))
      const ruleSet = openRuleSet(scheme)
      const at = msToZoned(ms, ruleSet?.zone ?? defaultZone)
      const facts = localFacts.facts(subject, factTerms(ruleSet), { ms, day: at.slice(0, 10) })
      return { release, scheme, facts, setting: { at, region, channel } }
    },
    at(instant) {
      const release = releaseNow()
      const scheme = schemeAt(release, instant)
      const contextWith = (facts: Facts): ResolvedContext => ({
        release,
        scheme,
        facts,
        setting: { at: instant, region, channel },
      })
      return { ...factTerms(openRuleSet(scheme)), quote: (cart, facts) => quote(cart, contextWith(facts)) }
    },
  }
}
