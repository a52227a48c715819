/** Figures for invoice and shelf. The subsidy is a tender: an invoice's total is what was paid plus the subsidy. */
import * as z from 'zod/mini'
import type { Listing } from '../catalog/listing.ts'
import { type Amount, add, subtract } from '../core/money.ts'
import { amountSchema, parse } from '../core/schema.ts'
import type { Quote, QuoteLine } from './quote.ts'

/** One unit of goods: what must stand on the invoice (domain rule of 2026: name, model, price, subsidy, grade, barcode, serial). */
export interface InvoiceLine {
  readonly name: string
  /** Brand id of the listing, or as the host gave it; `""` for other merchandise without one. */
  readonly brand: string
  readonly model: string
  readonly gtin: string | null
  readonly grade: number | null
  readonly serial: string | null
  readonly price: Amount
  readonly subsidy: Amount
}

/** `total` = `paid` + `subsidy` = the prices of all lines + `extras`. */
export interface Invoice {
  readonly sale: string
  readonly orderId: string
  readonly lines: readonly InvoiceLine[]
  /** Installation and freight of all lines. */
  readonly extras: Amount
  readonly total: Amount
  readonly subsidy: Amount
  readonly paid: Amount
}

/** Every unit is a line of its own, as its serial must stand beside its price. */
export function invoiceOf(sale: { readonly id: string; readonly orderId: string; readonly quote: Quote }): Invoice {
  const { quote } = sale
  const lines = quote.lines.flatMap(({ id, verdict, units }) => {
    const given = quote.cart.lines.find((line) => line.id === id)?.item
    const listing: Listing | null = verdict?.listing ?? null
    const model = listing?.model ?? given?.model ?? ''
    const goods = {
      name: listing?.name ?? (model || id),
      brand: listing?.brand ?? given?.brand ?? '',
      model,
      gtin: verdict?.item.gtin ?? listing?.gtin ?? given?.gtin ?? null,
      grade: listing?.grade ?? null,
    }
    return units.map(({ serial, price, subsidy }): InvoiceLine => ({ ...goods, serial, price, subsidy }))
  })
  const extras = add(...quote.lines.map((line) => line.extras))
  return {
    sale: sale.id,
    orderId: sale.orderId,
    lines,
    extras,
    total: quote.invoiceTotal,
    subsidy: quote.subsidy,
    paid: quote.payable,
  }
}

/** The four prices that shelf and product page must show, item by item (national notice of 2026), for one line. */
export interface PriceDisplay {
  readonly list: Amount
  readonly discount: Amount
  readonly subsidy: Amount
  /** What the buyer pays for the goods, extras apart. */
  readonly final: Amount
}

const pricesSchema = z.object({ list: amountSchema, discount: amountSchema, subsidy: amountSchema })

/**
 * The prices to show beside a quoted line.
 * @param line of a quote or a preview
 * @throws CheckoutError `INPUT_INVALID` naming the amount that is none
 */
export function priceDisplay(line: QuoteLine): PriceDisplay {
  const { list, discount, subsidy } = parse(pricesSchema, line, '')
  return { list, discount, subsidy, final: subtract(subtract(list, discount), subsidy) }
}
