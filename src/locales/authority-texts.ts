/** What the authority's tool says of tables. A code without a text does not compile. */
import type { ColumnName } from '../authority/tables/columns.ts'
import type { FindingCode, Weight } from '../authority/tables/findings.ts'

export interface AuthorityTexts {
  /** What is wrong and what to do. `{value}` is the cell, `{detail}` what it clashes with. */
  readonly findings: Readonly<Record<FindingCode, string>>
  /** What a finding clashes with, `"row 17 of gree.csv"`, in this language. */
  readonly detail: (detail: string) => string
  /** A finding with its place. */
  readonly findingLine: (finding: {
    readonly table: string
    readonly row: number
    readonly column: string
    readonly text: string
    readonly weight: string
    readonly code: FindingCode
  }) => string
  readonly columns: Readonly<Record<ColumnName, string>>
  readonly wholeRow: string
  readonly weights: Readonly<Record<Weight, string>>
  /** Headings of the report: file, row, column, weight, code, cell, what to do. */
  readonly reportHeadings: readonly [string, string, string, string, string, string, string]
}
