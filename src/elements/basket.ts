/**
 * The basket of the register: what the cashier has scanned and typed so far, and what is asked for
 * next. Pure: an entry and a basket give a basket. No business rule lives here.
 */
import { readAmount, type Amount } from '../core/money.ts'
import { barcode } from '../locales/figures.ts'
import type { Scan } from '../scan/scan.ts'
import type { Line } from '../subsidy/quote.ts'
import type { Item } from '../verify/verdict.ts'

export interface BasketLine {
  /** `"1"`, `"2"`, …: unique in the basket, never used again. */
  readonly id: string
  /** Without serial and price, which are kept beside it. */
  readonly item: Item
  /** List price of one unit; null until known. */
  readonly price: Amount | null
  /** One a unit; the number of units is at least 1. */
  readonly serials: readonly (string | null)[]
  /** Goods that are not part of the scheme. */
  readonly other: boolean
}

/** What the one input box asks for. */
export type Ask =
  | { readonly kind: 'product' }
  | { readonly kind: 'price'; readonly line: string }
  | { readonly kind: 'serial'; readonly line: string; readonly unit: number }

export interface Basket {
  readonly lines: readonly BasketLine[]
  readonly ask: Ask
  /** Number of the next line. */
  readonly next: number
}

export const emptyBasket: Basket = { lines: [], ask: { kind: 'product' }, next: 1 }

/** What a line goes by that no listing names: its model, or its barcode as it is printed. */
export function labelOf({ item, id }: Pick<BasketLine, 'item' | 'id'>): string {
  return item.model ?? (item.gtin === undefined ? id : barcode(item.gtin))
}

/** What an entry came to, beside the new basket. */
export type BasketEntry =
  | { readonly kind: 'line' | 'price' | 'serial'; readonly basket: Basket }
  /** No product: the host looks it up as text, and shows what there is. */
  | { readonly kind: 'search'; readonly text: string }
  | { readonly kind: 'entitlement' | 'receipt'; readonly text: string }
  | { readonly kind: 'payment_code' }
  /** Nothing was entered. */
  | { readonly kind: 'refused'; readonly problem: 'price' | 'serial' | 'scan'; readonly scan: Scan | null }

/**
 * Takes one line of input, typed or scanned. A scan that is plainly something other than what is asked
 * for is taken as what it is: a barcode scanned while a price is asked opens the next line.
 */
export function enter(basket: Basket, text: string, scan: Scan): BasketEntry {
  const { ask } = basket
  if (scan.kind === 'payment_code') return { kind: 'payment_code' }
  if (scan.kind === 'entitlement' || scan.kind === 'receipt') return { kind: scan.kind, text: scan.text ?? text }
  if (ask.kind === 'price') {
    const amount = readAmount(text)
    if (amount !== null) return { kind: 'price', basket: setPrice(basket, ask.line, amount) }
    if (scan.kind !== 'product') return { kind: 'refused', problem: 'price', scan }
  }
  if (ask.kind === 'serial') {
    const expected = basket.lines.find((line) => line.id === ask.line)
    const serial = scan.item.serial ?? (scan.kind === 'product' ? null : text.trim())
    // The barcode of the item in hand, scanned again, is not its serial; another barcode is the next item.
    if (scan.kind === 'product' && scan.item.serial === undefined && scan.item.gtin === expected?.item.gtin) {
      return { kind: 'refused', problem: 'serial', scan }
    }
    if (serial !== null && serial !== '')
      return { kind: 'serial', basket: setSerial(basket, ask.line, ask.unit, serial) }
  }
  // What is not a code at all was typed: a model, a brand, a part of a name.
  if (scan.problem !== null && scan.problem !== 'not_a_product_code') return { kind: 'refused', problem: 'scan', scan }
  if (scan.item.gtin !== undefined || scan.item.model !== undefined) {
    const { serial = null, gtin, model, recordNumber, certificate } = scan.item
    const item: Item = {
      ...(gtin !== undefined && { gtin }),
      ...(model !== undefined && { model }),
      ...(recordNumber !== undefined && { recordNumber }),
      ...(certificate !== undefined && { certificate }),
    }
    return { kind: 'line', basket: addLine(basket, { item, serial }) }
  }
  return { kind: 'search', text: text.trim() }
}

export function addLine(
  basket: Basket,
  entry: {
    readonly item: Item
    readonly serial?: string | null
    readonly price?: Amount | null
    readonly other?: boolean
  },
): Basket {
  const id = String(basket.next)
  const line: BasketLine = {
    id,
    item: entry.item,
    price: entry.price ?? null,
    serials: [entry.serial ?? null],
    other: entry.other ?? false,
  }
  return askNext({ ...basket, lines: [...basket.lines, line], next: basket.next + 1 })
}

export function setPrice(basket: Basket, line: string, price: Amount): Basket {
  return askNext(change(basket, line, (old) => ({ ...old, price })))
}

export function setSerial(basket: Basket, line: string, unit: number, serial: string): Basket {
  return askNext(
    change(basket, line, (old) => ({ ...old, serials: old.serials.map((each, i) => (i === unit ? serial : each)) })),
  )
}

export function setQuantity(basket: Basket, line: string, quantity: number): Basket {
  const units = Math.min(1000, Math.max(1, Math.trunc(quantity)))
  return askNext(
    change(basket, line, (old) => ({
      ...old,
      serials: Array.from({ length: units }, (_, i) => old.serials[i] ?? null),
    })),
  )
}

/** Answers a "did you mean" or a choice among several models. */
export function setModel(basket: Basket, line: string, model: string, brand: string): Basket {
  return askNext(change(basket, line, (old) => ({ ...old, item: { ...old.item, model, brand } })))
}

export function removeLine(basket: Basket, line: string): Basket {
  return askNext({ ...basket, lines: basket.lines.filter((each) => each.id !== line) })
}

/** Asks for one thing in particular: the cashier chose to change it. */
export function askFor(basket: Basket, ask: Ask): Basket {
  return { ...basket, ask }
}

/** Skips what is asked: the serial comes later, or is not needed. */
export function skip(basket: Basket): Basket {
  return { ...basket, ask: { kind: 'product' } }
}

/** The cart as `quote` takes it; null while a price is missing. */
export function toLines(basket: Basket): readonly Line[] | null {
  const lines: Line[] = []
  for (const { id, item, price, serials, other } of basket.lines) {
    if (price === null) return null
    const known = serials.filter((serial) => serial !== null)
    lines.push({
      id,
      item: { ...item, price },
      quantity: serials.length,
      ...(known.length > 0 && { serials: known }),
      ...(other && { other }),
    })
  }
  return lines
}

function change(basket: Basket, id: string, edit: (line: BasketLine) => BasketLine): Basket {
  return { ...basket, lines: basket.lines.map((line) => (line.id === id ? edit(line) : line)) }
}

// The newest line first: it is the one in the cashier's hand.
function askNext(basket: Basket): Basket {
  for (const line of [...basket.lines].reverse()) {
    if (line.price === null) return { ...basket, ask: { kind: 'price', line: line.id } }
    const unit = line.serials.indexOf(null)
    if (unit >= 0 && !line.other) return { ...basket, ask: { kind: 'serial', line: line.id, unit } }
  }
  return { ...basket, ask: { kind: 'product' } }
}
