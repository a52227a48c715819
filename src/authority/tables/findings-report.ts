/** Findings as text for the screen, and as a table to send back to whoever filled in the spreadsheet. */
import { csvLine } from './csv-text.ts'
import { countByCode, weightOf, type Finding } from './findings.ts'
import { columnText, findingText, weightText, type Language } from '../texts.ts'

/** `haier.csv row 17, barcode: "690123" has 6 digits…` */
export function findingLine(finding: Finding, language: Language): string {
  const text = findingText(finding, language)
  const column = columnText(finding.column, language)
  const weight = weightText(weightOf(finding), language)
  return language === 'zh'
    ? `${finding.table} 第 ${finding.row} 行 ${column}：${text} [${weight} ${finding.code}]`
    : `${finding.table} row ${finding.row}, ${column} ${text} [${weight} ${finding.code}]`
}

/** How many of what, the most frequent first: `barcode_check_digit 12`. */
export function summaryLines(findings: readonly Finding[]): readonly string[] {
  return countByCode(findings).map(([code, count]) => `${code} ${count}`)
}

const header: Readonly<Record<Language, readonly string[]>> = {
  zh: ['文件', '行号', '列', '程度', '代码', '单元格内容', '说明'],
  en: ['file', 'row', 'column', 'weight', 'code', 'cell', 'what to do'],
}

/**
 * The table line by line. It begins with a byte order mark, without which a spreadsheet on a
 * Chinese system reads UTF-8 as GBK.
 */
export function* findingsCsvLines(findings: Iterable<Finding>, language: Language): Generator<string> {
  yield `\uFEFF${csvLine(header[language])}`
  for (const finding of findings) {
    const { table, row, column, code, value } = finding
    // A barcode kept as text, so that the report does not do to it what the spreadsheet did.
    const cell = /^\d{8,}$/.test(value) ? `'${value}` : value
    yield csvLine([
      table,
      String(row),
      columnText(column, language),
      weightText(weightOf(finding), language),
      code,
      cell,
      findingText(finding, language),
    ])
  }
}
