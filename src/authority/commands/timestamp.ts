import type { Command } from './command.ts'
import { passphraseOption, readPassphrase } from '../signing/passphrase.ts'
import { openProject, projectSigners } from '../project/project.ts'
import { resignProject } from '../project/resign-project.ts'

export const timestamp: Command = {
  name: 'timestamp',
  usage: '<folder> [--passphrase-file file]',
  summary: {
    zh: '每日重签时间戳，证明没有更新的发布',
    en: 'sign the timestamp anew: the daily word that nothing newer exists',
  },
  help: `Needs the timestamp key alone, so a machine can run it by itself. A till counts the age of its
data from this instant.

  --passphrase-file f   opens sealed keys that lie here`,
  options: { ...passphraseOption },
  async run(input) {
    const [folder = ''] = input.positionals
    const project = await openProject(folder)
    const lifetimeMs = await resignProject(
      project,
      input.nowMs,
      await projectSigners(project, () => readPassphrase(input)),
    )
    input.print(`Signed metadata/timestamp.json, good for ${lifetimeMs / 86_400_000} days`)
    return 0
  },
}
