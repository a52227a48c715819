import { describe, expect, it } from 'vitest'
import { nextPlace } from '../../src/record/chain.ts'

describe('chain', () => {
  it('starts an epoch at 0 with nothing before it', () => {
    expect(nextPlace({ epoch: 3, seq: -1, hash: null })).toEqual({ epoch: 3, seq: 0, prev: null })
  })

  it('goes on behind its last record, and names it', () => {
    expect(nextPlace({ epoch: 2, seq: 4, hash: 'h4' })).toEqual({ epoch: 2, seq: 5, prev: 'h4' })
  })
})
