/**
 * Texts out of a segment's bytes and numbers. A listing is made anew for every row that is asked for,
 * and its texts are nearly all that this costs: each is put together from pieces that are there.
 */
import type { Bytes } from '../core/bytes.ts'

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
const longestAscii = 64

/** UTF-8 to text; most are a few ASCII letters, for which the decoder's set-up costs more than the work. */
export function decodeText(heap: Bytes, from: number, to: number): string {
  if (to - from > longestAscii) return decoder.decode(heap.subarray(from, to))
  let text = ''
  let at = from
  // Eight letters a call, since each call makes a text.
  for (; at + 8 <= to; at += 8) {
    const [a = 0, b = 0, c = 0, d = 0] = [heap[at], heap[at + 1], heap[at + 2], heap[at + 3]]
    const [e = 0, f = 0, g = 0, h = 0] = [heap[at + 4], heap[at + 5], heap[at + 6], heap[at + 7]]
    if ((a | b | c | d | e | f | g | h) >= 0x80) return decoder.decode(heap.subarray(from, to))
    text += String.fromCharCode(a, b, c, d, e, f, g, h)
  }
  for (; at < to; at++) {
    const byte = heap[at] ?? 0
    if (byte >= 0x80) return decoder.decode(heap.subarray(from, to))
    text += String.fromCharCode(byte)
  }
  return text
}

const threeDigits: readonly string[] = Array.from({ length: 1000 }, (_, n) => String(n).padStart(3, '0'))

/** `n` below 10^9 with all its nine digits. */
function nineDigits(n: number): string {
  const head = Math.floor(n / 1000)
  const high = Math.floor(head / 1000)
  return (threeDigits[high] ?? '') + (threeDigits[head - 1000 * high] ?? '') + (threeDigits[n - 1000 * head] ?? '')
}

/** The 14 digits of a barcode below 10^14; null for -1. */
export function gtinText(code: number): string | null {
  if (code < 0) return null
  const head = Math.floor(code / 1e9)
  const high = Math.floor(head / 1000)
  return (threeDigits[high] ?? '').slice(1) + (threeDigits[head - 1000 * high] ?? '') + nineDigits(code - 1e9 * head)
}

/** A barcode of 14 digits as a number; -1 for any other text. */
export function gtinCode(gtin: string): number {
  if (gtin.length !== 14) return -1
  let code = 0
  for (let i = 0; i < 14; i++) {
    const digit = gtin.charCodeAt(i) - 48
    if (digit < 0 || digit > 9) return -1
    code = 10 * code + digit
  }
  return code
}

/** What stands before a number's last digits, and how many those are. */
export interface NumberHead {
  readonly text: string
  readonly digits: number
}

/** `"202106-27-|18"`: 18 digits follow. */
export function headOf(text: string): NumberHead {
  const bar = text.lastIndexOf('|')
  return { text: text.slice(0, bar), digits: Math.min(18, Math.max(0, Number(text.slice(bar + 1)) || 0)) }
}

/** A number with its last digits, the last nine of them in `low`. */
export function withTail(head: NumberHead | null, high: number, low: number): string | null {
  if (head === null) return null
  const { text, digits } = head
  if (digits === 0) return text
  if (digits <= 9) return text + padded(low, digits)
  return text + padded(high, digits - 9) + padded(low, 9)
}

function padded(tail: number, digits: number): string {
  if (digits === 9) return nineDigits(Math.max(0, tail))
  return String(Math.max(0, tail)).padStart(digits, '0')
}
