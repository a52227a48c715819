import { CheckoutError } from '../../core/errors.ts'
import { resignTimestamp } from '../../trust/writer.ts'
import { type Command } from '../command.ts'
import { openProject, pathIn, projectRoles, projectSigners } from '../project.ts'
import { passphraseOption, readPassphrase } from '../passphrase.ts'
import { publishFiles, readRepositoryFolder } from '../repository-folder.ts'
import { releaseRoles } from '../roles-file.ts'

export const timestamp: Command = {
  name: 'timestamp',
  usage: '<folder> [--passphrase-file file]',
  summary: { zh: '每日重签时间戳，证明没有更新的发布', en: 'sign the timestamp anew: the daily word that nothing newer exists' },
  help: `Needs the timestamp key alone, so a machine can run it by itself. A till counts the age of its
data from this instant.`,
  options: { ...passphraseOption },
  async run(input) {
    const [folder = ''] = input.positionals
    const project = await openProject(folder)
    const repository = pathIn(project, project.file.repository)
    const previous = await readRepositoryFolder(repository)
    if (previous === null) throw new CheckoutError('OPTIONS_INVALID', `nothing is published yet: run "tradein-authority build ${folder}" first`, { field: 'repository' })
    const roles = releaseRoles(await projectRoles(project), await projectSigners(project, () => readPassphrase(input)))
    const setup = roles.timestamp
    if (!setup) throw new CheckoutError('OPTIONS_INVALID', 'roles.json lacks the timestamp role', { field: 'timestamp' })
    await publishFiles(repository, await resignTimestamp(previous, input.nowMs, setup))
    input.print(`Signed metadata/timestamp.json, good for ${setup.lifetimeMs / 86_400_000} days`)
    return 0
  },
}
