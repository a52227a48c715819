/**
 * Every reason a verdict can carry: its step, how much it weighs, and the cashier's next step.
 * Codes are frozen by a contract test: add, never rename.
 */

export type VerdictStep = 'scan' | 'model' | 'unit' | 'price' | 'scheme' | 'data'
export type Action =
  | 'rescan'
  | 'type_model'
  | 'check_label'
  | 'fix_price'
  | 'sell_without_subsidy'
  | 'sell_separately'
  | 'go_online'
  | 'call_supervisor'
/** `required`: no subsidy until it is settled. `recommended`: worth a look, the sale can go on. */
export type Severity = 'required' | 'recommended'

export interface ReasonRule {
  readonly step: VerdictStep
  readonly severity: Severity
  /** What a required reason makes of the verdict: the item does not qualify, or it cannot be told. */
  readonly verdict: 'ineligible' | 'undetermined'
  readonly action: Action
  /**
   * What the reason rests on. Where the release is missing or too old, or the clock cannot be
   * trusted, a "no" that rests on the release is not known any more; one that rests on `facts` is.
   */
  readonly rests: 'release' | 'facts'
}

export type ReasonCode =
  | 'barcode_unreadable'
  | 'barcode_check_digit'
  | 'barcode_garbled'
  | 'not_a_product_code'
  | 'model_unlisted'
  | 'model_lookalike'
  | 'model_ambiguous'
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
  | 'price_over_base'
  | 'price_over_average'
  | 'price_over_guide'
  | 'price_over_limit'
  | 'price_suspiciously_low'
  | 'scheme_not_open'
  | 'scheme_closed'
  | 'scheme_paused'
  | 'region_not_covered'
  | 'channel_not_covered'
  | 'category_not_covered'
  | 'grade_not_covered'
  | 'other_scheme'
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

const no = (step: VerdictStep, action: Action): ReasonRule => ({
  step,
  severity: 'required',
  verdict: 'ineligible',
  action,
  rests: 'release',
})
const known = (step: VerdictStep, action: Action): ReasonRule => ({ ...no(step, action), rests: 'facts' })
const unclear = (step: VerdictStep, action: Action): ReasonRule => ({
  step,
  severity: 'required',
  verdict: 'undetermined',
  action,
  rests: 'facts',
})
const hint = (step: VerdictStep, action: Action): ReasonRule => ({ ...unclear(step, action), severity: 'recommended' })

/** In the order in which reasons are listed. */
export const reasonRules: Readonly<Record<ReasonCode, ReasonRule>> = {
  barcode_unreadable: unclear('scan', 'rescan'),
  barcode_check_digit: unclear('scan', 'rescan'),
  barcode_garbled: unclear('scan', 'rescan'),
  not_a_product_code: unclear('scan', 'rescan'),
  model_unlisted: no('model', 'sell_without_subsidy'),
  model_lookalike: no('model', 'check_label'),
  model_ambiguous: unclear('model', 'type_model'),
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
  serial_redeemed_here: known('unit', 'sell_without_subsidy'),
  serial_redeemed_elsewhere: known('unit', 'sell_without_subsidy'),
  serial_maybe_redeemed: unclear('unit', 'go_online'),
  price_missing: unclear('price', 'fix_price'),
  price_over_filed: no('price', 'fix_price'),
  price_over_base: no('price', 'fix_price'),
  price_over_average: no('price', 'fix_price'),
  price_over_guide: no('price', 'fix_price'),
  price_over_limit: no('price', 'sell_without_subsidy'),
  price_suspiciously_low: hint('price', 'fix_price'),
  scheme_not_open: no('scheme', 'sell_without_subsidy'),
  scheme_closed: no('scheme', 'sell_without_subsidy'),
  scheme_paused: no('scheme', 'sell_without_subsidy'),
  region_not_covered: no('scheme', 'sell_without_subsidy'),
  channel_not_covered: no('scheme', 'sell_without_subsidy'),
  category_not_covered: no('scheme', 'sell_without_subsidy'),
  grade_not_covered: no('scheme', 'sell_without_subsidy'),
  other_scheme: no('scheme', 'sell_separately'),
  quota_used: known('scheme', 'sell_without_subsidy'),
  entitlement_missing: unclear('scheme', 'rescan'),
  entitlement_expired: known('scheme', 'sell_without_subsidy'),
  entitlement_mismatch: known('scheme', 'sell_without_subsidy'),
  entitlement_used: known('scheme', 'sell_without_subsidy'),
  catalog_missing: unclear('data', 'go_online'),
  catalog_stale: unclear('data', 'go_online'),
  clock_untrusted: unclear('data', 'go_online'),
  offline_budget_spent: unclear('data', 'go_online'),
  offline_forbidden: unclear('data', 'go_online'),
}

/** Every code, in the order of the table. */
export const reasonCodes: readonly ReasonCode[] = Object.keys(reasonRules) as ReasonCode[]

const orderByCode = new Map<ReasonCode, number>(reasonCodes.map((code, index) => [code, index]))

/** Puts reasons in the order of the table; of one code, the one found first stays first. */
export function inTableOrder(reasons: Reason[]): readonly Reason[] {
  return reasons.length < 2
    ? reasons
    : reasons.sort((a, b) => (orderByCode.get(a.code) ?? 0) - (orderByCode.get(b.code) ?? 0))
}

export interface Reason {
  readonly code: ReasonCode
  readonly step: VerdictStep
  readonly severity: Severity
  /** Dotted path in the item or cart: `price`, `lines.0.quantity`. */
  readonly field: string
  readonly expected: string | null
  readonly received: string | null
  readonly action: Action
  /** Clause id of the rule set, where a rule decided. */
  readonly clause: string | null
}

/**
 * What may be said with a reason. Severity and next step can differ from the table's: a rule set or a
 * brand's pattern may only warn, and an unlisted barcode may still have a listed model.
 */
export interface ReasonDetails {
  readonly field: string
  readonly expected?: string | null
  readonly received?: string | null
  readonly clause?: string | null
  readonly severity?: Severity
  readonly action?: Action
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
    action: details.action ?? action,
    clause: details.clause ?? null,
  }
}

/** Whether the release speaks against the item, whatever else is known. */
export function isNoOfRelease({ code, severity }: Reason): boolean {
  const { verdict, rests } = reasonRules[code]
  return severity === 'required' && verdict === 'ineligible' && rests === 'release'
}

/** Codes that leave nothing of the release to rely on. */
const doubts: ReadonlySet<ReasonCode> = new Set<ReasonCode>(['catalog_missing', 'catalog_stale', 'clock_untrusted'])

/**
 * What all reasons together make of the item: one "no" is a no, else one "unclear" leaves it open.
 * In doubt of the release or the clock, a "no" counts only where it rests on facts.
 */
export function statusOf(reasons: readonly Reason[]): 'eligible' | 'ineligible' | 'undetermined' {
  let required = false
  let doubt = false
  for (const each of reasons) {
    if (each.severity !== 'required') continue
    required = true
    if (doubts.has(each.code)) doubt = true
  }
  if (!required) return 'eligible'
  for (const { code, severity } of reasons) {
    const rule = reasonRules[code]
    if (severity === 'required' && rule.verdict === 'ineligible' && (!doubt || rule.rests === 'facts'))
      return 'ineligible'
  }
  return 'undetermined'
}
