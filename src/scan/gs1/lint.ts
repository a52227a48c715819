/**
 * The content checks that the GS1 syntax dictionary names, under its own names. Each answers with the
 * fault's name, GS1's in lower case, or null. Most assume nothing of their input; those of a value's
 * parts run after its character set was checked.
 */
import { checkPair, digitSum, gcpAt, iban } from './lint-sums.ts'
import { currencies, countries, countryLetters, mediaTypes, packageTypes } from './lint-lists.ts'
import { couponCode, couponPositiveOffer } from './lint-coupon.ts'
import { date, hour, hourWithMinute, minute, second } from './lint-times.ts'

export type LintFault = string
export type Lint = (data: string) => LintFault | null

const pattern =
  (expression: RegExp, fault: LintFault): Lint =>
  (data) =>
    expression.test(data) ? null : fault

const digits = pattern(/^[0-9]*$/, 'non_digit_character')

const both =
  (first: Lint, then: Lint): Lint =>
  (data) =>
    first(data) ?? then(data)

function padding64(data: string): LintFault | null {
  const pad = data.length - data.replace(/=+$/, '').length
  if (/[^A-Za-z0-9_-]/.test(data.slice(0, data.length - pad))) return 'invalid_cset64_character'
  // The dictionary wants padded text to have a multiple of three characters.
  return pad > 2 || (pad > 0 && data.length % 3 !== 0) ? 'invalid_cset64_padding' : null
}

function geographic(limit: number, name: 'latitude' | 'longitude'): Lint {
  return (data) => {
    if (data.length !== 10) return `${name}_invalid_length`
    return digits(data) ?? (Number(data) > limit ? `invalid_${name}` : null)
  }
}

function pieceOfTotal(data: string): LintFault | null {
  if (data.length === 0 || data.length % 2 === 1) return 'invalid_length_for_piece_of_total'
  const fault = digits(data)
  if (fault !== null) return fault
  const piece = data.slice(0, data.length / 2)
  const total = data.slice(data.length / 2)
  if (/^0+$/.test(piece)) return 'zero_piece_number'
  if (/^0+$/.test(total)) return 'zero_total_pieces'
  return piece > total ? 'piece_number_exceeds_total' : null
}

function positionInSequence(data: string): LintFault | null {
  const [, position, end] = /^([0-9]+)\/([0-9]+)$/.exec(data) ?? []
  if (position === undefined || end === undefined) return 'position_in_sequence_malformed'
  if (position.startsWith('0') || end.startsWith('0')) return 'illegal_zero_prefix'
  const exceeds = position.length === end.length ? position > end : position.length > end.length
  return exceeds ? 'position_exceeds_end' : null
}

/** By the dictionary's names: `linters['csum']('02345673')` is null. */
export const linters: Readonly<Record<string, Lint>> = {
  csetnumeric: digits,
  cset39: pattern(/^[#\-/0-9A-Z]*$/, 'invalid_cset39_character'),
  cset64: padding64,
  cset82: pattern(/^[!"%&'()*+,\-./0-9:;<=>?A-Z_a-z]*$/, 'invalid_cset82_character'),
  csum: both(digits, digitSum),
  csumalpha: checkPair,
  gcppos1: gcpAt(0),
  gcppos2: gcpAt(1),
  hasnondigit: pattern(/[^0-9]/, 'requires_non_digit_character'),
  hh: hour,
  mi: minute,
  ss: second,
  hhmi: hourWithMinute,
  yymmdd: date(2, false),
  yymmd0: date(2, true),
  yyyymmdd: date(4, false),
  yyyymmd0: date(4, true),
  hyphen: pattern(/^-$/, 'not_hyphen'),
  iban,
  importeridx: (data) =>
    data.length !== 1
      ? 'importer_idx_must_be_one_character'
      : /^[A-Za-z0-9_-]$/.test(data)
        ? null
        : 'invalid_import_idx_character',
  iso3166: (data) => (countries.has(data) ? null : 'not_iso3166'),
  iso3166999: (data) => (data === '999' || countries.has(data) ? null : 'not_iso3166_or_999'),
  iso3166alpha2: (data) => (countryLetters.has(data) ? null : 'not_iso3166_alpha2'),
  iso4217: (data) => (currencies.has(data) ? null : 'not_iso4217'),
  iso5218: pattern(/^[0129]$/, 'invalid_biological_sex_code'),
  latitude: geographic(1_800_000_000, 'latitude'),
  longitude: geographic(3_600_000_000, 'longitude'),
  mediatype: (data) => (mediaTypes.test(data) ? null : 'invalid_media_type'),
  nonzero: both(digits, pattern(/[1-9]/, 'illegal_zero_value')),
  nozeroprefix: both(digits, pattern(/^(?!0)/, 'illegal_zero_prefix')),
  packagetype: (data) => (packageTypes.has(data) ? null : 'invalid_package_type'),
  pcenc: pattern(/^(?:[^%]|%[0-9A-Fa-f]{2})*$/, 'invalid_percent_sequence'),
  pieceoftotal: pieceOfTotal,
  posinseqslash: positionInSequence,
  couponcode: couponCode,
  couponposoffer: couponPositiveOffer,
  winding: pattern(/^[019]$/, 'invalid_winding_direction'),
  yesno: pattern(/^[01]$/, 'not_zero_or_one'),
  zero: pattern(/^0+$/, 'not_zero'),
}
