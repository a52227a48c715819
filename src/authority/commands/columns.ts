import { headerNames, requiredColumns, type ColumnName } from '../tables/columns.ts'
import { columnText } from '../texts.ts'
import type { Command } from './command.ts'

export const columns: Command = {
  name: 'columns',
  usage: '',
  summary: { zh: '列出可识别的表头', en: 'list the headers that tables may use' },
  help: 'Width, case, spaces, punctuation and a unit in brackets do not count. Columns marked * are required.',
  options: {},
  run(input) {
    for (const [column, names] of Object.entries(headerNames) as [ColumnName, readonly string[]][]) {
      input.print(
        `${requiredColumns.includes(column) ? '*' : ' '} ${column} (${columnText(column, input.language)}): ${names.join(', ')}`,
      )
    }
    return Promise.resolve(0)
  },
}
