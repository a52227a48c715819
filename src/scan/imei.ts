/** IMEIs: 15 digits, the last by the Luhn formula (3GPP TS 23.003 §6.2.1, annex B). */
import { isDigits } from './gtin.ts'

/** True for the 15 digits of an IMEI whose Luhn digit is right. */
export function isImei(text: string): boolean {
  if (text.length !== 15 || !isDigits(text)) return false
  let sum = 0
  for (let i = 0; i < 15; i++) {
    const digit = text.charCodeAt(i) - 48
    const twice = 2 * digit
    sum += i % 2 === 0 ? digit : twice > 9 ? twice - 9 : twice
  }
  return sum % 10 === 0 && sum > 0
}
