import { textOption, type Command } from './command.ts'
import { isSegment, openPublished } from '../project/published.ts'
import { readFile } from 'node:fs/promises'

export const inspect: Command = {
  name: 'inspect',
  usage: '<repository folder or address> [--root file]',
  summary: {
    zh: '查看已发布的内容：版本、签名角色、到期、文件',
    en: 'show a published release: versions, roles, expiry, files',
  },
  help: "Shows what a till sees: each role with its version, the instant of issue, and the files by role.\n\n  --root file   the root to start from (default: the place's own first root, which proves nothing)",
  options: { root: { type: 'string' } },
  async run(input) {
    const [place = ''] = input.positionals
    const rootFile = textOption(input, 'root')
    const { trusted, files, brands, listings } = await openPublished(
      place,
      rootFile === undefined ? null : await readFile(rootFile),
      input.nowMs,
    )
    input.print(`issued ${trusted.issued ?? 'unknown'}, timestamp good until ${trusted.expires}`)
    input.print(`snapshot ${trusted.snapshotHash}`)
    for (const [role, version] of Object.entries(trusted.versions)) input.print(`${role} version ${version}`)
    let total = 0
    for (const file of files) {
      const count = isSegment(file) ? (await listings(file)).length : null
      total += count ?? 0
      input.print(
        `${file.path} ${file.length} bytes${count === null ? '' : `, ${count} listings`}, signed by ${file.role}`,
      )
    }
    input.print(
      `${brands.length} brands, ${total} listings, ${files.length} files, ${files.reduce((sum, { length }) => sum + length, 0)} bytes`,
    )
    return 0
  },
}
