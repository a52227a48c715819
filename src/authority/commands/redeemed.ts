import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Bytes } from '../../core/bytes.ts'
import { CheckoutError } from '../../core/errors.ts'
import { textOption, wholeOption, type Command } from './command.ts'
import { passphraseOption, readPassphrase } from '../signing/passphrase.ts'
import { fileSource, openProject, pathIn, projectRoles, projectSigners } from '../project/project.ts'
import { readRedeemedTable } from '../tables/redeemed-table.ts'
import { publishFiles, readRepositoryFolder, writeWhole } from '../project/repository-folder.ts'
import { republish } from '../project/republish.ts'
import { releaseRoles } from '../project/roles-file.ts'

export const redeemed: Command = {
  name: 'redeemed',
  usage: '<folder> <period> --units file.csv [--periods n] [--passphrase-file file]',
  options: { units: { type: 'string' }, periods: { type: 'string' }, ...passphraseOption },
  async run(input) {
    const [folder = '', period = ''] = input.positionals
    if (!/^(?:cleared|[0-9][0-9a-z-]{0,30})$/.test(period)) {
      throw new CheckoutError('OPTIONS_INVALID', 'name the period, as 2026-03, or "cleared"', {
        field: 'period',
        received: period,
      })
    }
    const table = textOption(input, 'units')
    if (table === undefined || !existsSync(table))
      throw new CheckoutError('OPTIONS_INVALID', 'say which table holds the units: --units file.csv', {
        field: 'units',
      })
    const project = await openProject(folder)
    const repository = pathIn(project, project.file.repository)
    const previous = await readRepositoryFolder(repository)
    if (previous === null)
      throw new CheckoutError(
        'OPTIONS_INVALID',
        `nothing is published yet: run "tradein-authority build ${folder}" first`,
        { field: 'repository' },
      )
    const periods = wholeOption(input, 'periods', { preset: 12, most: 256 })
    const { filter, units } = await readRedeemedTable(fileSource(table), periods, (rows) =>
      input.progress(input.texts.unitsRead(rows)),
    )
    const path = `${period}.flt`
    await writeWhole(join(pathIn(project, project.file.redeemed), path), filter)
    const signers = await projectSigners(project, () => readPassphrase(input))
    const files = await republish({
      previous,
      roles: releaseRoles(await projectRoles(project), signers),
      nowMs: input.nowMs,
      renew: [],
      changed: { redeemed: new Map<string, Bytes>([[`redeemed/${path}`, filter]]) },
    })
    await publishFiles(repository, files)
    const bitsPerUnit = ((8 * filter.length) / Math.max(1, units)).toFixed(1)
    input.print(input.texts.filterPublished(`redeemed/${path}`, units, filter.length, bitsPerUnit))
    return 0
  },
}
