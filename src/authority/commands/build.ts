import { join } from 'node:path'
import { flagOption, textOption, type Command } from './command.ts'
import { checkProject, publishProject } from '../project/build-project.ts'
import { openProject, pathIn, projectSigners, sealedKeyCount } from '../project/project.ts'
import { passphraseOption, readPassphrase } from '../signing/passphrase.ts'
import { progressText, reportCheck } from './check.ts'

export const build: Command = {
  name: 'build',
  usage: '<folder> [--pass-errors] [--renew role,role] [--report file.csv] [--limit n] [--passphrase-file file]',
  summary: { zh: '检查、分段、签名并发布到 repository/', en: 'check, lay out, sign and publish into repository/' },
  help: `Checks as "check" does, then signs with the keys at hand and publishes into the folder
repository/, which any static web server can serve. A role whose content did not change keeps
its signatures, so its key need not be here.

  --pass-errors        publish although rows have errors; those rows are left out
  --renew role,role    sign these roles anew for a later expiry
  --report, --limit    as for check
  --passphrase-file f  opens sealed keys (or TRADEIN_PASSPHRASE)
Where a role needs more signatures than keys are here, what is to be signed is put into
signing/. Each holder runs "tradein-authority sign <file> --key <key>", then run build again.`,
  options: {
    'pass-errors': { type: 'boolean' },
    renew: { type: 'string' },
    report: { type: 'string' },
    limit: { type: 'string' },
    ...passphraseOption,
  },
  async run(input) {
    const [folder = ''] = input.positionals
    const project = await openProject(folder)
    const checked = await checkProject(project, {
      nowMs: input.nowMs,
      onProgress: (progress) => input.progress(progressText(progress)),
    })
    await reportCheck(input, checked)
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
      for (const file of outcome.files) input.print(`to be signed: ${file}`)
      const sealed = passphrase === null ? await sealedKeyCount(project) : 0
      if (sealed > 0)
        input.note(`${sealed} keys here are sealed and were not opened: give --passphrase-file or TRADEIN_PASSPHRASE.`)
      input.note(
        `Next: each holder runs "tradein-authority sign <file> --key <key file>", then "tradein-authority build ${folder}" again.`,
      )
      return 1
    }
    const bytes = [...outcome.files.values()].reduce((sum, file) => sum + file.length, 0)
    input.print(
      `Published ${outcome.files.size} new files, ${bytes} bytes, in ${pathIn(project, project.file.repository)}`,
    )
    if (outcome.files.has('metadata/1.root.json'))
      input.note(
        `Tills pin ${join(pathIn(project, project.file.repository), 'metadata', '1.root.json')}: hand it to them by another way than the network.`,
      )
    input.note(
      `Next: copy the folder to the web server, metadata/timestamp.json last; run "tradein-authority timestamp ${folder}" daily.`,
    )
    return 0
  },
}
