import { readFile } from 'node:fs/promises'
import * as z from 'zod/mini'
import { CheckoutError } from '../../core/errors.ts'
import { publicKeyMembers } from '../../core/public-key.ts'
import { hashSchema, parse, textSchema, wholeSchema } from '../../core/schema.ts'
import { checkChain, type ChainKey } from '../../record/check-chain.ts'
import { flagOption, textOption, type Command } from './command.ts'

const recordsSchema = z.array(z.string())
const keysSchema: z.ZodMiniType<readonly ChainKey[]> = z.array(
  z.object({
    keyId: textSchema(80),
    key: z.object(publicKeyMembers),
    store: textSchema(80),
    till: textSchema(80),
    epoch: wholeSchema(0),
  }),
)
const headSchema = z.object({ epoch: wholeSchema(0), seq: wholeSchema(0), hash: hashSchema })

export const chain: Command = {
  name: 'chain',
  usage: '<file of records> --keys file [--head epoch.seq.hash] [--partial] [--unordered]',
  options: {
    keys: { type: 'string' },
    head: { type: 'string' },
    partial: { type: 'boolean' },
    unordered: { type: 'boolean' },
  },
  async run(input) {
    const { texts } = input
    const [file = ''] = input.positionals
    const keysFile = textOption(input, 'keys')
    if (keysFile === undefined) throw new CheckoutError('OPTIONS_INVALID', '--keys is missing', { field: 'keys' })
    const head = textOption(input, 'head')
    const records = recordsIn(await readFile(file, 'utf8'), file)
    const keys = parse(keysSchema, jsonIn(await readFile(keysFile, 'utf8'), keysFile), keysFile, 'OPTIONS_INVALID')
    const findings = await checkChain(records, keys, {
      head: head === undefined ? null : headOf(head),
      isPartial: flagOption(input, 'partial'),
      isUnordered: flagOption(input, 'unordered'),
    })
    for (const { index, code } of findings) input.print(`${index}: ${texts.chainFaults[code]} [${code}]`)
    input.print(texts.chainChecked(records.length, findings.length))
    return findings.length > 0 ? 1 : 0
  },
}

/** A JSON list of compact JWS, or one a line. */
function recordsIn(text: string, file: string): readonly string[] {
  // An empty line between others is a record that was emptied.
  const lines = (): readonly string[] => (text === '' ? [] : text.replace(/\r?\n$/, '').split(/\r?\n/))
  const list = text.trimStart().startsWith('[') ? jsonIn(text, file) : lines()
  return parse(recordsSchema, list, file, 'OPTIONS_INVALID')
}

function jsonIn(text: string, file: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new CheckoutError('OPTIONS_INVALID', `${file} is no JSON`, { field: file, cause })
  }
}

function headOf(text: string): z.output<typeof headSchema> {
  const [epoch, seq, hash] = text.split('.')
  return parse(headSchema, { epoch: Number(epoch), seq: Number(seq), hash }, 'head', 'OPTIONS_INVALID')
}
