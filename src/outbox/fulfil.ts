/** Fulfil: goods leave the warehouse with their serials. */
import { CheckoutError } from '../core/errors.ts'
import { mintRecordId } from '../core/ids.ts'
import { includesUnit, unitKey, type UnitSerial } from '../core/unit-ref.ts'
import { checkSerial, normalizeSerial } from '../scan/serial.ts'
import { append } from './append.ts'
import type { OutboxContext } from './context.ts'
import type { SaleRow } from './database.ts'
import { handOut } from './hand-out.ts'
import { requireSale } from './sale-row.ts'
import { broughtUnits, everyUnit, serialRowsOf, soldUnits, type SoldUnit } from './sold-units.ts'

export type FulfilResult =
  /** Durable now, or already by an earlier call. */
  | { readonly kind: 'saved' | 'existing'; readonly row: SaleRow }
  /** Units that are back, or serials that cannot be: nothing was written. Reason codes. */
  | { readonly kind: 'refused'; readonly row: SaleRow; readonly reasons: readonly string[] }

/**
 * Records the serials of goods that left after the sale, and what was collected. Said twice is once.
 * @throws CheckoutError `SALE_UNKNOWN`, `SALE_STATE` (not paid, cancelled, or another till's), `INPUT_INVALID` naming the
 * unit that is not of the sale, and what {@link append} throws
 */
export async function fulfilUnits(
  context: OutboxContext,
  sale: string,
  units: readonly UnitSerial[],
  evidence: Readonly<Record<string, string>>,
): Promise<FulfilResult> {
  const id = mintRecordId(context.ports)
  const brought = units.map((unit) => ({ line: unit.line, unit: unit.unit, serial: normalizeSerial(unit.serial) }))
  return append<FulfilResult>(context, async ({ tables }) => {
    const row = await requireSale(tables, sale)
    if (row.fetched || row.state === 'reserved' || row.state === 'cancelled')
      throw new CheckoutError('SALE_STATE', 'sale: only what this till sold and was paid for can be handed out', {
        field: 'sale',
        received: row.state,
      })
    const sold = broughtUnits(soldUnits(row.quote), brought)
    if (sold.some((unit) => includesUnit(row.refunded, unit)))
      return { done: { kind: 'refused', row, reasons: ['already_refunded'] } }
    const known = new Set(everyUnit(row).map(asText))
    const isNew =
      sold.some((unit) => !known.has(asText(unit))) ||
      Object.entries(evidence).some(([name, value]) => row.evidence?.[name] !== value)
    if (!isNew) return { done: { kind: 'existing', row } }
    const rows = serialRowsOf(sold, sale)
    const others = await tables.serials.bulkGet(rows.map(({ key }) => key))
    const reasons = new Set(
      sold
        .flatMap(({ listing, serial }) => checkSerial(serial ?? '', { gtin: listing?.gtin ?? null }) ?? [])
        .map(String),
    )
    const isTaken = others.some((each) => each !== undefined && each.released === 0 && each.sale !== sale)
    if (isTaken || new Set(rows.map(({ key }) => key)).size < rows.length) reasons.add('serial_redeemed_here')
    if (reasons.size > 0) return { done: { kind: 'refused', row, reasons: [...reasons] } }
    return {
      sale,
      body: { kind: 'fulfil', id, refers: sale, units: brought, evidence },
      async write({ tables }) {
        return { kind: 'saved', row: await handOut(tables, await requireSale(tables, sale), brought, evidence) }
      },
    }
  })
}

function asText(unit: SoldUnit): string {
  return `${unit.serial ?? ''} ${unitKey(unit)}`
}
