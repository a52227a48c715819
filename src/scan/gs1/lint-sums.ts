/** Check digits, check characters and company prefixes inside GS1 values. */
import { hasCheckDigit } from '../gtin.ts'
import { countryLetters } from './lint-lists.ts'

type Fault = string | null

/** The mod-10 check digit at the end (GS1 General Specifications §7.9.1). Digits only. */
export function digitSum(data: string): Fault {
  if (data === '') return 'too_short_for_check_digit'
  return hasCheckDigit(data) ? null : 'incorrect_check_digit'
}

const set82 = '!"%&\'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz'
const set32 = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'
const primes = firstPrimes(97)

/** The two check characters at the end of a GMN or MUDI (GS1 General Specifications §7.9.5): weights are primes, modulus 1021. */
export function checkPair(data: string): Fault {
  if (data.length < 2) return 'too_short_for_check_pair'
  const body = data.slice(0, -2)
  if (body.length > primes.length) return 'too_long_for_check_pair_implementation'
  let sum = 0
  for (let i = 0; i < body.length; i++) {
    const value = set82.indexOf(body.charAt(i))
    if (value < 0) return 'invalid_cset82_character'
    sum += value * (primes[body.length - 1 - i] ?? 0)
  }
  sum %= 1021
  return data.endsWith(set32.charAt(sum >> 5) + set32.charAt(sum & 31)) ? null : 'incorrect_check_pair'
}

/** A GS1 company prefix, four digits or more, from `at` on. Whether it was ever issued is not known here. */
export function gcpAt(at: 0 | 1): (data: string) => Fault {
  return (data) => {
    const prefix = data.slice(at, at + 4)
    if (prefix.length < 4) return 'too_short_for_gcp'
    return /^[0-9]{4}$/.test(prefix) ? null : 'invalid_gcp_prefix'
  }
}

/** An IBAN (ISO 13616): country, check digits modulo 97, at most 34 characters. */
export function iban(data: string): Fault {
  if (data.length <= 4) return 'iban_too_short'
  if (data.length > 34) return 'iban_too_long'
  if (!/^[0-9A-Z]+$/.test(data)) return 'invalid_iban_character'
  if (!countryLetters.has(data.slice(0, 2))) return 'illegal_iban_country_code'
  let rest = 0
  for (const character of data.slice(4) + data.slice(0, 4)) {
    const value = Number.parseInt(character, 36)
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97
  }
  return rest === 1 ? null : 'incorrect_iban_checksum'
}

function firstPrimes(count: number): number[] {
  const found: number[] = []
  for (let n = 2; found.length < count; n++) if (found.every((prime) => n % prime !== 0)) found.push(n)
  return found
}
