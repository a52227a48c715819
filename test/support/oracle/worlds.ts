/** Rule sets side by side and a brand database under them, for random carts. */
import { readdirSync, readFileSync } from 'node:fs'
import { bareListing } from '../../../src/catalog/bare-listing.ts'
import type { Listing } from '../../../src/catalog/listing.ts'
import type { CategoryRule, Effect, RuleSet } from '../../../src/scheme/rule-set.ts'
import { readSchemeFile } from '../../../src/scheme/scheme-file.ts'
import type { SeededRandom } from '../random.ts'
import { fen, yuan } from './fen.ts'
import type { World } from './reckon.ts'

const folder = new URL('../../../src/scheme/rule-sets/', import.meta.url)
const shipped = readSchemeFile({
  v: 1,
  ruleSets: readdirSync(folder).map((name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as unknown),
})
/** All that were in force somewhere, in one file. */
const real = shipped.filter(({ sample }) => !sample)

/**
 * Half of the worlds have the real rule sets as they are, the others have them changed in everything that a rule
 * set can say: the real ones all round half up, refuse above the filed price and let nothing but discounts lower the base.
 */
export function randomWorld(random: SeededRandom): World {
  const ruleSets = random.chance(0.5) ? (random.chance(0.9) ? real : shipped) : changedFile(random)
  return { ruleSets, listings: listingsUnder(ruleSets, random) }
}

/** One rule set, changed in what it gives, as it holds everywhere in its region. */
export function worldOf(template: RuleSet, random: SeededRandom): World {
  const ruleSets = [{ ...changedTerms(template, random), regional: [] }]
  return { ruleSets, listings: listingsUnder(ruleSets, random) }
}

/** One to four rule sets, changed; often with a part of their categories as a scheme apart. No two schemes cover one category. */
function changedFile(random: SeededRandom): RuleSet[] {
  const isApart = random.chance(0.4)
  const schemeOf = new Map<string, string>()
  return Array.from({ length: 1 + random.below(4) }, () => random.pick(shipped)).flatMap((template, i) => {
    const byScheme = new Map<string, CategoryRule[]>()
    for (const rule of template.categories) {
      const scheme = schemeOf.get(rule.code) ?? (isApart && random.chance(0.3) ? 'apart' : template.scheme)
      schemeOf.set(rule.code, scheme)
      byScheme.set(scheme, [...(byScheme.get(scheme) ?? []), rule])
    }
    return [...byScheme].map(([scheme, categories]): RuleSet => {
      const terms = changedTerms({ ...template, scheme, categories, regional: [] }, random)
      return changedPlace({ ...terms, id: `${template.id}-${i}-${scheme}` }, random)
    })
  })
}

/** Models of every category that is covered, and of one that is not, in every grade. */
function listingsUnder(ruleSets: readonly RuleSet[], random: SeededRandom): World['listings'] {
  const rules = new Map(ruleSets.flatMap(rulesOf).map((rule) => [rule.code, rule]))
  const listings = [...rules.keys(), 'sofa'].flatMap((category) =>
    [1, 2, 3, null].map((grade) => randomListing(category, grade, rules.get(category), random)),
  )
  return new Map(listings.map((listing) => [listing.model, listing]))
}

const rulesKnown = new WeakMap<RuleSet, readonly CategoryRule[]>()

export function rulesOf(ruleSet: RuleSet): readonly CategoryRule[] {
  const rules = rulesKnown.get(ruleSet) ?? [
    ...ruleSet.categories,
    ...ruleSet.regional.flatMap((entry) => entry.categories),
  ]
  rulesKnown.set(ruleSet, rules)
  return rules
}

/** Where a listing states its dates, they are these. */
export const listedFrom = '2026-03-06T10:00:00+08:00'
export const listedTo = '2026-06-01T12:00:00+08:00'

function randomListing(
  category: string,
  grade: number | null,
  rule: CategoryRule | undefined,
  random: SeededRandom,
): Listing {
  const filed = random.pick([
    1_000_000n + BigInt(random.below(1_000_000)),
    BigInt(100 + random.below(500_000)),
    rule?.priceLimit ? fen(rule.priceLimit) : 1_333_334n,
    9_999_999_999n,
  ])
  const beside = (): string | null =>
    random.chance(0.5) ? null : yuan((filed * BigInt(80 + random.below(40))) / 100n + 1n)
  return {
    ...bareListing,
    brand: 'acme',
    model: `${category}-${grade ?? 'none'}`,
    category,
    gradeKind: grade === null ? 'none' : 'energy',
    grade,
    filedPrice: yuan(filed),
    basePrice: beside(),
    averagePrice: beside(),
    guidePrice: beside(),
    from: random.chance(0.05) ? listedFrom : null,
    to: random.chance(0.05) ? listedTo : null,
    status: random.chance(0.04) ? random.pick(['suspended', 'withdrawn'] as const) : 'listed',
    name: category,
  }
}

const rates = ['0.15', '0.2', '0.085', '0.333333', '0.05', '1', '0', '0.125', '0.000001']

/** Where and when it holds, for whom, and how it is redeemed. */
function changedPlace(ruleSet: RuleSet, random: SeededRandom): RuleSet {
  return {
    ...ruleSet,
    regions: random.pick([['140000'], ['140000'], ['000000'], ['140100'], ['140105', '110000'], ['140100', '140200']]),
    zone: random.pick(['Asia/Shanghai', 'Asia/Urumqi']),
    from: random.pick(['2024-09-14T00:00:00+08:00', '2026-01-09T10:00:00+08:00', '2026-03-06T00:00:00+06:00']),
    to: random.pick([null, '2027-01-01T00:00:00+08:00', '2026-03-06T02:00:00Z']),
    paused: random.chance(0.04),
    channels: random.pick([['store', 'online'], ['store', 'online'], ['store'], ['online']]),
    deduction: random.pick(['till', 'payment']),
    entitlement: {
      ...ruleSet.entitlement,
      need: random.pick(['none', 'none', 'signed_token', 'platform']),
      redeemable: random.pick([
        null,
        { store: { from: '10:00', to: '22:00' }, online: { from: '10:00', to: '24:00' } },
        { store: { from: '00:00', to: '24:00' }, online: { from: '09:30', to: '20:00' } },
      ]),
    },
    offline: random.chance(0.3)
      ? { mode: 'forbidden', clause: ruleSet.offline.clause }
      : { mode: 'provisional', count: 20, amount: '3000.00', hours: 12, clause: ruleSet.offline.clause },
  }
}

/** What it gives. */
function changedTerms(ruleSet: RuleSet, random: SeededRandom): RuleSet {
  const effect = (): Effect => random.pick(['lowers', 'ignored'])
  const categories = ruleSet.categories.map((rule) => changedRule(rule, random))
  return {
    ...ruleSet,
    categories,
    groups: [...new Set(categories.map(({ group }) => group))]
      .filter(() => random.chance(0.97))
      .map((code) => ({ code, units: 1 + random.below(4) })),
    regional: random.chance(0.3)
      ? [
          { regions: ['140100'], categories: categories.slice(0, 6).map((rule) => changedRule(rule, random)) },
          { regions: ['140105'], categories: categories.slice(2, 5).map((rule) => changedRule(rule, random)) },
        ]
      : [],
    base: {
      storeDiscount: effect(),
      orderDiscount: effect(),
      installation: effect(),
      freight: effect(),
      bankPromotion: effect(),
      oldUnit: effect(),
      clause: ruleSet.base.clause,
    },
    ceiling: {
      ...ruleSet.ceiling,
      against: (['filed', 'base', 'average', 'guide'] as const).filter(() => random.chance(0.5)),
      mode: random.pick(['refuse', 'cap']),
      tolerance: random.pick(['0.00', '0.01', '50.00']),
    },
    rounding: {
      ...ruleSet.rounding,
      mode: random.pick(['down', 'half-up', 'half-even']),
      unit: random.pick(['0.01', '0.01', '0.05', '0.10', '1.00']),
    },
  }
}

function changedRule(rule: CategoryRule, random: SeededRandom): CategoryRule {
  const rate = (): string => random.pick(rates)
  const amount = (): string => random.pick(['20000.00', '300.00', '12.34', '0.01'])
  const value = random.chance(0.8) ? { kind: 'rate' as const, of: rate } : { kind: 'fixed' as const, of: amount }
  return {
    ...rule,
    group: random.chance(0.2) ? 'shared' : rule.group,
    benefit: {
      kind: value.kind,
      byGrade: random.chance(0.8) ? { '1': value.of(), '2': value.of() } : {},
      ungraded: random.chance(0.7) ? value.of() : null,
    },
    cap: random.pick(['2000.00', '1500.00', '500.00', '123.45', '0.07', '99999999.99']),
    priceLimit: random.chance(0.3) ? random.pick(['6000.00', '6000.00', '99.99']) : null,
    serial: {
      store: random.chance(0.8) ? 'at_sale' : 'at_fulfilment',
      online: random.pick(['at_sale', 'at_fulfilment']),
    },
  }
}
