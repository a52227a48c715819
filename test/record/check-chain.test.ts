import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { chainFaults, checkChain, checkLinks } from '../../src/record/check-chain.ts'
import { readRecord } from '../../src/record/jws.ts'
import { importPublicKey } from '../../src/record/keys.ts'
import { chainVectorText, makeChainVectors, type ChainVectorFile } from '../support/chain-vectors.ts'

const text = readFileSync(new URL('../data/chain/vectors.json', import.meta.url), 'utf8')
const { keys, records, vectors } = JSON.parse(text) as ChainVectorFile

describe('a chain of records', () => {
  it.each(vectors)('$name', async ({ list, bounds, expect: expected }) => {
    expect(
      await checkChain(
        list.map((number) => records[number]!),
        keys,
        bounds,
      ),
    ).toEqual(expected)
  })

  it('of many records is checked in one go', async () => {
    const whole = vectors.find(({ name }) => name === 'one epoch')!
    const read = await Promise.all(
      whole.list.map((number) => readRecord(records[number]!, () => importPublicKey(keys[0]!.key))),
    )
    const long = Array.from({ length: 30_000 }, (_, seq) => ({
      record: { ...read[seq === 0 ? 0 : 1]!.record, id: `id-${seq}`, seq, prev: seq === 0 ? null : `hash-${seq - 1}` },
      hash: `hash-${seq}`,
    }))
    expect(checkLinks(long)).toEqual([])
    expect(checkLinks(long.filter((_, seq) => seq !== 20_000))).toEqual([{ index: 20_000, code: 'record_missing' }])
  })
})

describe('the vectors', () => {
  it('are more than a hundred that fail, each by a name of its own, and each code is among them', () => {
    const failing = vectors.filter(({ expect: { length } }) => length > 0)
    expect(failing.length).toBeGreaterThan(100)
    expect(new Set(vectors.map(({ name }) => name)).size).toBe(vectors.length)
    const codes = new Set(failing.flatMap(({ expect: found }) => found.map(({ code }) => code)))
    expect(chainFaults.filter((code) => !codes.has(code))).toEqual([])
  })

  it('are those that their script makes', async () => {
    expect(chainVectorText(await makeChainVectors())).toBe(text)
  })
})
