import { describe, expect, test } from 'vitest'
import {
  asPackKey,
  packBytes,
  packsOf,
  packsToRewrite,
  type PackEntry,
  type PackKey,
} from '../../src/release/byte-packs.ts'

const entry = (key: string, size: number): PackEntry => [key, new Uint8Array(size)]

describe('packs', () => {
  test('are filled one after another until they are full', () => {
    const packs = packsOf([
      entry('a', 400_000),
      entry('b', 700_000),
      entry('c', 9),
      entry('d', 3_000_000),
      entry('e', 1),
    ])
    expect(packs.map(([key]) => key)).toEqual([
      [1_100_000, 'a', 'b'],
      [3_000_009, 'c', 'd'],
      [1, 'e'],
    ])
    expect(packs.map(([, files]) => files.map(({ length }) => length))).toEqual([
      [400_000, 700_000],
      [9, 3_000_000],
      [1],
    ])
  })

  test('of nothing are none', () => {
    expect(packsOf([])).toEqual([])
  })

  test.each([['text'], [7], [['1', 'a']], [[1, 2]], [[1, ['a']]], [[]]])('%j is the key of none', (key) => {
    expect(asPackKey(key)).toBeNull()
  })
})

describe('the packs to write anew', () => {
  const full: PackKey = [packBytes, 'full', 'other']
  const small: PackKey = [9, 'small']
  const half: PackKey = [packBytes / 2, 'half']

  test('are none while nothing in them goes', () => {
    expect(packsToRewrite([full, small, half], new Set(['elsewhere']))).toEqual([])
  })

  test('are those that lose a file, and any that are less than half full', () => {
    expect(packsToRewrite([full, small, half], new Set(['other']))).toEqual([full, small])
  })
})
