/** CCC (3C) certificate numbers: 16 digits, year, certification body, product class, sequence. */

/** True for the form of a CCC certificate number: `"2016010901123456"`, years 2002 to 2099. */
export function isCertificate(text: string): boolean {
  if (!/^20\d{14}$/.test(text)) return false
  // The scheme issued its first certificates in 2002; bodies are numbered from 01, classes 01–99.
  return Number(text.slice(0, 4)) >= 2002 && text.slice(4, 6) !== '00' && text.slice(6, 8) !== '00'
}
