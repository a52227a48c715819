import { join } from 'node:path'
import { flagOption, textOption, type Command } from './command.ts'
import { checkProject, publishProject } from '../project/build-project.ts'
import { openProject, pathIn, projectSigners, sealedKeyCount } from '../project/project.ts'
import { passphraseOption, readPassphrase } from '../signing/passphrase.ts'
import { findingsLimit, reportCheck } from './check.ts'

export const build: Command = {
  name: 'build',
  usage: '<folder> [--pass-errors] [--renew role,role] [--report file.csv] [--limit n] [--passphrase-file file]',
  options: {
    'pass-errors': { type: 'boolean' },
    renew: { type: 'string' },
    report: { type: 'string' },
    limit: { type: 'string' },
    ...passphraseOption,
  },
  async run(input) {
    const [folder = ''] = input.positionals
    const { texts } = input
    const limit = findingsLimit(input)
    const project = await openProject(folder)
    const checked = await checkProject(project, {
      nowMs: input.nowMs,
      onProgress: (progress) => input.progress(input.texts.progress(progress)),
    })
    await reportCheck(input, checked, limit)
    const renew = textOption(input, 'renew')
      ?.split(',')
      .filter((role) => role !== '')
    const passphrase = await readPassphrase(input)
    const outcome = await publishProject(project, checked, {
      nowMs: input.nowMs,
      signers: await projectSigners(project, () => Promise.resolve(passphrase)),
      passErrors: flagOption(input, 'pass-errors'),
      ...(renew && { renew }),
    })
    if (outcome.status === 'unsigned') {
      for (const file of outcome.files) input.print(texts.toBeSigned(file))
      const sealed = passphrase === null ? await sealedKeyCount(project) : 0
      if (sealed > 0) input.note(texts.keysSealed(sealed))
      input.note(texts.nextSign(folder))
      return 1
    }
    const bytes = [...outcome.files.values()].reduce((sum, file) => sum + file.length, 0)
    const repository = pathIn(project, project.file.repository)
    input.print(texts.published(outcome.files.size, bytes, repository))
    if (outcome.files.has('metadata/1.root.json'))
      input.note(texts.pinRoot(join(repository, 'metadata', '1.root.json')))
    input.note(texts.nextCopy(folder))
    return 0
  },
}
