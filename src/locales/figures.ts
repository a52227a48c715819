/** Amounts, shares and instants as people write them. Without `Intl`, so that a receipt is the same everywhere. */

/** `"4999.00"` gives `"4,999.00"`. */
export function grouped(amount: string): string {
  return amount.replace(/\B(?=(\d{3})+(?=\.))/g, ',')
}

/** `a - b` where that is above zero, else null; both are amounts: `"300.00"`. */
export function excess(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return null
  const fen = toFen(a) - toFen(b)
  if (fen <= 0n) return null
  const digits = String(fen).padStart(3, '0')
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`
}

function toFen(amount: string): bigint {
  return /^\d+\.\d{2}$/.test(amount) ? BigInt(amount.replace('.', '')) : 0n
}

/** `"0.15"` gives `"15%"`, `"0.125"` gives `"12.5%"`. */
export function percent(rate: string): string {
  const [whole = '0', part = ''] = rate.split('.')
  const shifted = `${whole}${part.padEnd(2, '0').slice(0, 2)}`.replace(/^0+(?=\d)/, '')
  const rest = part.slice(2).replace(/0+$/, '')
  return `${shifted}${rest === '' ? '' : `.${rest}`}%`
}

/** An RFC 3339 instant to the minute, in the offset that it is written in: `"2026-03-06 10:00"`. */
export function minute(instant: string): string {
  return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(instant) ? instant.slice(0, 16).replace('T', ' ') : instant
}

/** A barcode as it is printed: of 13 digits and fewer, the 14th that it is kept with is a zero. Other texts stay as they are. */
export function barcode(text: string): string {
  return text.replace(/^0(?=\d{13}$)/, '')
}

/** Whether a text is a whole barcode, and no name or company prefix. */
export function isBarcode(text: string): boolean {
  return /^\d{14}$/.test(text)
}

/** The unit that a reason's field names, counted from 1; null where it is about the whole line. */
export function unitOf(field: string): number | null {
  const place = /(?:^|\.)serials\.(\d+)$/.exec(field)?.[1]
  return place === undefined ? null : Number(place) + 1
}
