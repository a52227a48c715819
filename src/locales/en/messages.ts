/** Plain English for the cashier. */
import { enErrors } from './errors.ts'
import { barcode, excess, grouped, isBarcode, minute, percent } from '../figures.ts'
import type { Messages, ReasonFacts } from '../messages.ts'

const yuan = (amount: string | null | undefined): string => (amount ? `¥${grouped(amount)}` : '')
const after = (lead: string, text: string | null): string => (text === null ? '' : `${lead}${text}`)

function over(ceiling: string, { expected, received }: ReasonFacts): string {
  if (expected === null) return `The price is above the ${ceiling}`
  const by = excess(received, expected)
  return `Price ${yuan(received)} is above the ${ceiling} ${yuan(expected)}${by === null ? '' : `, by ${yuan(by)}`}`
}

function differs(what: string, { expected, received }: ReasonFacts): string {
  return received === null
    ? `The ${what} is not the filed one`
    : `The ${what} on the label, ${received}, is not the filed one${after(', ', expected)}`
}

/** `“text”` with a space before it, or nothing. */
const named = (text: string | null): string => (text === null ? '' : ` “${text}”`)
const serial = (number: string | null, text: string): string =>
  `Serial number ${number === null ? '' : `${number} `}${text}`

export const en: Messages = {
  locale: 'en',
  amount: yuan,
  statuses: {
    eligible: 'Subsidy',
    ineligible: 'No subsidy',
    undetermined: 'To be checked',
    other: 'Not in the scheme',
  },
  reasons: {
    barcode_unreadable: () => 'No complete product barcode was read',
    barcode_check_digit: () => 'The barcode’s check digit is wrong: a digit was missed or mistyped',
    barcode_garbled: () =>
      'The scanner’s output is garbled (keyboard layout, Caps Lock or input method); the product is not at fault',
    not_a_product_code: ({ received }) => `This is not a product barcode${after(': ', received && barcode(received))}`,
    model_unlisted: ({ field, expected, received }) =>
      `${field === 'gtin' ? 'Barcode' : 'Model'}${after(' ', received && barcode(received))} is not in the brand database${after('; the nearest that is: ', expected)}`,
    model_lookalike: ({ expected, received }) =>
      `Model${named(received)} is not listed, and looks much like ${expected === null ? 'a listed one' : `the listed${named(expected)}`}`,
    model_ambiguous: ({ field, expected }) =>
      `${field === 'gtin' ? 'This model is listed more than once' : 'This barcode is on several models'}${after(': ', expected)}`,
    barcode_model_mismatch: ({ field, expected, received }) =>
      received === null || expected === null
        ? 'Barcode and model disagree'
        : field === 'gtin'
          ? `Barcode and model disagree: the barcode is ${barcode(received)}, the model’s filed barcode is ${barcode(expected)}`
          : `Barcode and model disagree: the barcode is filed for ${expected}, the model given is ${received}`,
    brand_mismatch: ({ field, expected, received }) =>
      received === null || expected === null
        ? 'The brand is not the filed one'
        : field === 'gtin'
          ? isBarcode(received)
            ? `Barcode ${barcode(received)} is of no company prefix that the brand has filed: ${expected}`
            : `The barcode’s company is not the brand’s: the brand is ${expected}, the barcode belongs to ${received}`
          : `The brand on the label,${named(received)}, is not the filed${named(expected)}`,
    grade_mismatch: (reason) => differs('energy or water grade', reason),
    energy_record_mismatch: (reason) => differs('energy or water record number', reason),
    certificate_mismatch: (reason) => differs('CCC certificate number', reason),
    listing_suspended: () => 'This model’s listing is suspended',
    listing_withdrawn: () => 'This model’s listing has been withdrawn',
    listing_not_yet_valid: ({ expected }) =>
      `This model’s listing is not valid yet${expected === null ? '' : `; it begins ${minute(expected)}`}`,
    listing_expired: ({ expected }) =>
      `This model’s listing has expired${expected === null ? '' : `; it ended ${minute(expected)}`}`,
    serial_missing: () => 'There is no serial number yet',
    serial_malformed: ({ expected, received }) =>
      `Serial number${named(received)} ${expected === null ? 'is incomplete or has characters that no label prints' : `is unlike this brand’s, such as ${expected}`}`,
    serial_is_barcode: () => 'That is the product’s barcode, not its serial number',
    serial_redeemed_here: ({ received }) =>
      serial(received, 'was used on this till already; a unit is subsidised once'),
    serial_redeemed_elsewhere: ({ received }) => serial(received, 'was subsidised elsewhere already'),
    serial_maybe_redeemed: ({ received }) => serial(received, 'may have been used; the platform must check it'),
    price_missing: () => 'There is no price yet',
    price_over_filed: (reason) => over('filed price', reason),
    price_over_base: (reason) => over('base price', reason),
    price_over_average: (reason) => over('last month’s average price', reason),
    price_over_guide: (reason) => over('maker’s guide price', reason),
    price_over_limit: (reason) => over('price limit of its category', reason),
    price_suspiciously_low: ({ expected, received }) =>
      expected === null
        ? 'The price is very low and may be mistyped'
        : `Price ${yuan(received)} is very low (below ${yuan(expected)}) and may be mistyped`,
    scheme_not_open: ({ expected }) =>
      `The scheme is not open yet${expected === null ? '' : `; it opens ${minute(expected)}`}`,
    scheme_closed: ({ expected }) =>
      `The scheme has closed${expected === null ? '' : `; it ended ${minute(expected)}`}`,
    scheme_paused: () => 'The scheme is paused',
    region_not_covered: ({ expected, received }) =>
      `The store’s region${after(' ', received)} is not covered${expected === null ? '' : `; covered: ${expected}`}`,
    channel_not_covered: ({ received }) => `${received === 'online' ? 'Online' : 'Store'} sales are not covered`,
    category_not_covered: () => 'This category is not covered',
    grade_not_covered: ({ expected, received }) =>
      `${received === null ? 'Goods without an energy or water grade are' : `Grade ${received} is`} not covered${expected === null ? '' : `; covered: grade ${expected}`}`,
    other_scheme: () => 'These goods fall under another scheme, and one sale belongs to one scheme',
    quota_used: ({ expected, received }) =>
      `Above the limit for one buyer${expected === null ? '' : `: ${expected} allowed, ${received ?? ''} with this sale`}`,
    entitlement_missing: ({ received }) =>
      received === 'unknown' ? 'The entitlement has not been checked yet' : 'No entitlement has been shown',
    entitlement_expired: ({ expected }) =>
      expected === null ? 'The entitlement has expired' : `Entitlements cannot be redeemed now (hours ${expected})`,
    entitlement_mismatch: ({ expected }) => `The entitlement is not for this sale${after('; it is for ', expected)}`,
    entitlement_used: () => 'The entitlement has been used already',
    catalog_missing: () => 'This till has no brand database yet',
    catalog_stale: ({ expected, received }) =>
      `The brand database is old${received === null ? '' : `; issued ${minute(received)}`}${expected === null ? '' : `, limit ${expected} hours`}`,
    clock_untrusted: () => 'This till’s clock cannot be trusted, so rules and listings cannot be dated',
    offline_budget_spent: ({ field, expected }) =>
      field.endsWith('amount')
        ? `The subsidies allowed offline are used up${after(': ', expected && yuan(expected))}`
        : field.endsWith('Hours')
          ? `This till has been offline too long${after('; the limit in hours is ', expected)}`
          : `The sales allowed offline are used up${after(': ', expected)}`,
    offline_forbidden: () => 'The rules allow no subsidy while offline',
  },
  actions: {
    rescan: 'Scan again',
    type_model: 'Type the model from the rating plate',
    check_label: 'Check the rating plate and the energy label',
    fix_price: 'Check and correct the price',
    sell_without_subsidy: 'Sell at full price, without subsidy',
    sell_separately: 'Sell it in a sale of its own; here it goes at full price',
    go_online: 'Connect to the network and try again',
    call_supervisor: 'Call a supervisor',
  },
  ofUnit: (unit, text) => `Unit ${String(unit)}: ${text}`,
  formulas: {
    final_price: ({ inputs, result }) => {
      const parts = [`list price ${yuan(inputs.list)}`]
      if (inputs.discount && inputs.discount !== '0.00') parts.push(`store discount ${yuan(inputs.discount)}`)
      if (inputs.order_discount && inputs.order_discount !== '0.00')
        parts.push(`order discount ${yuan(inputs.order_discount)}`)
      return `Final price: ${parts.join(' − ')}${inputs.quantity === '1' ? '' : `, ${inputs.quantity ?? ''} units, each`} = ${yuan(result)}`
    },
    price_limit: ({ inputs }) => `Final price ${yuan(inputs.price)} is within the limit ${yuan(inputs.limit)}`,
    base_amount: ({ inputs, result }) => {
      const names = {
        discount: 'store discount',
        order_discount: 'order discount',
        installation: 'installation',
        freight: 'freight',
        bank_promotion: 'bank promotion',
        old_unit: 'old unit',
      } as const
      const parts = Object.entries(names).flatMap(([name, text]) =>
        inputs[name] ? [`${text} ${yuan(inputs[name])}`] : [],
      )
      return `Amount subsidised: ${[`list price ${yuan(inputs.list)}`, ...parts].join(' − ')}${inputs.quantity === '1' ? '' : ', each'} = ${yuan(result)}`
    },
    ceiling: ({ inputs, result }) => `${yuan(inputs.base)} is above the ceiling: ${yuan(result)} is counted`,
    rate: ({ inputs, result }) =>
      `${inputs.grade ? `Grade ${inputs.grade}: ` : ''}${yuan(inputs.base)} × ${percent(inputs.rate ?? '0')} = ${yuan(result)}`,
    fixed: ({ inputs, result }) => `${inputs.grade ? `Grade ${inputs.grade}: ` : ''}fixed subsidy ${yuan(result)}`,
    cap: ({ inputs, result }) => `${yuan(inputs.amount)} is above the maximum for one unit: ${yuan(result)}`,
    not_above_price: ({ inputs, result }) =>
      `Never more than the price: ${yuan(inputs.amount)} becomes ${yuan(result)}`,
    quota: ({ inputs, result }) =>
      `One buyer may have ${inputs.limit ?? ''} and has had ${inputs.used ?? ''}: ${result} of ${inputs.units ?? ''} subsidised`,
    line_total: ({ inputs, result }) => `${inputs.units ?? ''} units together: subsidy ${yuan(result)}`,
    no_subsidy: () => 'No subsidy',
  },
  standings: {
    provisional: 'Recorded, awaiting the platform',
    confirmed: 'Confirmed by the platform',
    refused: 'Refused by the platform',
    review: 'Under review by the platform',
  },
  saleStates: { reserved: 'Reserved', committed: 'Sold', cancelled: 'Cancelled', refunded: 'Refunded' },
  tasks: {
    was_it_paid: {
      what: 'A reserved sale has no payment result',
      next: 'Find out whether the buyer paid, then press Paid or Cancel',
    },
    refused_after_sale: {
      what: 'The platform refused a sale already made',
      next: 'Read the reason and settle it with a supervisor or the buyer',
    },
    review_after_sale: { what: 'The platform reviews a sale already made', next: 'Wait for the result' },
    record_held: {
      what: 'A record cannot be sent',
      next: 'Press Send again, or call a supervisor',
    },
    record_stranded: {
      what: 'A record cannot be sent from here',
      next: 'Call a supervisor: hand in an export',
    },
    till_refused: { what: 'The platform refuses this till', next: 'If it lasts, enrol this till again' },
    chain_forked: {
      what: 'This till exists twice, or was put back to an older copy',
      next: 'Call a supervisor: stop the other one, and enrol this one again',
    },
    amount_differs: {
      what: 'The payments of a sale are not what it asked for',
      next: 'Compare the two and settle the difference; the platform reviews the sale',
    },
    refund_without_record: {
      what: 'The sale to be refunded was not found',
      next: 'Go online and look it up; never refund by guesswork',
    },
    refunded_twice: {
      what: 'A unit of a sale came back at two tills',
      next: 'Make sure that the buyer got the money once',
    },
    storage_lost: {
      what: 'The browser lost records of this till',
      next: 'Call a supervisor and go online; enrol the till again if it asks for it',
    },
  },
  platformReasons: {
    record_unlinked: 'Earlier records have not arrived, so this one waits',
    record_forked: 'This till’s chain of records has forked',
    result_differs: 'The platform’s own calculation by the same rules differs',
    basis_stale: 'The till’s brand database was too old',
    reservation_lapsed: 'The reservation had lapsed',
    serial_held: 'Another sale holds this serial number',
    refers_unknown: 'The platform has no such sale',
    already_cancelled: 'The sale was cancelled already',
    already_refunded: 'This unit was refunded already',
    already_committed: 'The sale was committed already',
    amounts_differ: 'The amounts differ from the sale’s',
    buyer_unreadable: 'The buyer’s data cannot be decrypted',
    recovered_late: 'An old record from recovery; a person must review it',
    setting_mismatch:
      'This till was enrolled for another region, channel or scheme: correct its settings, or enrol it again',
  },
  deliveryFaults: {
    record_invalid: 'The platform does not take its content',
  },
  lost: (count) => (count === null ? 'How many is not known' : `Missing: ${String(count)}`),
  putBack: (count) => `Put back: ${String(count)}`,
  errors: enErrors,
}
