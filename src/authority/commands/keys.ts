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
  summary: {
    zh: '查看密钥和门限；授权品牌自行签名',
    en: 'list keys and thresholds; let a brand sign its own listings',
  },
  help: `Lists each role with its threshold, how long it signs for, and which private keys are here.

  delegate <brand>   make keys for the brand: from the next build on, models/<brand>/* is signed by
                     them, and tills check that it lists no other brand's models
  --passphrase-file f   seals the new keys`,
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
      input.print(`${brandRole(brand)} signs models/${brand}/* from the next build on`)
    } else if (action !== undefined) {
      throw new CheckoutError('OPTIONS_INVALID', `keys knows "delegate", not "${action}"`, {
        field: 'action',
        received: action,
      })
    }
    const atHand = await keyIdsAtHand(project)
    for (const [role, { threshold, lifetimeDays, keys: held }] of Object.entries((await projectRoles(project)).roles)) {
      const list = held.map((key) => `${shortKeyId(key)}${atHand.has(key.keyId) ? '' : ' (not here)'}`).join(', ')
      input.print(`${role}: ${threshold} of ${held.length}, ${lifetimeDays} days: ${list}`)
    }
    return 0
  },
}
