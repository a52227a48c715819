import type { Command } from './command.ts'
import { passphraseOption, readPassphrase } from '../signing/passphrase.ts'
import { openProject, projectSigners } from '../project/project.ts'
import { resignProject } from '../project/resign-project.ts'

export const timestamp: Command = {
  name: 'timestamp',
  usage: '<folder> [--passphrase-file file]',
  options: { ...passphraseOption },
  async run(input) {
    const [folder = ''] = input.positionals
    const project = await openProject(folder)
    const lifetimeMs = await resignProject(
      project,
      input.nowMs,
      await projectSigners(project, () => readPassphrase(input)),
    )
    input.print(input.texts.timestampSigned(lifetimeMs / 86_400_000))
    return 0
  },
}
