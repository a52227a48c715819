/** The cart that goes in, the quote that comes out. */
import type { Amount } from '../core/money.ts'
import type { Instant } from '../core/clock.ts'
import type { Channel } from '../scheme/rule-set.ts'
import type { Basis, Facts, Item, Verdict } from '../verify/verdict.ts'
import type { FormulaName } from './formula.ts'

/** One line of the host's cart. Amounts are yuan. */
export interface Line {
  /** The host's own line id; unique in the cart. */
  readonly id: string
  /** What is sold. `item.price` is the list price of one unit, before any discount. */
  readonly item: Item
  /** Units; 1 when absent. At most 1,000. */
  readonly quantity?: number
  /** One a unit, as far as scanned. Without any, `item.serial` is the first unit's; beside them it must be one of them. */
  readonly serials?: readonly string[]
  /** Store discount on the whole line. */
  readonly discount?: Amount
  /** Charged beside the goods for the whole line. */
  readonly installation?: Amount
  readonly freight?: Amount
  /** What a bank or payment channel takes off at payment. */
  readonly bankPromotion?: Amount
  /** Value of an old unit handed in. */
  readonly oldUnit?: Amount
  /** True for goods that are not part of the scheme: never judged, subsidy 0. */
  readonly other?: boolean
}

export interface Cart {
  readonly lines: readonly Line[]
  /** Store discount on the whole order, split over all lines by largest remainder. */
  readonly orderDiscount?: Amount
}

/** One unit, so that units can be returned one by one. */
export interface QuoteUnit {
  readonly serial: string | null
  /** Final price: list price less its share of store discounts. What stands on the invoice. */
  readonly price: Amount
  /** What the rate was taken of. */
  readonly base: Amount
  readonly subsidy: Amount
  /** `price - subsidy`. */
  readonly payable: Amount
}

/** One step of the calculation; its text comes from `locales/` by `formula`. */
export interface ExplanationStep {
  readonly formula: FormulaName
  /** Clause id of the rule set; null: plain arithmetic. */
  readonly clause: string | null
  /** By the names that {@link FormulaName} states. */
  readonly inputs: { readonly [name: string]: string }
  /** An amount; of `quota`, the number of units granted. */
  readonly result: string
}

export interface QuoteLine {
  readonly id: string
  /** Null for other merchandise. */
  readonly verdict: Verdict | null
  readonly units: readonly QuoteUnit[]
  /** List price of all units. */
  readonly list: Amount
  /** The line's discount and its share of the order's. `list - discount` is the sum of the units' prices. */
  readonly discount: Amount
  /** Installation and freight, charged beside the goods and never subsidised. */
  readonly extras: Amount
  /** `list - discount + extras`. */
  readonly invoiceTotal: Amount
  readonly subsidy: Amount
  /** `invoiceTotal - subsidy`. */
  readonly payable: Amount
  readonly steps: readonly ExplanationStep[]
}

/** Lines of a cart that one scheme covers. */
export interface SchemePart {
  /** Code of the scheme: `"appliances"`. */
  readonly scheme: string
  /** Id of its rule set in force. */
  readonly ruleSet: string
  /** Ids of the lines, in the order of the cart. */
  readonly lines: readonly string[]
}

export interface Quote {
  readonly v: 1
  readonly at: Instant
  readonly channel: Channel
  readonly region: string
  readonly basis: Basis | null
  /**
   * How the lines that are covered part by scheme, this sale's own first. One sale belongs to one scheme:
   * lines of another say `other_scheme`, have subsidy 0 here, and are a sale of their own. Empty for a
   * sale that another till made.
   */
  readonly schemes: readonly SchemePart[]
  /** Who takes the subsidy off; `till` when no rule set holds. */
  readonly deduction: 'till' | 'payment'
  readonly lines: readonly QuoteLine[]
  /** Sum of goods, installation and freight that stand on the invoice: paid plus subsidy. */
  readonly invoiceTotal: Amount
  readonly subsidy: Amount
  /** What the buyer pays in all: `invoiceTotal - subsidy`. */
  readonly payable: Amount
  /** The subsidy as the host's cart books it: a tender, not a discount. */
  readonly tender: { readonly kind: 'tradein_subsidy'; readonly amount: Amount }
  /** The cart and facts it follows from: `replay` gives the same quote from them. */
  readonly cart: Cart
  readonly facts: Facts
}
