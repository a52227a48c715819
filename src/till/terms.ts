/** The terms of a sale on this till: the release in force, its age, the clock, the line, and the rule sets that hold. */
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
import { openRuleSets, ruleSetsAt, type InForce, type Place } from '../scheme/in-force.ts'
import type { RuleSet } from '../scheme/rule-set.ts'
import type { Cart } from '../subsidy/quote.ts'
import { quote } from '../subsidy/quote-cart.ts'
import { ruleSetOfCart } from '../subsidy/sale-scheme.ts'
import type { ResolvedContext } from '../verify/resolve.ts'
import type { Facts } from '../verify/verdict.ts'
import type { LocalFacts } from './local-facts.ts'

export interface TermsOptions {
  readonly releaseInForce: () => ReleaseInForce<OpenRelease> | null
  readonly localFacts: LocalFacts
  readonly watch: ClockWatch
  readonly clock: Clock
  readonly isOnline: () => boolean
  readonly place: Place
}

export interface Terms {
  readonly release: Release | null
  /** For what has no barcode, in the release in force. */
  readonly search: OpenRelease['search']
  /** Those in force now. */
  readonly ruleSets: readonly RuleSet[]
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
  const { releaseInForce, localFacts, watch, clock, isOnline, place } = options
  const releaseNow = (): Release | null => releaseInForce()?.content.release ?? null
  const schemesAt = (release: Release | null, at: Instant): readonly InForce[] =>
    release ? ruleSetsAt(release.ruleSets, { at, ...place }) : []
  const ruleSetsNow = (): readonly RuleSet[] => openRuleSets(schemesAt(releaseNow(), msToUtc(clock.now())))
  const zoneOf = (ruleSets: readonly RuleSet[]): string => ruleSets[0]?.zone ?? defaultZone
  const freshnessUnder = (ruleSets: readonly RuleSet[]): Freshness =>
    freshnessOf(releaseInForce()?.trusted.issued, watch.read().nowMs, ruleSets)
  const factTerms = (ruleSet: RuleSet | null) => ({
    freshness: freshnessUnder(ruleSet ? [ruleSet] : []),
    clock: watch.read().clock,
    offline: !isOnline(),
    ruleSet,
  })
  /** What a cart is sold under at an instant. */
  const saleTerms = (release: Release | null, schemes: readonly InForce[], at: Instant, cart: Cart) => {
    const blind = { release, schemes, setting: { at, ...place } }
    return { ...factTerms(ruleSetOfCart(cart, blind)), contextWith: (facts: Facts) => ({ ...blind, facts }) }
  }

  return {
    get release() {
      return releaseNow()
    },
    get ruleSets() {
      return ruleSetsNow()
    },
    search: (text, limit) => releaseInForce()?.content.search(text, limit) ?? [],
    get zone() {
      return zoneOf(ruleSetsNow())
    },
    get freshness() {
      return freshnessUnder(ruleSetsNow())
    },
    get ageHours() {
      const issued = releaseInForce()?.trusted.issued ?? null
      return issued === null ? null : Math.max(0, Math.floor((watch.read().nowMs - instantToMs(issued)) / hourMs))
    },
    get clock() {
      return { state: watch.read().clock, offsetMs: watch.offsetMs ?? localFacts.offsetMs }
    },
    context(subject) {
      const release = releaseNow()
      const ms = clock.now()
      const schemes = schemesAt(release, msToUtc(ms))
      const at = msToZoned(ms, zoneOf(openRuleSets(schemes)))
      const { contextWith, ...terms } = saleTerms(release, schemes, at, subject.cart)
      return contextWith(localFacts.facts(subject, terms, { ms, day: at.slice(0, 10) }))
    },
    at(instant, cart) {
      const release = releaseNow()
      const { contextWith, ...terms } = saleTerms(release, schemesAt(release, instant), instant, cart)
      return { ...terms, place, quote: (given, facts) => quote(given, contextWith(facts)) }
    },
  }
}
