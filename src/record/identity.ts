/** What a buyer says of themselves, checked before it is sealed. No error of it shows a value. */
import { CheckoutError } from '../core/errors.ts'

export interface Identity {
  readonly name: string
  /** Mainland mobile number, 11 digits: `"13800000000"`. */
  readonly phone: string
  /** Citizen identity number (GB 11643), 18 characters: 17 digits and a check digit or `X`. */
  readonly idNumber: string
}

/**
 * The identity in its one form: trimmed, narrow, no spaces in numbers, `X` upper case, `+86` taken off.
 * @throws CheckoutError `INPUT_INVALID` naming the field and what is expected, never the value
 */
export function readIdentity(input: Identity): Identity {
  const name = text(input, 'name').normalize('NFC').trim()
  if (name.length < 1 || name.length > 60 || /[\p{Cc}\p{Cf}\p{Cs}]/u.test(name))
    throw wrong('name', '1 to 60 characters')
  const phone = digits(text(input, 'phone')).replace(/^(\+|00)?86(?=1\d{10}$)/, '')
  if (!/^1[3-9]\d{9}$/.test(phone)) throw wrong('phone', 'a mobile number of 11 digits')
  const idNumber = idNumberForm(text(input, 'idNumber'))
  if (!isIdNumber(idNumber)) throw wrong('idNumber', 'an identity number of 18 characters with a right check digit')
  return { name, phone, idNumber }
}

/** The one form of an identity number, by which a person is known: narrow, without spaces, `X` upper case. */
export function idNumberForm(idNumber: string): string {
  return digits(idNumber.normalize('NFKC')).toUpperCase()
}

/** True for a citizen identity number: a date of birth that exists and the check digit of GB 11643 (ISO 7064 MOD 11-2). */
export function isIdNumber(text: string): boolean {
  const match = /^[1-9]\d{5}(\d{4})(\d{2})(\d{2})\d{3}[\dX]$/.exec(text)
  if (!match) return false
  const [, year = '', month = '', day = ''] = match
  const born = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)))
  if (Number(year) < 1800 || born.toISOString().slice(0, 10) !== `${year}-${month}-${day}`) return false
  // ISO 7064 MOD 11-2: the weight of the i-th character from the right is 2^i mod 11, and X is ten.
  let sum = 0
  for (const character of text) sum = (sum * 2 + (character === 'X' ? 10 : Number(character))) % 11
  return sum === 1
}

function text(input: Identity, field: keyof Identity): string {
  const value: unknown = (input as Identity | null)?.[field]
  if (typeof value !== 'string' || value.length > 200) throw wrong(field, 'a text')
  return value.normalize('NFKC')
}

function digits(value: string): string {
  return value.replace(/[\s-]/g, '')
}

function wrong(field: keyof Identity, expected: string): CheckoutError {
  return new CheckoutError('INPUT_INVALID', `${field} must be ${expected}`, { field, expected })
}
