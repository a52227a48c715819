import { describe, expect, it } from 'vitest'
import { emptyChain, findBreak, linkOf, nextPlace, type ChainHead } from '../../src/record/chain.ts'

const head: ChainHead = { epoch: 2, seq: 4, hash: 'h4' }

describe('chain', () => {
  it('starts an epoch at 0 with nothing before it', () => {
    expect(nextPlace(emptyChain(3))).toEqual({ epoch: 3, seq: 0, prev: null })
    expect(nextPlace(head)).toEqual({ epoch: 2, seq: 5, prev: 'h4' })
  })

  it.each([
    ['linked', { epoch: 2, seq: 5, prev: 'h4' }],
    ['gap', { epoch: 2, seq: 6, prev: 'h5' }],
    ['gap', { epoch: 3, seq: 0, prev: null }],
    ['behind', { epoch: 2, seq: 4, prev: 'h3' }],
    ['behind', { epoch: 1, seq: 9, prev: 'x' }],
    ['forked', { epoch: 2, seq: 5, prev: 'other' }],
    ['forked', { epoch: 2, seq: 5, prev: null }],
  ] as const)('calls a record %s at %j', (link, place) => {
    expect(linkOf(head, place)).toBe(link)
  })

  it('finds the first record that is left out, doubled, moved or replaced', () => {
    const chain = Array.from({ length: 5 }, (_, seq) => ({
      record: { id: `r${seq}`, epoch: 0, seq, prev: seq === 0 ? null : `h${seq - 1}` },
      hash: `h${seq}`,
    }))
    const from = emptyChain(0)
    const at = (i: number): (typeof chain)[number] => chain[i] as (typeof chain)[number]
    expect(findBreak(from, chain)).toBeNull()
    expect(findBreak(from, chain.toSpliced(2, 1))).toEqual({ id: 'r3', seq: 3, link: 'gap' })
    expect(findBreak(from, chain.toSpliced(2, 0, at(1)))).toEqual({ id: 'r1', seq: 1, link: 'behind' })
    expect(findBreak(from, chain.with(2, { ...at(2), hash: 'other' }))).toEqual({ id: 'r3', seq: 3, link: 'forked' })
  })
})
