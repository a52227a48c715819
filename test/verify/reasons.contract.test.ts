import { describe, expect, it } from 'vitest'
import { reason, reasonCodes, reasonRules, statusOf } from '../../src/verify/reasons.ts'

/** What integrators, records and the platform rely on. A row may be added; none may change. */
const frozen = `
barcode_unreadable         scan    required     undetermined  rescan
barcode_check_digit        scan    required     undetermined  rescan
barcode_garbled            scan    required     undetermined  rescan
not_a_product_code         scan    required     undetermined  rescan
model_unlisted             model   required     ineligible    sell_without_subsidy
model_lookalike            model   required     ineligible    check_label
model_ambiguous            model   required     undetermined  type_model
barcode_model_mismatch     model   required     ineligible    check_label
brand_mismatch             model   required     ineligible    check_label
grade_mismatch             model   required     ineligible    check_label
energy_record_mismatch     model   required     ineligible    check_label
certificate_mismatch       model   required     ineligible    check_label
listing_suspended          model   required     ineligible    sell_without_subsidy
listing_withdrawn          model   required     ineligible    sell_without_subsidy
listing_not_yet_valid      model   required     ineligible    sell_without_subsidy
listing_expired            model   required     ineligible    sell_without_subsidy
serial_missing             unit    required     undetermined  rescan
serial_malformed           unit    required     undetermined  rescan
serial_is_barcode          unit    required     undetermined  rescan
serial_redeemed_here       unit    required     ineligible    sell_without_subsidy
serial_redeemed_elsewhere  unit    required     ineligible    sell_without_subsidy
serial_maybe_redeemed      unit    required     undetermined  go_online
price_missing              price   required     undetermined  fix_price
price_over_filed           price   required     ineligible    fix_price
price_over_base            price   required     ineligible    fix_price
price_over_average         price   required     ineligible    fix_price
price_over_guide           price   required     ineligible    fix_price
price_over_limit           price   required     ineligible    sell_without_subsidy
price_suspiciously_low     price   recommended  undetermined  fix_price
scheme_not_open            scheme  required     ineligible    sell_without_subsidy
scheme_closed              scheme  required     ineligible    sell_without_subsidy
scheme_paused              scheme  required     ineligible    sell_without_subsidy
region_not_covered         scheme  required     ineligible    sell_without_subsidy
channel_not_covered        scheme  required     ineligible    sell_without_subsidy
category_not_covered       scheme  required     ineligible    sell_without_subsidy
grade_not_covered          scheme  required     ineligible    sell_without_subsidy
other_scheme               scheme  required     ineligible    sell_separately
quota_used                 scheme  required     ineligible    sell_without_subsidy
entitlement_missing        scheme  required     undetermined  rescan
entitlement_expired        scheme  required     ineligible    sell_without_subsidy
entitlement_mismatch       scheme  required     ineligible    sell_without_subsidy
entitlement_used           scheme  required     ineligible    sell_without_subsidy
catalog_missing            data    required     undetermined  go_online
catalog_stale              data    required     undetermined  go_online
clock_untrusted            data    required     undetermined  go_online
offline_budget_spent       data    required     undetermined  go_online
offline_forbidden          data    required     undetermined  go_online
`

describe('the reasons table', () => {
  it('has the frozen rows in the frozen order', () => {
    const rows = reasonCodes.map((code) => {
      const { step, severity, verdict, action } = reasonRules[code]
      return [code, step, severity, verdict, action].join(' ')
    })
    expect(rows).toEqual(
      frozen
        .trim()
        .split('\n')
        .map((row) => row.replace(/ +/g, ' ')),
    )
  })

  it('gives a reason all its members, so that records have one shape', () => {
    expect(Object.keys(reason('price_missing', { field: 'price' }))).toEqual([
      'code',
      'step',
      'severity',
      'field',
      'expected',
      'received',
      'action',
      'clause',
    ])
  })
})

describe('status of reasons', () => {
  const of = (...codes: Parameters<typeof reason>[0][]): string =>
    statusOf(codes.map((code) => reason(code, { field: 'x' })))

  it('is eligible without a required reason', () => {
    expect(of()).toBe('eligible')
    expect(of('price_suspiciously_low')).toBe('eligible')
  })

  it('lets one "no" outweigh every open question', () => {
    expect(of('serial_missing')).toBe('undetermined')
    expect(of('serial_missing', 'price_over_filed')).toBe('ineligible')
  })

  it('never calls an item ineligible by data that is missing, stale, or read by a wrong clock', () => {
    for (const doubt of ['catalog_missing', 'catalog_stale', 'clock_untrusted'] as const) {
      expect(of('price_over_filed', doubt)).toBe('undetermined')
      expect(of('scheme_closed', doubt)).toBe('undetermined')
    }
  })

  it('holds to what the till itself knows, whatever the age of the data', () => {
    expect(of('serial_redeemed_here', 'catalog_stale')).toBe('ineligible')
  })

  it('does not doubt the data because the offline budget is spent', () => {
    expect(of('price_over_filed', 'offline_budget_spent')).toBe('ineligible')
  })
})
