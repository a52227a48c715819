import { expect, it } from 'vitest'
import { isWellFormed } from '../../src/core/well-formed.ts'

it.each(['', 'KFR-35GW', '格力', '𠮷野', '\u{10ffff}', '\ud83d\ude00'])('takes %j', (text) => {
  expect(isWellFormed(text)).toBe(true)
})

it.each(['\ud800', 'a\udc00', '\ude00\ud83d', '\ud83d\ud83d\ude00', '𠮷\udfff'])('refuses %j', (text) => {
  expect(isWellFormed(text)).toBe(false)
})
