/** Random rule sets, models and carts, from a seed. */
import type { Listing } from '../../src/catalog/listing.ts'
import type { CategoryRule, RuleSet } from '../../src/scheme/rule-set.ts'
import type { Cart, Line } from '../../src/subsidy/quote.ts'
import { listing } from './array-catalog.ts'
import type { SeededRandom } from './random.ts'

/** One world to sell in: its rules, and models of every category and grade. */
export interface RandomWorld {
  readonly ruleSet: RuleSet
  readonly listings: readonly Listing[]
}

const categories = ['alpha', 'beta', 'gamma', 'delta']
const rates = ['0', '0.05', '0.08', '0.1', '0.125', '0.15', '0.2', '0.20', '0.333333', '0.5', '1', '1.0']

/** An amount of `fenBelow` fen at most, with a liking for round sums and edges. */
export function randomAmount(random: SeededRandom, fenBelow: number): string {
  const round = random.pick([1, 1, 1, 10, 100, 5000, 100_000])
  const fen = Math.floor(random.below(fenBelow) / round) * round
  return `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, '0')}`
}

export function randomWorld(random: SeededRandom, template: RuleSet): RandomWorld {
  const effect = (often: 'lowers' | 'ignored') =>
    random.chance(0.8) ? often : random.pick(['lowers', 'ignored'] as const)
  const against = (['filed', 'base', 'average', 'guide'] as const).filter(() => random.chance(0.3))
  const ruleSet: RuleSet = {
    ...template,
    categories: categories.slice(0, 3).map((code) => randomCategory(random, code)),
    groups: ['alpha', 'beta', 'gamma'].map((code) => ({ code, units: 1 + random.below(4) })),
    regional: [],
    base: {
      storeDiscount: effect('lowers'),
      orderDiscount: effect('lowers'),
      installation: effect('ignored'),
      freight: effect('ignored'),
      bankPromotion: effect('ignored'),
      oldUnit: effect('ignored'),
      clause: 'base',
    },
    ceiling: {
      against,
      mode: random.pick(['refuse', 'cap'] as const),
      tolerance: random.pick(['0.00', '0.00', '0.01', '50.00']),
      suspiciousBelow: null,
      clause: 'ceiling',
    },
    rounding: {
      mode: random.pick(['down', 'half-up', 'half-even'] as const),
      unit: random.pick(['0.01', '0.01', '0.01', '0.05', '0.10', '1.00']),
      clause: 'rounding',
    },
  }
  const stated = (): string | null => (random.chance(0.5) ? randomAmount(random, 2_500_000) : null)
  // The last category and grade 3 are covered by no rule set: one model of each is enough.
  const listings = categories.flatMap((category, i) =>
    (i === 3 ? [1] : i === 0 ? [null, 1, 2, 3] : [null, 1, 2]).map((grade) =>
      listing(`${category}-${grade ?? 'none'}`, category, {
        grade,
        filedPrice: randomAmount(random, 2_500_000),
        basePrice: stated(),
        averagePrice: stated(),
        guidePrice: stated(),
      }),
    ),
  )
  return { ruleSet, listings }
}

function randomCategory(random: SeededRandom, code: string): CategoryRule {
  const isFixed = random.chance(0.2)
  const value = (): string => (isFixed ? randomAmount(random, 200_000) : random.pick(rates))
  const benefit = {
    byGrade: { '1': value(), ...(random.chance(0.7) && { '2': value() }) },
    ungraded: random.chance(0.6) ? value() : null,
  }
  return {
    code,
    name: { zh: '品类', en: 'Category' },
    group: random.chance(0.7) ? code : 'alpha',
    list: 'national',
    benefit: { kind: isFixed ? 'fixed' : 'rate', ...benefit },
    cap: random.pick(['500.00', '1500.00', '2000.00', '0.37', '33.33']),
    priceLimit: random.chance(0.2) ? randomAmount(random, 2_000_000) : null,
    serial: 'at_sale',
    evidence: [],
    clause: 'rate',
  }
}

export function randomCart(random: SeededRandom, { listings }: RandomWorld): Cart {
  const lines = Array.from({ length: 1 + random.below(4) }, (_, i) => randomLine(random, listings, i))
  const left = lines.reduce(
    (sum, line) => sum + toFen(line.item.price) * (line.quantity ?? 1) - toFen(line.discount),
    0,
  )
  return random.chance(0.4)
    ? { lines, orderDiscount: randomAmount(random, random.chance(0.9) ? 1 + Math.floor(left / 8) : 1 + left) }
    : { lines }
}

function randomLine(random: SeededRandom, listings: readonly Listing[], i: number): Line {
  const other = random.chance(0.15)
  const model = other || random.chance(0.03) ? 'unheard-of' : random.pick(listings).model
  const price = random.chance(0.2)
    ? random.pick(['10000.00', '10000.01', '6000.00', '6000.01', '0.01', '13333.33', '3333.34', '1799.00'])
    : randomAmount(random, 2_000_000)
  const quantity = random.chance(0.6) ? 1 : 1 + random.below(random.chance(0.9) ? 4 : 20)
  const whole = toFen(price) * quantity
  return {
    id: `L${i}`,
    item: { model, price },
    quantity,
    serials: Array.from({ length: quantity }, (_, unit) => `SN${i}X${String(unit).padStart(6, '0')}`),
    ...(random.chance(0.4) && {
      discount: randomAmount(random, 1 + (random.chance(0.9) ? Math.floor(whole / 5) : whole)),
    }),
    ...(random.chance(0.15) && { installation: randomAmount(random, 50_000) }),
    ...(random.chance(0.15) && { freight: randomAmount(random, 20_000) }),
    ...(random.chance(0.15) && { bankPromotion: randomAmount(random, 30_000) }),
    ...(random.chance(0.15) && { oldUnit: randomAmount(random, 80_000) }),
    ...(other && { other }),
  }
}

function toFen(amount: string | undefined): number {
  return amount === undefined ? 0 : Number(amount.replace('.', ''))
}
