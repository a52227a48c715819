/** The vectors of `test/data/subsidy`: carts and what must come of them, as plain data. */
import type { Listing } from '../../src/catalog/listing.ts'
import type { RuleSet } from '../../src/scheme/rule-set.ts'
import type { Cart, Quote } from '../../src/subsidy/quote.ts'
import type { Setting } from '../../src/scheme/in-force.ts'
import type { Facts, VerifyContext } from '../../src/verify/verdict.ts'
import { contextOf, releaseOf } from '../subsidy/situations.ts'
import { listing } from './array-catalog.ts'

export interface VectorFile {
  readonly ruleSets: readonly string[]
  readonly listings: readonly (Pick<Listing, 'model' | 'category'> & Partial<Listing>)[]
  readonly vectors: readonly Vector[]
}

export interface Vector {
  readonly name: string
  readonly setting?: Partial<Setting>
  readonly facts?: Partial<Facts>
  readonly cart: Cart
  readonly expect: Expected
}

export interface Expected {
  readonly ruleSet: string | null
  readonly invoiceTotal: string
  readonly subsidy: string
  readonly payable: string
  /** `units`: price, base and subsidy of each. */
  readonly lines: readonly {
    readonly id: string
    readonly status: string
    readonly reasons: readonly string[]
    readonly units: readonly string[]
  }[]
}

export function vectorContext(file: VectorFile, vector: Vector, ruleSet: (id: string) => RuleSet): VerifyContext {
  const listings = file.listings.map(({ model, category, ...rest }) => listing(model, category, rest))
  return contextOf(releaseOf(file.ruleSets.map(ruleSet), listings), vector.setting, vector.facts)
}

/** The part of a quote that a vector states. */
export function stated({ basis, invoiceTotal, subsidy, payable, lines }: Quote): Expected {
  return {
    ruleSet: basis?.ruleSet ?? null,
    invoiceTotal,
    subsidy,
    payable,
    lines: lines.map(({ id, verdict, units }) => ({
      id,
      status: verdict?.status ?? 'other',
      reasons: verdict?.reasons.map(({ code }) => code) ?? [],
      units: units.map((unit) => `${unit.price} ${unit.base} ${unit.subsidy}`),
    })),
  }
}
