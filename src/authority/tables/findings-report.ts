/** Findings as text for the screen, and as a table to send back to whoever filled in the spreadsheet. */
import { tableTexts, type Language } from '../language.ts'
import { csvLine } from './csv-text.ts'
import { countByCode, weightOf, type Finding } from './findings.ts'

/** `haier.csv row 17, barcode: "690123" has 6 digits…` */
export function findingLine(finding: Finding, language: Language): string {
  const { table, row, code } = finding
  return tableTexts(language).findingLine({ table, row, code, ...toldOf(finding, language) })
}

/** The number of findings by code, the most frequent first: `barcode_check_digit 12`. */
export function summaryLines(findings: readonly Finding[]): readonly string[] {
  return countByCode(findings).map(([code, count]) => `${code} ${count}`)
}

/**
 * The table line by line. It begins with a byte order mark, without which a spreadsheet on a
 * Chinese system reads UTF-8 as GBK.
 */
export function* findingsCsvLines(findings: Iterable<Finding>, language: Language): Generator<string> {
  yield `\uFEFF${csvLine(tableTexts(language).reportHeadings)}`
  for (const finding of findings) {
    const { table, row, code, value } = finding
    const { column, weight, text } = toldOf(finding, language)
    // A barcode kept as text, so that the report does not do to it what the spreadsheet did.
    const cell = /^\d{8,}$/.test(value) ? `'${value}` : value
    yield csvLine([table, String(row), column, weight, code, cell, text])
  }
}

interface Told {
  readonly column: string
  readonly weight: string
  /** What is wrong and what to do, without the place. */
  readonly text: string
}

function toldOf(finding: Finding, language: Language): Told {
  const { findings, detail, columns, wholeRow, weights } = tableTexts(language)
  return {
    column: finding.column === null ? wholeRow : columns[finding.column],
    weight: weights[weightOf(finding)],
    text: findings[finding.code]
      .replace('{value}', () => finding.value)
      .replace('{detail}', () => detail(finding.detail)),
  }
}
