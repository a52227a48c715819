import { CheckoutError } from '../../core/errors.ts'
import { textOptions, type Command } from './command.ts'
import { createRole, pretty } from '../project/init-project.ts'
import { openProject, pathIn, projectRoles, projectSigners } from '../project/project.ts'
import { passphraseOption, readPassphrase } from '../signing/passphrase.ts'
import { publishFiles, readRepositoryFolder, writeWhole } from '../project/repository-folder.ts'
import { republish } from '../project/republish.ts'
import { releaseRoles, type RoleEntry } from '../project/roles-file.ts'
import { signOrPrepare, readSession } from '../signing/signing-session.ts'
import { signingFolder } from '../project/build-project.ts'
import { join } from 'node:path'

export const rotateRoot: Command = {
  name: 'rotate-root',
  usage: '<folder> [--replace role[=keys/threshold]]… [--passphrase-file file]',
  options: { replace: { type: 'string', multiple: true }, ...passphraseOption },
  async run(input) {
    const [folder = ''] = input.positionals
    const project = await openProject(folder)
    const repository = pathIn(project, project.file.repository)
    const previous = await readRepositoryFolder(repository)
    if (previous === null)
      throw new CheckoutError(
        'OPTIONS_INVALID',
        `nothing is published yet: run "tradein-authority build ${folder}" first`,
        { field: 'repository' },
      )
    const passphrase = await readPassphrase(input)
    const session = await readSession(signingFolder(project))
    const rolesFile = await projectRoles(project)
    const wanted = textOptions(input, 'replace').map(readReplacement)
    // With a session open the new keys were made by the run that opened it.
    const roles: Record<string, RoleEntry> = { ...rolesFile.roles }
    for (const [role, share] of session ? [] : wanted) {
      if (!roles[role])
        throw new CheckoutError(
          'OPTIONS_INVALID',
          `there is no role ${role}: roles are ${Object.keys(roles).join(', ')}`,
          { field: 'replace', received: role },
        )
      roles[role] = await createRole(project, role, {
        ...(share && { shares: { [role]: share } }),
        ...(passphrase !== null && { passphrase }),
      })
    }
    await writeWhole(join(project.folder, 'roles.json'), pretty({ v: 1, roles }))
    const signers = await projectSigners(project, () => Promise.resolve(passphrase))
    const nowMs = session?.nowMs ?? input.nowMs
    const renew = ['root', ...wanted.map(([role]) => role)]
    const outcome = await signOrPrepare(
      signingFolder(project),
      nowMs,
      releaseRoles({ v: 1, roles }, signers),
      (setups) => republish({ previous, roles: setups, nowMs, renew, formerSigners: [...signers.values()] }),
    )
    if (outcome.status === 'unsigned') {
      for (const file of outcome.files) input.print(input.texts.toBeSigned(file))
      input.note(input.texts.nextSignRoot)
      return 1
    }
    await publishFiles(repository, outcome.result)
    input.print(
      input.texts.rootPublished([...outcome.result.keys()].filter((path) => path.includes('.root.')).join(', ')),
    )
    input.note(input.texts.nextCopyRoot)
    return 0
  },
}

function readReplacement(text: string): readonly [string, readonly [number, number] | null] {
  const match = /^([a-z0-9_.-]+)(?:=(\d{1,2})\/(\d{1,2}))?$/.exec(text)
  if (!match)
    throw new CheckoutError(
      'OPTIONS_INVALID',
      `--replace is written role or role=keys/threshold, as brands=3/2, not "${text}"`,
      { field: 'replace', received: text },
    )
  return [match[1] ?? '', match[2] === undefined ? null : [Number(match[2]), Number(match[3])]]
}
