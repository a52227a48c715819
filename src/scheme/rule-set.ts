/** Rule sets: every rule of a scheme between two instants, as signed data. */
import type { Instant } from '../core/clock.ts'
import type { Amount, Rate, Rounding } from '../core/money.ts'

export type Channel = 'store' | 'online'
/** Grade digit, `"1"` to `"5"`. */
export type GradeKey = string
export type Bilingual = { readonly zh: string; readonly en: string }
/** Whether something lowers the amount to which the rate applies, or leaves it as it is. */
export type Effect = 'lowers' | 'ignored'

/** What a category gives: a share of the base by grade (and without one), or a fixed amount. */
export type Benefit =
  | {
      readonly kind: 'rate'
      /** `{ "1": "0.20", "2": "0.15" }`. */
      readonly byGrade: Readonly<Record<GradeKey, Rate>>
      /** For goods without a grade; null: not covered. */
      readonly ungraded: Rate | null
    }
  | {
      readonly kind: 'fixed'
      readonly byGrade: Readonly<Record<GradeKey, Amount>>
      readonly ungraded: Amount | null
    }

export interface CategoryRule {
  /** `"air_conditioner"`. */
  readonly code: string
  readonly name: Bilingual
  /** Quota group that units count against: an air-source heater can count as an air conditioner. */
  readonly group: string
  /** On the national list, or the locality's own "N". */
  readonly list: 'national' | 'local'
  readonly benefit: Benefit
  /** The most that one unit gets. */
  readonly cap: Amount
  /** Highest final price that is covered; null: none. */
  readonly priceLimit: Amount | null
  /** When a unit's serial is brought: goods that leave from a warehouse have none before. */
  readonly serial: { readonly [channel in Channel]: 'at_sale' | 'at_fulfilment' }
  /** Codes of what must be collected: `["serial_photo"]`. */
  readonly evidence: readonly string[]
  readonly clause: string
}

export interface QuotaGroup {
  readonly code: string
  /** Units that one buyer may have in the quota period. A group that is not stated has none. */
  readonly units: number
}

/** Hours of a day in the scheme's zone, `[from, to)`, to the minute; `to` may be `"24:00"`. */
export interface Hours {
  readonly from: string
  readonly to: string
}

export interface Clause extends Bilingual {
  /** A citation, or the word `unsourced`. */
  readonly source: string
}

export interface RuleSet {
  readonly v: 1
  readonly id: string
  /** What it is a rule set of: `"appliances"`. Several schemes hold side by side, each with the rule set closest to the place. */
  readonly scheme: string
  readonly title: Bilingual
  /** True: for trying out, not a scheme in force. */
  readonly sample: boolean
  /** GB/T 2260 codes; trailing pairs of zeros cover all below: `"140000"` is all of Shanxi. */
  readonly regions: readonly string[]
  /** IANA zone of days and hours: `"Asia/Shanghai"`. */
  readonly zone: string
  readonly from: Instant
  /** End, not included; null: open. */
  readonly to: Instant | null
  /** Stopped for now, whatever the dates say. */
  readonly paused: boolean
  readonly channels: readonly Channel[]
  /** Who takes the subsidy off: the till, or the payment channel as it is paid. */
  readonly deduction: 'till' | 'payment'
  readonly categories: readonly CategoryRule[]
  readonly groups: readonly QuotaGroup[]
  /** Categories that replace or join the list in some regions, such as counties and villages. */
  readonly regional: readonly { readonly regions: readonly string[]; readonly categories: readonly CategoryRule[] }[]
  /**
   * What lowers the amount to which the rate applies, starting from the list price. Installation and
   * freight are charged beside the price: `lowers` takes them off all the same, for a locality whose
   * prices are understood to include them.
   */
  readonly base: {
    readonly storeDiscount: Effect
    readonly orderDiscount: Effect
    readonly installation: Effect
    readonly freight: Effect
    readonly bankPromotion: Effect
    readonly oldUnit: Effect
    readonly clause: string
  }
  readonly ceiling: {
    /** Each of these that the listing states is a ceiling. */
    readonly against: readonly ('filed' | 'base' | 'average' | 'guide')[]
    /** `refuse` the unit, or `cap` the amount to which the rate applies. */
    readonly mode: 'refuse' | 'cap'
    /** Yuan above the ceiling that still pass; with `cap`, the rate applies to the ceiling plus these. */
    readonly tolerance: Amount
    /** Below this share of the filed price the price is called suspiciously low; null: never. */
    readonly suspiciousBelow: Rate | null
    readonly clause: string
  }
  readonly rounding: Rounding & { readonly clause: string }
  readonly quota: {
    /** How long one quota lasts. */
    readonly period: 'rule_set' | 'calendar_year' | 'month' | 'day'
    /** Ids of rule sets whose use in the same period counts here too. */
    readonly carriesOver: readonly string[]
    /** Whether a return gives the quota back. */
    readonly returned: 'restored' | 'burned'
    readonly clause: string
  }
  readonly entitlement: {
    readonly need: 'none' | 'signed_token' | 'platform'
    /** When it can be redeemed, by channel; null: at any hour. */
    readonly redeemable: { readonly store: Hours; readonly online: Hours } | null
    readonly clause: string
  }
  /** How long a reservation holds serial, quota and entitlement. */
  readonly reservation: { readonly holdMinutes: number }
  /** Ages of the release since its `issued` instant, hours. */
  readonly freshness: { readonly warnHours: number; readonly refuseHours: number }
  readonly offline:
    | { readonly mode: 'forbidden'; readonly clause: string }
    | {
        readonly mode: 'provisional'
        /** The most unconfirmed subsidised sales, their total subsidy, and the age of the oldest. */
        readonly count: number
        readonly amount: Amount
        readonly hours: number
        readonly clause: string
      }
  readonly evidence: readonly string[]
  /** What rests on a clause beside the sections that name one: clause id by dotted path, `"quota.returned"`. */
  readonly cites: { readonly [path: string]: string }
  /** Texts to cite, by clause id. */
  readonly clauses: { readonly [clause: string]: Clause }
}

/** `scheme.json`: the rule sets, side by side. */
export interface SchemeFile {
  readonly v: 1
  readonly ruleSets: readonly RuleSet[]
}
