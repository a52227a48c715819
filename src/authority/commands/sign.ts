import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { CheckoutError } from '../../core/errors.ts'
import { textOption, type Command } from './command.ts'
import { openKeyFile, readKeyFile, shortKeyId } from '../signing/key-files.ts'
import { passphraseOption, readPassphrase } from '../signing/passphrase.ts'
import { signFile } from '../signing/signing-session.ts'

export const sign: Command = {
  name: 'sign',
  usage: '<file> --key <key file> [--passphrase-file file]',
  options: { key: { type: 'string' }, ...passphraseOption },
  async run(input) {
    const [file = ''] = input.positionals
    const keyPath = textOption(input, 'key')
    if (keyPath === undefined)
      throw new CheckoutError('OPTIONS_INVALID', 'say which key signs: --key keys/offline/brands-….json', {
        field: 'key',
      })
    const key = readKeyFile(await readFile(keyPath, 'utf8'), basename(keyPath))
    const { type, version, signatures } = await signFile(file, await openKeyFile(key, () => readPassphrase(input)))
    input.print(input.texts.signed(basename(file), type, version, signatures, shortKeyId(key)))
    return 0
  },
}
