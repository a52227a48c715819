/**
 * Every reason a verdict can carry: its step, how much it weighs, and the cashier's next step.
 * Codes are frozen by a contract test: add, never rename.
 */

export type Step = 'scan' | 'model' | 'unit' | 'price' | 'scheme' | 'data'
export type Action = 'rescan' | 'type_model' | 'check_label' | 'fix_price' | 'sell_without_subsidy' | 'go_online' | 'call_supervisor'
/** `required`: no subsidy until it is settled. `recommended`: worth a look, the sale can go on. */
export type Severity = 'required' | 'recommended'

export interface ReasonRule {
  readonly step: Step
  readonly severity: Severity
  /** What a required reason makes of the verdict: the item does not qualify, or it cannot be told. */
  readonly verdict: 'ineligible' | 'undetermined'
  readonly action: Action
}

export type ReasonCode =
  | 'barcode_unreadable'
  | 'barcode_check_digit'
  | 'barcode_garbled'
  | 'not_a_product_code'
  | 'model_unlisted'
  | 'model_lookalike'
  | 'barcode_model_mismatch'
  | 'brand_mismatch'
  | 'grade_mismatch'
  | 'energy_record_mismatch'
  | 'certificate_mismatch'
  | 'listing_suspended'
  | 'listing_withdrawn'
  | 'listing_not_yet_valid'
  | 'listing_expired'
  | 'serial_missing'
  | 'serial_malformed'
  | 'serial_is_barcode'
  | 'serial_redeemed_here'
  | 'serial_redeemed_elsewhere'
  | 'serial_maybe_redeemed'
  | 'price_missing'
  | 'price_over_filed'
  | 'price_over_average'
  | 'price_over_limit'
  | 'price_suspiciously_low'
  | 'scheme_not_open'
  | 'scheme_closed'
  | 'scheme_paused'
  | 'region_not_covered'
  | 'channel_not_covered'
  | 'category_not_covered'
  | 'grade_not_covered'
  | 'quota_used'
  | 'entitlement_missing'
  | 'entitlement_expired'
  | 'entitlement_mismatch'
  | 'entitlement_used'
  | 'catalog_missing'
  | 'catalog_stale'
  | 'clock_untrusted'
  | 'offline_budget_spent'
  | 'offline_forbidden'

const no = (step: Step, action: Action): ReasonRule => ({ step, severity: 'required', verdict: 'ineligible', action })
const unclear = (step: Step, action: Action): ReasonRule => ({ step, severity: 'required', verdict: 'undetermined', action })
const hint = (step: Step, action: Action): ReasonRule => ({ step, severity: 'recommended', verdict: 'undetermined', action })

/** In the order in which reasons are listed. */
export const reasonRules: Readonly<Record<ReasonCode, ReasonRule>> = {
  barcode_unreadable: unclear('scan', 'rescan'),
  barcode_check_digit: unclear('scan', 'rescan'),
  barcode_garbled: unclear('scan', 'rescan'),
  not_a_product_code: unclear('scan', 'rescan'),
  model_unlisted: no('model', 'sell_without_subsidy'),
  model_lookalike: no('model', 'check_label'),
  barcode_model_mismatch: no('model', 'check_label'),
  brand_mismatch: no('model', 'check_label'),
  grade_mismatch: no('model', 'check_label'),
  energy_record_mismatch: no('model', 'check_label'),
  certificate_mismatch: no('model', 'check_label'),
  listing_suspended: no('model', 'sell_without_subsidy'),
  listing_withdrawn: no('model', 'sell_without_subsidy'),
  listing_not_yet_valid: no('model', 'sell_without_subsidy'),
  listing_expired: no('model', 'sell_without_subsidy'),
  serial_missing: unclear('unit', 'rescan'),
  serial_malformed: unclear('unit', 'rescan'),
  serial_is_barcode: unclear('unit', 'rescan'),
  serial_redeemed_here: no('unit', 'sell_without_subsidy'),
  serial_redeemed_elsewhere: no('unit', 'sell_without_subsidy'),
  serial_maybe_redeemed: unclear('unit', 'go_online'),
  price_missing: unclear('price', 'fix_price'),
  price_over_filed: no('price', 'fix_price'),
  price_over_average: no('price', 'fix_price'),
  price_over_limit: no('price', 'sell_without_subsidy'),
  price_suspiciously_low: hint('price', 'fix_price'),
  scheme_not_open: no('scheme', 'sell_without_subsidy'),
  scheme_closed: no('scheme', 'sell_without_subsidy'),
  scheme_paused: no('scheme', 'sell_without_subsidy'),
  region_not_covered: no('scheme', 'sell_without_subsidy'),
  channel_not_covered: no('scheme', 'sell_without_subsidy'),
  category_not_covered: no('scheme', 'sell_without_subsidy'),
  grade_not_covered: no('scheme', 'sell_without_subsidy'),
  quota_used: no('scheme', 'sell_without_subsidy'),
  entitlement_missing: unclear('scheme', 'rescan'),
  entitlement_expired: no('scheme', 'sell_without_subsidy'),
  entitlement_mismatch: no('scheme', 'sell_without_subsidy'),
  entitlement_used: no('scheme', 'sell_without_subsidy'),
  catalog_missing: unclear('data', 'go_online'),
  catalog_stale: unclear('data', 'go_online'),
  clock_untrusted: unclear('data', 'go_online'),
  offline_budget_spent: unclear('data', 'go_online'),
  offline_forbidden: unclear('data', 'go_online'),
}

export interface Reason {
  readonly code: ReasonCode
  readonly step: Step
  readonly severity: Severity
  /** Dotted path in the item or cart: `price`, `lines.0.quantity`. */
  readonly field: string
  readonly expected: string | null
  readonly received: string | null
  readonly action: Action
  /** Clause id of the rule set, where a rule decided. */
  readonly clause: string | null
}

/** What may be said with a reason; its severity can differ from the table's where a rule set or brand only warns. */
export interface ReasonDetails {
  readonly field: string
  readonly expected?: string | null
  readonly received?: string | null
  readonly clause?: string | null
  readonly severity?: Severity
}

export function reason(code: ReasonCode, details: ReasonDetails): Reason {
  const { step, severity, action } = reasonRules[code]
  return {
    code,
    step,
    severity: details.severity ?? severity,
    field: details.field,
    expected: details.expected ?? null,
    received: details.received ?? null,
    action,
    clause: details.clause ?? null,
  }
}

/** What all reasons together make of the item: one "no" is a no, else one "unclear" leaves it open. */
export function statusOf(reasons: readonly Reason[]): 'eligible' | 'ineligible' | 'undetermined' {
  const required = reasons.filter((each) => each.severity === 'required')
  if (required.some((each) => reasonRules[each.code].verdict === 'ineligible')) return 'ineligible'
  return required.length > 0 ? 'undetermined' : 'eligible'
}
