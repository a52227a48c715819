/** Values that make the simulator answer in a stated way: barcodes for verdicts, amounts for the platform. */
import { bareListing } from '../catalog/bare-listing.ts'
import type { Brand, Listing } from '../catalog/listing.ts'
import type { PlatformReason } from '../record/protocol.ts'
import type { ReasonCode } from '../verify/reasons.ts'

/** The simulator's own brand, under the GS1 demonstration prefix 952: on no product that is sold. */
export const magicBrand: Brand = {
  id: 'rehearsal',
  names: ['排演', 'Rehearsal'],
  prefixes: ['9529990'],
  serialRules: [{ id: 'unit', pattern: '^RH\\d{6}$', example: 'RH000001' }],
}

export interface MagicItem {
  /** What to scan: 13 digits. */
  readonly barcode: string
  /** A price at which nothing happens but what is meant. */
  readonly price: string
  readonly status: 'eligible' | 'ineligible' | 'undetermined'
  /** The reason that the verdict carries; null: none. */
  readonly reason: ReasonCode | null
  /** Null where the point is that nothing is listed. */
  readonly listing: Listing | null
}

const base = {
  ...bareListing,
  brand: magicBrand.id,
  category: 'refrigerator',
  gradeKind: 'energy',
  grade: 1,
  filedPrice: '5000.00',
} as const

function listing(barcode: string, model: string, change: Partial<Listing> = {}): Listing {
  return { ...base, gtin: `0${barcode}`, model, name: `排演 ${model}`, ...change }
}

export type MagicItemName =
  | 'grade_1'
  | 'grade_2'
  | 'ungraded'
  | 'capped'
  | 'grade_not_covered'
  | 'category_not_covered'
  | 'price_over_filed'
  | 'price_suspiciously_low'
  | 'listing_suspended'
  | 'listing_withdrawn'
  | 'listing_not_yet_valid'
  | 'listing_expired'
  | 'model_unlisted'
  | 'barcode_check_digit'

/** By what happens. Judged by the sample rule set in a store of region 140100. */
export const magicItems: Readonly<Record<MagicItemName, MagicItem>> = {
  grade_1: {
    barcode: '9529990000018',
    price: '4999.00',
    status: 'eligible',
    reason: null,
    listing: listing('9529990000018', 'RH-100G1'),
  },
  grade_2: {
    barcode: '9529990000025',
    price: '4999.00',
    status: 'eligible',
    reason: null,
    listing: listing('9529990000025', 'RH-200G2', { grade: 2 }),
  },
  ungraded: {
    barcode: '9529990000032',
    price: '1999.00',
    status: 'eligible',
    reason: null,
    listing: listing('9529990000032', 'RH-300XY', { category: 'robot_vacuum', gradeKind: 'none', grade: null }),
  },
  capped: {
    barcode: '9529990000049',
    price: '12999.00',
    status: 'eligible',
    reason: null,
    listing: listing('9529990000049', 'RH-400TV', { category: 'television', filedPrice: '12999.00' }),
  },
  grade_not_covered: {
    barcode: '9529990000056',
    price: '4999.00',
    status: 'ineligible',
    reason: 'grade_not_covered',
    listing: listing('9529990000056', 'RH-500G3', { category: 'air_conditioner', grade: 3 }),
  },
  category_not_covered: {
    barcode: '9529990000063',
    price: '999.00',
    status: 'ineligible',
    reason: 'category_not_covered',
    listing: listing('9529990000063', 'RH-600FN', { category: 'electric_fan' }),
  },
  price_over_filed: {
    barcode: '9529990000070',
    price: '5000.01',
    status: 'ineligible',
    reason: 'price_over_filed',
    listing: listing('9529990000070', 'RH-700PR'),
  },
  price_suspiciously_low: {
    barcode: '9529990000087',
    price: '999.00',
    status: 'eligible',
    reason: 'price_suspiciously_low',
    listing: listing('9529990000087', 'RH-800LO'),
  },
  listing_suspended: {
    barcode: '9529990000094',
    price: '4999.00',
    status: 'ineligible',
    reason: 'listing_suspended',
    listing: listing('9529990000094', 'RH-900SU', { status: 'suspended' }),
  },
  listing_withdrawn: {
    barcode: '9529990000100',
    price: '4999.00',
    status: 'ineligible',
    reason: 'listing_withdrawn',
    listing: listing('9529990000100', 'RH-110WD', { status: 'withdrawn' }),
  },
  listing_not_yet_valid: {
    barcode: '9529990000117',
    price: '4999.00',
    status: 'ineligible',
    reason: 'listing_not_yet_valid',
    listing: listing('9529990000117', 'RH-120NV', { from: '2099-01-01T00:00:00+08:00' }),
  },
  listing_expired: {
    barcode: '9529990000124',
    price: '4999.00',
    status: 'ineligible',
    reason: 'listing_expired',
    listing: listing('9529990000124', 'RH-130EX', { to: '2025-01-01T00:00:00+08:00' }),
  },
  model_unlisted: {
    barcode: '9529990099999',
    price: '4999.00',
    status: 'ineligible',
    reason: 'model_unlisted',
    listing: null,
  },
  barcode_check_digit: {
    barcode: '9529990000017',
    price: '4999.00',
    status: 'undetermined',
    reason: 'barcode_check_digit',
    listing: null,
  },
}

/**
 * What the platform does with a sale by the fen of its invoice total (`"4999.91"` is 91). A refusal
 * or review is the standing that its reservation gets; a delivery fault meets its reserve record the
 * first `times` it is sent.
 */
export type MagicAmount =
  | { readonly kind: 'refused' | 'review'; readonly reason: ReasonCode | PlatformReason }
  /** Confirmed at first, refused when the platform settles: told through `answers`. */
  | { readonly kind: 'refused_later'; readonly reason: ReasonCode | PlatformReason }
  | { readonly kind: 'status'; readonly status: 429 | 500 | 503; readonly times: number }
  | { readonly kind: 'answer_lost'; readonly times: number }

/** By fen. Every other amount is taken as it is. */
export const magicAmounts: Readonly<Record<string, MagicAmount>> = {
  '81': { kind: 'refused', reason: 'serial_redeemed_elsewhere' },
  '82': { kind: 'refused', reason: 'quota_used' },
  '83': { kind: 'refused', reason: 'entitlement_used' },
  '84': { kind: 'refused', reason: 'basis_stale' },
  '85': { kind: 'review', reason: 'result_differs' },
  '86': { kind: 'review', reason: 'buyer_unreadable' },
  '87': { kind: 'refused_later', reason: 'serial_redeemed_elsewhere' },
  '91': { kind: 'status', status: 500, times: 1 },
  '92': { kind: 'status', status: 503, times: 2 },
  '93': { kind: 'status', status: 429, times: 1 },
  '94': { kind: 'answer_lost', times: 1 },
}

export function magicAmountOf(invoiceTotal: string): MagicAmount | null {
  return magicAmounts[invoiceTotal.slice(-2)] ?? null
}
