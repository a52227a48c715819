import { headerNames, requiredColumns, type ColumnName } from '../tables/columns.ts'
import { tableTexts } from '../language.ts'
import type { Command } from './command.ts'

export const columns: Command = {
  name: 'columns',
  usage: '',
  options: {},
  run(input) {
    const texts = tableTexts(input.language).columns
    for (const [column, names] of Object.entries(headerNames) as [ColumnName, readonly string[]][]) {
      input.print(`${requiredColumns.includes(column) ? '*' : ' '} ${column} (${texts[column]}): ${names.join(', ')}`)
    }
    return Promise.resolve(0)
  },
}
