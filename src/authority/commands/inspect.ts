import { textOption, type Command } from './command.ts'
import { isSegment, openPublished } from '../project/published.ts'
import { readFile } from 'node:fs/promises'

export const inspect: Command = {
  name: 'inspect',
  usage: '<repository folder or address> [--root file]',
  options: { root: { type: 'string' } },
  async run(input) {
    const [place = ''] = input.positionals
    const { texts } = input
    const rootFile = textOption(input, 'root')
    const { trusted, files, brands, listings } = await openPublished(
      place,
      rootFile === undefined ? null : await readFile(rootFile),
      input.nowMs,
    )
    input.print(texts.issued(trusted.issued, trusted.expires))
    input.print(texts.snapshot(trusted.snapshotHash))
    for (const [role, version] of Object.entries(trusted.versions)) input.print(texts.roleVersion(role, version))
    let total = 0
    for (const file of files) {
      const count = isSegment(file) ? (await listings(file)).length : null
      total += count ?? 0
      input.print(texts.file(file.path, file.length, count, file.role))
    }
    const bytes = files.reduce((sum, { length }) => sum + length, 0)
    input.print(texts.contents(brands.length, total, files.length, bytes))
    return 0
  },
}
