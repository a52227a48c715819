import { describe, expect, it } from 'vitest'
import { wordsFor } from '../../src/elements/words.ts'
import { garbleTextsEn } from '../../src/locales/en/garble.ts'
import { garbleTextsZh } from '../../src/locales/zh-cn/garble.ts'
import type { Garble } from '../../src/scan/scan.ts'

describe('a garbled code', () => {
  it('is told in both languages: what happened and what to do, each in its own words', () => {
    const names = Object.keys(garbleTextsZh) as Garble[]
    expect(Object.keys(garbleTextsEn)).toEqual(names)
    for (const texts of [garbleTextsZh, garbleTextsEn]) {
      expect(new Set(Object.values(texts)).size).toBe(names.length)
      for (const text of Object.values(texts)) expect(text).toMatch(/\S{2,}[:：]\s?\S+/)
    }
    expect(wordsFor('en').garble('caps_lock')).toContain('Caps Lock')
    expect(wordsFor('zh-CN').garble('ime')).toContain('输入法')
  })
})
