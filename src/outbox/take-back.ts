/** Units of a sale are back: what changes in its row, and the serials that they leave. */
import { includesUnit, type ReturnedUnit } from '../core/unit-ref.ts'
import type { SaleRow, Tables } from './database.ts'
import { releaseSerials } from './sale-row.ts'
import { everyUnit, serialRowsOf, soldUnits } from './sold-units.ts'

/** The row's change with `back` beside what was back before, and in place of it; inside the caller's transaction. */
export async function takeBack(
  tables: Tables<'serials'>,
  row: SaleRow,
  back: readonly ReturnedUnit[],
): Promise<Pick<SaleRow, 'refunded' | 'state'>> {
  const refunded = [...row.refunded.filter((unit) => !includesUnit(back, unit)), ...back]
  const left = everyUnit(row).filter((unit) => includesUnit(back, unit))
  await releaseSerials(
    tables,
    row.id,
    serialRowsOf(left, row.id).map(({ key }) => key),
  )
  const isAll = row.state === 'committed' && refunded.length === soldUnits(row.quote).length
  return { refunded, state: isAll ? 'refunded' : row.state }
}
