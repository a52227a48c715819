import { CheckoutError } from '../../core/errors.ts'
import { type Command } from './command.ts'
import { delegateBrand } from '../project/init-project.ts'
import { keyIdsAtHand, openProject, projectBrands, projectRoles } from '../project/project.ts'
import { passphraseOption, readPassphrase } from '../signing/passphrase.ts'
import { brandRole } from '../project/release.ts'
import { shortKeyId } from '../signing/key-files.ts'

export const keys: Command = {
  name: 'keys',
  usage: '<folder> [delegate <brand>] [--passphrase-file file]',
  options: { ...passphraseOption },
  async run(input) {
    const [folder = '', action, brand = ''] = input.positionals
    let project = await openProject(folder)
    if (action === 'delegate') {
      if (!(await projectBrands(project)).some(({ id }) => id === brand)) {
        throw new CheckoutError(
          'OPTIONS_INVALID',
          `there is no brand "${brand}" in ${project.file.brands}: give its id`,
          { field: 'brand', received: brand },
        )
      }
      const passphrase = await readPassphrase(input)
      project = await delegateBrand(
        project,
        await projectRoles(project),
        brand,
        passphrase === null ? {} : { passphrase },
      )
      input.print(input.texts.brandSigns(brandRole(brand), brand))
    } else if (action !== undefined) {
      throw new CheckoutError('OPTIONS_INVALID', `keys knows "delegate", not "${action}"`, {
        field: 'action',
        received: action,
      })
    }
    const atHand = await keyIdsAtHand(project)
    for (const [role, { threshold, lifetimeDays, keys: held }] of Object.entries((await projectRoles(project)).roles)) {
      const list = held
        .map((key) => `${shortKeyId(key)}${atHand.has(key.keyId) ? '' : ` ${input.texts.notHere}`}`)
        .join(', ')
      input.print(input.texts.role(role, threshold, held.length, lifetimeDays, list))
    }
    return 0
  },
}
