/** What follows a sale: units come back, or leave the warehouse with their serials. */
import { CheckoutError } from '../core/errors.ts'
import { mintRecordId } from '../core/ids.ts'
import { add, type Amount } from '../core/money.ts'
import type { UnitRef } from '../record/record.ts'
import { checkSerial, normalizeSerial } from '../scan/serial.ts'
import type { QuoteUnit } from '../subsidy/quote.ts'
import { serialKey } from '../verify/verdict.ts'
import { requireSale } from './after-reserve.ts'
import { append, momentOf } from './append.ts'
import type { OutboxContext } from './context.ts'
import type { SaleRow, SerialRow } from './database.ts'
import { putSale, releaseSerials } from './sale-row.ts'
import type { Task } from './sale.ts'
import { addTask } from './tasks.ts'

export interface Refunded {
  readonly kind: 'saved' | 'existing'
  readonly row: SaleRow
  /** What goes back to the buyer, and to the fund. */
  readonly payable: Amount
  readonly subsidy: Amount
}

/**
 * Takes units back: each for what it was sold for, so that one by one gives what all at once does.
 * Units that came back already are not taken back again.
 * @param fetched the sale as the platform gave it, for one of another till; it is kept from then on
 * @throws CheckoutError `SALE_UNKNOWN`, `SALE_STATE` (not paid, or cancelled), `INPUT_INVALID` naming the
 * unit that is not of the sale, and what {@link append} throws
 */
export async function refundUnits(
  context: OutboxContext,
  sale: string,
  units: readonly UnitRef[] | 'all',
  fetched: SaleRow | null = null,
): Promise<Refunded> {
  const { db } = context
  const id = mintRecordId(context.ports)
  const requireRow = async (): Promise<SaleRow> =>
    (await db.sales.get(sale)) ?? fetched ?? (await requireSale(db, sale))
  return append<Refunded>(context, async () => {
    const row = await requireRow()
    if (row.state === 'reserved' || row.state === 'cancelled') {
      throw new CheckoutError('SALE_STATE', 'sale: nothing was paid, so nothing can be given back', {
        field: 'sale',
        received: row.state,
      })
    }
    const asked = units === 'all' ? allUnits(row) : units
    asked.forEach((unit, i) => unitOf(row, unit, `units.${i}`))
    const left = distinct(asked).filter((unit) => !row.refunded.some((each) => isSame(each, unit)))
    if (left.length === 0) return { done: { kind: 'existing', row, ...sums(row, distinct(asked)) } }
    const { payable, subsidy } = sums(row, left)
    return {
      sale,
      body: { kind: 'refund', id, refers: sale, units: left, payable, subsidy },
      async write() {
        const before = await requireRow()
        const refunded = [...before.refunded, ...left]
        const after = await putSale(db, before, {
          refunded,
          state: refunded.length === allUnits(before).length ? 'refunded' : before.state,
        })
        const serials = left.flatMap((unit) => unitOf(before, unit, 'units').serial ?? [])
        await releaseSerials(db, sale, serials)
        return { kind: 'saved', row: after, payable, subsidy }
      },
    }
  })
}

/** Notes that a refund waits for a record that could not be had. */
export async function askForRecord(context: OutboxContext, reference: string): Promise<Task> {
  const { db } = context
  const kind = 'refund_without_record'
  const { at } = momentOf(context)
  const task: Task = { id: `${kind}:${reference}`, kind, sale: null, since: at, codes: [reference] }
  const added = await db.transaction('rw', db.tasks, () =>
    addTask(db, { kind, about: reference, sale: null, since: at, codes: [reference] }),
  )
  if (added) context.events.emit('task', added)
  context.events.emit('changed', null)
  return added ?? task
}

export type Fulfilled =
  | { readonly kind: 'saved'; readonly row: SaleRow }
  /** Serials that cannot be: nothing was written. Reason codes of the verify stage. */
  | { readonly kind: 'refused'; readonly row: SaleRow; readonly reasons: readonly string[] }

/**
 * Records the serials of goods that left after the sale, and what was collected.
 * @throws CheckoutError as {@link refundUnits}
 */
export async function fulfilUnits(
  context: OutboxContext,
  sale: string,
  units: readonly (UnitRef & { readonly serial: string })[],
  evidence: Readonly<Record<string, string>>,
): Promise<Fulfilled> {
  const { db } = context
  const id = mintRecordId(context.ports)
  const brought = units.map((unit) => ({ line: unit.line, unit: unit.unit, serial: normalizeSerial(unit.serial) }))
  return append<Fulfilled>(context, async () => {
    const row = await requireSale(db, sale)
    if (row.state !== 'committed')
      throw new CheckoutError('SALE_STATE', 'sale: only what was paid can be handed out', {
        field: 'sale',
        received: row.state,
      })
    brought.forEach((unit, i) => unitOf(row, unit, `units.${i}`))
    const rows = brought.flatMap((unit) => serialRow(row, unit))
    const known = await db.serials.bulkGet(rows.map(({ key }) => key))
    const reasons = new Set(
      brought
        .flatMap((unit) => checkSerial(unit.serial, { gtin: listingOf(row, unit.line)?.gtin ?? null }) ?? [])
        .map(String),
    )
    const isTaken = known.some((each) => each !== undefined && each.released === 0 && each.sale !== sale)
    if (isTaken || new Set(rows.map(({ key }) => key)).size < rows.length) reasons.add('serial_redeemed_here')
    if (reasons.size > 0) return { done: { kind: 'refused', row, reasons: [...reasons] } }
    return {
      sale,
      body: { kind: 'fulfil', id, refers: sale, units: brought, evidence },
      async write() {
        const before = await requireSale(db, sale)
        await db.serials.bulkPut(rows)
        const after = await putSale(db, before, {
          serials: [...new Set([...before.serials, ...brought.map(({ serial }) => serial)])],
        })
        return { kind: 'saved', row: after }
      },
    }
  })
}

function listingOf(row: SaleRow, line: string): { readonly gtin: string | null; readonly model: string } | null {
  return row.quote.lines.find(({ id }) => id === line)?.verdict?.listing ?? null
}

function serialRow(row: SaleRow, { line, serial }: UnitRef & { readonly serial: string }): SerialRow[] {
  const listing = listingOf(row, line)
  return listing ? [{ key: serialKey(listing.gtin ?? listing.model, serial), serial, sale: row.id, released: 0 }] : []
}

function allUnits({ quote }: SaleRow): readonly UnitRef[] {
  return quote.lines.flatMap(({ id, units }) => units.map((_, unit) => ({ line: id, unit })))
}

function unitOf({ quote }: SaleRow, { line, unit }: UnitRef, field: string): QuoteUnit {
  const found = quote.lines.find(({ id }) => id === line)?.units[unit]
  if (!found)
    throw new CheckoutError('INPUT_INVALID', `${field} is no unit of this sale`, {
      field,
      received: `${line.slice(0, 80)}, ${unit}`,
    })
  return found
}

function sums(row: SaleRow, units: readonly UnitRef[]): { readonly payable: Amount; readonly subsidy: Amount } {
  const sold = units.map((unit) => unitOf(row, unit, 'units'))
  return { payable: add(...sold.map(({ payable }) => payable)), subsidy: add(...sold.map(({ subsidy }) => subsidy)) }
}

function distinct(units: readonly UnitRef[]): readonly UnitRef[] {
  return units
    .filter((unit, i) => units.findIndex((each) => isSame(each, unit)) === i)
    .map(({ line, unit }) => ({ line, unit }))
}

function isSame(a: UnitRef, b: UnitRef): boolean {
  return a.line === b.line && a.unit === b.unit
}
