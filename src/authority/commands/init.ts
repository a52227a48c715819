import { readJson } from '../project/project.ts'
import { flagOption, textOption, textOptions, wholeOption, type Command } from './command.ts'
import { CheckoutError } from '../../core/errors.ts'
import { initProject, pretty } from '../project/init-project.ts'
import { passphraseOption, readPassphrase } from '../signing/passphrase.ts'
import { join } from 'node:path'
import { samplePlatform } from '../sample/platform.ts'
import { writeWhole } from '../project/repository-folder.ts'

export const init: Command = {
  name: 'init',
  usage:
    '<folder> [--sample] [--count n] [--seed n] [--platform file] [--share role=keys/threshold] [--passphrase-file file]',
  options: {
    sample: { type: 'boolean' },
    count: { type: 'string' },
    seed: { type: 'string' },
    platform: { type: 'string' },
    share: { type: 'string', multiple: true },
    ...passphraseOption,
  },
  async run(input) {
    const [folder = ''] = input.positionals
    const sample = flagOption(input, 'sample')
      ? {
          count: wholeOption(input, 'count', { preset: 3_000, most: 1_000_000 }),
          seed: wholeOption(input, 'seed', { preset: 1, most: 0xffffffff }),
        }
      : false
    const platformFile = textOption(input, 'platform')
    const trial = sample !== false && platformFile === undefined ? await samplePlatform() : null
    const passphrase = await readPassphrase(input)
    const project = await initProject(folder, {
      sample,
      shares: Object.fromEntries(textOptions(input, 'share').map(readShare)),
      ...(passphrase !== null && { passphrase }),
      ...(platformFile !== undefined && { platform: await readJson(platformFile) }),
      ...(trial && { platform: trial.platform }),
    })
    if (trial) await writeWhole(join(project.folder, 'keys', 'platform-sample.json'), pretty(trial.privateKeys), 0o600)
    input.print(input.texts.made(project.folder))
    input.note(sample === false ? input.texts.fillIn : input.texts.nextBuild(folder))
    return 0
  },
}

function readShare(text: string): readonly [string, readonly [number, number]] {
  const match = /^([a-z]+)=(\d{1,2})\/(\d{1,2})$/.exec(text)
  if (!match)
    throw new CheckoutError('OPTIONS_INVALID', `--share is written role=keys/threshold, as brands=3/2, not "${text}"`, {
      field: 'share',
      received: text,
    })
  return [match[1] ?? '', [Number(match[2]), Number(match[3])]]
}
