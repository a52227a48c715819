/** Units of a sale left with their serials: what changes in its row, and the serials that it holds from then on. */
import type { UnitSerial } from '../core/unit-ref.ts'
import type { SaleRow, Tables } from './database.ts'
import { putSale } from './sale-row.ts'
import { broughtUnits, serialRowsOf, soldUnits } from './sold-units.ts'

/** The row as it is then; inside the caller's transaction. @throws CheckoutError `INPUT_INVALID` for a unit that the sale has not */
export async function handOut(
  tables: Tables<'sales' | 'serials' | 'meta'>,
  row: SaleRow,
  brought: readonly UnitSerial[],
  evidence: Readonly<Record<string, string>>,
): Promise<SaleRow> {
  await tables.serials.bulkPut([...serialRowsOf(broughtUnits(soldUnits(row.quote), brought), row.id)])
  return putSale(tables, row, {
    serials: [...new Set([...row.serials, ...brought.map(({ serial }) => serial)])],
    brought: [...(row.brought ?? []), ...brought],
    evidence: { ...row.evidence, ...evidence },
  })
}
