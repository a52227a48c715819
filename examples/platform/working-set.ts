/** Rows that are read, decided upon, and written by one statement, if they still are as they were read. */
import type { LedgerSale } from 'tradein-checkout/platform'
import { figureChanges } from './figures.ts'
import type { SaleRow, Schema, Versioned } from './schema.ts'
import { keyColumns, type PutAll, type RowOf, type Table, type Told } from './statements.ts'

/** What one piece of work has read and will write. */
export interface WorkingSet {
  /** Rows that were just read, as the work sees them: as it will write them, where it will. */
  seen<Name extends Table, Row extends Partial<Schema[Name]> & Versioned>(table: Name, rows: readonly Row[]): Row[]
  /** The rows that the work will write. */
  own<Name extends Table>(table: Name): RowOf<Name>[]
  put<Name extends Table>(table: Name, row: RowOf<Name>): void
  tell(told: Told): void
  /** Writes all of it, or nothing: then a row is not any more what the work rests on, and it has to be done again. */
  write(putAll: PutAll): Promise<void>
}

/**
 * Nothing is locked while the work is done. Each row that it writes is written over the version that it read, a new one
 * only where there is none: of two that met at one row, one has to begin again. A row that was read and is not
 * written decides as it was then.
 */
export function createWorkingSet(): WorkingSet {
  /** By table and key: the version as it was first read. */
  const versions = new Map<string, number>()
  const written = new Map<Table, Map<string, object>>()
  /** Sales as they were read. */
  const before = new Map<string, Pick<SaleRow, 'content'>>()
  const told: Told[] = []
  const keyOf = (table: Table, row: object): string =>
    JSON.stringify([table, ...keyColumns(table).map((column) => (row as Record<string, unknown>)[column])])

  return {
    seen(table, rows) {
      return rows.map((row) => {
        const key = keyOf(table, row)
        if (!versions.has(key)) {
          versions.set(key, row.version)
          if (table === 'sales') before.set(key, row as unknown as SaleRow)
        }
        return (written.get(table)?.get(key) as typeof row | undefined) ?? row
      })
    },
    own: (table) => [...(written.get(table)?.values() ?? [])] as RowOf<typeof table>[],
    put(table, row) {
      const rows = written.get(table) ?? new Map<string, object>()
      written.set(table, rows.set(keyOf(table, row), row))
    },
    tell: (each) => void told.push(each),
    async write(putAll) {
      if (written.size === 0) return
      const sales = [...(written.get('sales') ?? [])].map(([key, row]) => ({
        was: before.get(key)?.content ?? null,
        is: (row as SaleRow).content,
      }))
      const rows = [...written].map(([table, each]) => ({
        table,
        rows: [...each]
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([key, row]) => ({ ...row, version: (versions.get(key) ?? 0) + 1 })),
      }))
      await putAll(rows, {
        figures: sales.flatMap(({ was, is }) => figureChanges(was, is)),
        sold: sales.flatMap(({ was, is }) => newSerials(was, is)),
        told,
      })
    },
  }
}

/** Serials by which a sale can be found that it did not have before. */
function newSerials(was: LedgerSale | null, { id, units }: LedgerSale): readonly Schema['soldSerials'][] {
  const known = new Set(was?.units.map(({ serial }) => serial))
  return units.flatMap(({ serial }) => (serial !== null && !known.has(serial) ? [{ serial, sale: id }] : []))
}
