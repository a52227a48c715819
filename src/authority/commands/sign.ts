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
  summary: { zh: '给待签文件加一个签名（多人签名）', en: "add one holder's signature to a prepared file" },
  help: `The file is one that build or rotate-root put into signing/. It is readable JSON: look at it
before you sign. Signing twice with a key replaces its signature.

  --key file            the key that signs
  --passphrase-file f   opens it, if it is sealed (or TRADEIN_PASSPHRASE)`,
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
    input.print(
      `${basename(file)} (${type}, version ${version}) has ${signatures} signatures, with that of ${shortKeyId(key)}`,
    )
    return 0
  },
}
