/** Where the passphrase of sealed keys comes from. Never an argument: those are seen by every user of the machine. */
import { readFile } from 'node:fs/promises'
import { textOption, type CommandInput } from '../commands/command.ts'

export const passphraseOption = { 'passphrase-file': { type: 'string' } } as const

/** The first line of `--passphrase-file`, else `TRADEIN_PASSPHRASE`, else null. */
export async function readPassphrase(input: CommandInput): Promise<string | null> {
  const file = textOption(input, 'passphrase-file')
  if (file === undefined) return input.env.TRADEIN_PASSPHRASE ?? null
  return (await readFile(file, 'utf8')).split(/\r?\n/, 1)[0] ?? null
}
