/**
 * North American coupon codes, AI (8110) and (8112): fields of digits, many with a leading digit that
 * tells their length (GS1 General Specifications §3.9.3; GS1 US coupon application guideline).
 */
import { date } from './lint-times.ts'

type Fault = string | null

interface Cursor {
  readonly data: string
  at: number
}

const isDate = date(2, false)

/**
 * Reads a field whose first digit tells its length.
 * @param lengths by that digit; undefined where the digit is not allowed
 */
function sized(
  cursor: Cursor,
  lengths: readonly (number | undefined)[],
  vli: string,
  length: string,
  field: string,
): Fault {
  const head = cursor.data[cursor.at]
  if (head === undefined) return `coupon_missing_${vli}`
  const size = lengths[Number(head)]
  if (size === undefined) return `coupon_invalid_${length}`
  const end = cursor.at + 1 + size
  if (end > cursor.data.length) return `coupon_truncated_${field}`
  cursor.at = end
  return null
}

function oneOf(cursor: Cursor, allowed: string, field: string): Fault {
  const digit = cursor.data[cursor.at]
  if (digit === undefined) return `coupon_missing_${field}`
  if (!allowed.includes(digit)) return `coupon_invalid_${field}`
  cursor.at += 1
  return null
}

function plain(cursor: Cursor, size: number, fault: string): Fault {
  if (cursor.at + size > cursor.data.length) return fault
  cursor.at += size
  return null
}

const upTo = (least: number, most: number, base: number): (number | undefined)[] =>
  Array.from({ length: 10 }, (_, digit) => (digit >= least && digit <= most ? digit + base : undefined))

const gcp = upTo(0, 6, 6)
const optionalGcp = gcp.map((size, digit) => (digit === 9 ? 0 : size))
const value = upTo(1, 5, 0)
const serial = upTo(0, 9, 6)
const retailer = upTo(1, 7, 6)

function purchase(cursor: Cursor, nth: '1st' | '2nd' | '3rd'): Fault {
  return (
    sized(
      cursor,
      value,
      `${nth}_purchase_requirement_vli`,
      `${nth}_purchase_requirement_length`,
      `${nth}_purchase_requirement`,
    ) ??
    oneOf(cursor, '012349', `${nth}_purchase_requirement_code`) ??
    plain(cursor, 3, `coupon_truncated_${nth}_purchase_family_code`)
  )
}

function furtherPurchase(cursor: Cursor, nth: '2nd' | '3rd'): Fault {
  return (
    purchase(cursor, nth) ??
    sized(cursor, optionalGcp, `${nth}_purchase_gcp_vli`, `${nth}_purchase_gcp_length`, `${nth}_purchase_gcp`)
  )
}

function dated(cursor: Cursor, short: string, invalid: string): Fault {
  const start = cursor.at
  return plain(cursor, 6, short) ?? (isDate(cursor.data.slice(start, cursor.at)) === null ? null : invalid)
}

/** Takes the optional field that starts with `tag`, where it is there. */
function optional(cursor: Cursor, tag: string, read: () => Fault): Fault {
  if (cursor.data[cursor.at] !== tag) return null
  cursor.at += 1
  return read()
}

function period(cursor: Cursor): Fault {
  let expires = ''
  let starts = ''
  return (
    optional(cursor, '3', () => {
      expires = cursor.data.slice(cursor.at, cursor.at + 6)
      // The name is spelt as in GS1's own list.
      return dated(cursor, 'coupon_too_short_for_expiration_date', 'coupon_invalid_exipiration_date')
    }) ??
    optional(cursor, '4', () => {
      starts = cursor.data.slice(cursor.at, cursor.at + 6)
      return dated(cursor, 'coupon_too_short_for_start_date', 'coupon_invalid_start_date')
    }) ??
    (expires !== '' && starts > expires ? 'coupon_expiration_before_start' : null)
  )
}

function atEnd(cursor: Cursor): Fault {
  return cursor.at < cursor.data.length ? 'coupon_excess_data' : null
}

/** A coupon code, AI (8110). */
export function couponCode(data: string): Fault {
  if (/[^0-9]/.test(data)) return 'non_digit_character'
  const cursor: Cursor = { data, at: 0 }
  return (
    sized(cursor, gcp, 'gcp_vli', 'gcp_length', 'gcp') ??
    plain(cursor, 6, 'coupon_truncated_offer_code') ??
    sized(cursor, value, 'save_value_vli', 'save_value_length', 'save_value') ??
    purchase(cursor, '1st') ??
    optional(
      cursor,
      '1',
      () => oneOf(cursor, '0123', 'additional_purchase_rules_code') ?? furtherPurchase(cursor, '2nd'),
    ) ??
    optional(cursor, '2', () => furtherPurchase(cursor, '3rd')) ??
    period(cursor) ??
    optional(cursor, '5', () => sized(cursor, serial, 'serial_number_vli', 'serial_number_length', 'serial_number')) ??
    optional(cursor, '6', () =>
      sized(cursor, retailer, 'retailer_gcp_or_gln_vli', 'retailer_gcp_or_gln_length', 'retailer_gcp_or_gln'),
    ) ??
    optional(
      cursor,
      '9',
      () =>
        oneOf(cursor, '01256', 'save_value_code') ??
        oneOf(cursor, '012', 'save_value_applies_to_item') ??
        plain(cursor, 1, 'coupon_missing_store_coupon_flag') ??
        oneOf(cursor, '01', 'dont_multiply_flag'),
    ) ??
    atEnd(cursor)
  )
}

/** A positive offer file coupon, AI (8112). */
export function couponPositiveOffer(data: string): Fault {
  if (/[^0-9]/.test(data)) return 'non_digit_character'
  const cursor: Cursor = { data, at: 0 }
  return (
    oneOf(cursor, '01', 'format_code') ??
    sized(cursor, gcp, 'funder_vli', 'funder_length', 'funder') ??
    plain(cursor, 6, 'coupon_truncated_offer_code') ??
    sized(cursor, serial, 'serial_number_vli', 'serial_number_length', 'serial_number') ??
    atEnd(cursor)
  )
}
