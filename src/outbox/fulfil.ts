/** Fulfil: goods leave the warehouse with their serials. */
import { CheckoutError } from '../core/errors.ts'
import { mintRecordId } from '../core/ids.ts'
import type { UnitRef } from '../core/unit-ref.ts'
import { checkSerial, normalizeSerial } from '../scan/serial.ts'
import { append } from './append.ts'
import type { OutboxContext } from './context.ts'
import type { SaleRow } from './database.ts'
import { putSale, requireSale } from './sale-row.ts'
import { requireUnits, serialRowsOf, soldUnits } from './sold-units.ts'

export type FulfilResult =
  | { readonly kind: 'saved'; readonly row: SaleRow }
  /** Serials that cannot be: nothing was written. Reason codes of the verify stage. */
  | { readonly kind: 'refused'; readonly row: SaleRow; readonly reasons: readonly string[] }

/**
 * Records the serials of goods that left after the sale, and what was collected.
 * @throws CheckoutError `SALE_UNKNOWN`, `SALE_STATE` (not paid, or cancelled), `INPUT_INVALID` naming the
 * unit that is not of the sale, and what {@link append} throws
 */
export async function fulfilUnits(
  context: OutboxContext,
  sale: string,
  units: readonly (UnitRef & { readonly serial: string })[],
  evidence: Readonly<Record<string, string>>,
): Promise<FulfilResult> {
  const id = mintRecordId(context.ports)
  const brought = units.map((unit) => ({ line: unit.line, unit: unit.unit, serial: normalizeSerial(unit.serial) }))
  return append<FulfilResult>(context, async ({ tables }) => {
    const row = await requireSale(tables, sale)
    if (row.state !== 'committed')
      throw new CheckoutError('SALE_STATE', 'sale: only what was paid can be handed out', {
        field: 'sale',
        received: row.state,
      })
    const sold = requireUnits(soldUnits(row.quote), brought).map((unit, i) => ({
      ...unit,
      serial: brought[i]?.serial ?? null,
    }))
    const rows = serialRowsOf(sold, sale)
    const known = await tables.serials.bulkGet(rows.map(({ key }) => key))
    const reasons = new Set(
      sold
        .flatMap(({ listing, serial }) => checkSerial(serial ?? '', { gtin: listing?.gtin ?? null }) ?? [])
        .map(String),
    )
    const isTaken = known.some((each) => each !== undefined && each.released === 0 && each.sale !== sale)
    if (isTaken || new Set(rows.map(({ key }) => key)).size < rows.length) reasons.add('serial_redeemed_here')
    if (reasons.size > 0) return { done: { kind: 'refused', row, reasons: [...reasons] } }
    return {
      sale,
      body: { kind: 'fulfil', id, refers: sale, units: brought, evidence },
      async write({ tables }) {
        const before = await requireSale(tables, sale)
        await tables.serials.bulkPut(rows)
        const after = await putSale(tables, before, {
          serials: [...new Set([...before.serials, ...brought.map(({ serial }) => serial)])],
        })
        return { kind: 'saved', row: after }
      },
    }
  })
}
