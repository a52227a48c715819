/** The command that checks a till's records, over the vectors of the check itself. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runTool } from '../../src/authority/run-tool.ts'
import type { ChainVectorFile } from '../support/chain-vectors.ts'

let folder = ''
let file: ChainVectorFile

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chain-test-'))
  file = JSON.parse(await readFile(new URL('../data/chain/vectors.json', import.meta.url), 'utf8')) as ChainVectorFile
  await writeFile(join(folder, 'keys.json'), JSON.stringify(file.keys))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function check(records: string, ...options: readonly string[]) {
  await writeFile(join(folder, 'records'), records)
  const written = { out: '', err: '' }
  const code = await runTool(['chain', join(folder, 'records'), ...options], {
    out: { write: (text) => (written.out += text) },
    err: { write: (text) => (written.err += text) },
    env: { LANG: 'en_GB.UTF-8' },
    now: () => 0,
  })
  return { code, ...written }
}

describe('the chain command', () => {
  it('finds in each list what the check finds, from lines and from a JSON list', async () => {
    const keys = ['--keys', join(folder, 'keys.json')]
    for (const [place, { name, list, bounds = {}, expect: expected }] of file.vectors.entries()) {
      const { head, isPartial, isUnordered } = bounds
      if (head && head.hash === null) continue
      const options = [
        ...keys,
        ...(head ? ['--head', `${head.epoch}.${head.seq}.${head.hash ?? ''}`] : []),
        ...(isPartial ? ['--partial'] : []),
        ...(isUnordered ? ['--unordered'] : []),
      ]
      const texts = list.map((number) => file.records[number]!)
      const { code, out } = await check(place % 2 === 0 ? texts.join('\n') : JSON.stringify(texts), ...options)
      const found = [...out.matchAll(/^(\d+): .* \[(\w+)\]$/gm)].map(([, index, fault]) => ({
        index: Number(index),
        code: fault,
      }))
      expect(found, name).toEqual(expected)
      expect(code, name).toBe(expected.length > 0 ? 1 : 0)
    }
  })

  it.each([
    [[], /OPTIONS_INVALID: --keys is missing/],
    [['--keys', 'nowhere.json'], /OPTIONS_INVALID: nowhere\.json: there is no such file/],
    [['--keys', 'records'], /OPTIONS_INVALID/],
    [['--keys', 'keys.json', '--head', '1.2'], /OPTIONS_INVALID: head\.hash must be/],
  ])('refuses %j', async (options, message) => {
    const named = options.map((option) =>
      option === 'records' || option === 'keys.json' ? join(folder, option) : option,
    )
    expect(await check('', ...named)).toMatchObject({ code: 3, err: expect.stringMatching(message) as unknown })
  })
})
