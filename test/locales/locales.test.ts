import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { faults } from '../../src/core/errors.ts'
import { excess, grouped, minute, percent } from '../../src/locales/figures.ts'
import { chooseLocale, locales, tellCode, tellInstant, tellReason, tellTaskCode } from '../../src/locales/locale.ts'
import type { Messages } from '../../src/locales/messages.ts'
import { platformReasons } from '../../src/record/protocol.ts'
import { formulaNames } from '../../src/subsidy/formula.ts'
import { reason, reasonCodes } from '../../src/verify/reasons.ts'
import { verifyLine } from '../../src/verify/verify.ts'
import { context, good } from '../verify/shop.ts'

const [zh, en] = locales as readonly [Messages, Messages]
const broken = /undefined|null|NaN|“”|：$|\s{2}|\s$|\(\)|（）|¥(?!\d)/

describe('the folders of languages', () => {
  it('hold the same files', () => {
    const filesOf = (language: string): readonly string[] =>
      readdirSync(new URL(`../../src/locales/${language}/`, import.meta.url)).sort()
    const folders = readdirSync(new URL('../../src/locales/', import.meta.url)).filter((name) => !name.endsWith('.ts'))
    expect(folders.length).toBe(locales.length)
    for (const folder of folders) expect(filesOf(folder), folder).toEqual(filesOf(folders[0] ?? ''))
  })
})

describe.each(locales)('$name', (messages) => {
  it.each(reasonCodes)('says %s whole, with figures and without, and what to do next', (code) => {
    for (const figures of [{}, { expected: '4999.00', received: '5299.00' }, { received: 'KFR-35GW' }]) {
      for (const field of ['gtin', 'model', 'price', 'offline.amount', 'offline.oldestHours', 'serials.1']) {
        const { what, next } = tellReason(reason(code, { field, ...figures }), messages)
        expect(what).toMatch(/\S{2}/)
        expect(what).not.toMatch(broken)
        expect(what).not.toMatch(/[.。]$/)
        expect(next.length).toBeGreaterThan(3)
      }
    }
  })

  it.each(formulaNames)('explains the step %s', (formula) => {
    const inputs = {
      list: '9998.00',
      discount: '100.00',
      order_discount: '0.00',
      quantity: '2',
      units: '2',
      price: '4949.00',
      limit: '6000.00',
      base: '4949.00',
      ceiling: '4899.00',
      against: 'base',
      rate: '0.15',
      grade: '1',
      amount: '2100.00',
      cap: '2000.00',
      group: 'refrigerator',
      used: '0',
      reason: 'model_unlisted',
    }
    expect(messages.formulas[formula]({ inputs, result: '742.35' })).not.toMatch(broken)
  })

  it('has words for every fault, platform reason and code', () => {
    for (const code of Object.keys(faults) as (keyof typeof faults)[]) {
      const { what, next } = messages.errors[code]
      expect(what + next).not.toMatch(broken)
    }
    for (const code of [...platformReasons, ...reasonCodes]) expect(tellCode(code, messages)).not.toMatch(broken)
    expect(tellCode('a_code_of_tomorrow', messages)).toBe('a_code_of_tomorrow')
    expect(tellCode('constructor', messages)).toBe('constructor')
  })

  it('tells of a task what a cashier can use, and no places, counters or statuses as they are', () => {
    const codes = [...Object.keys(messages.deliveryFaults), 'lost_16', 'lost_unknown', 'back_3', 'serial_redeemed_here']
    for (const code of codes) expect(tellTaskCode(code, messages)).not.toMatch(/undefined|null|NaN|_/)
    expect(tellTaskCode('lost_16', messages)).toContain('16')
    for (const code of ['up_to_1.16', '1.3', 'status_400', 'network', 'lost_', 'constructor'])
      expect(tellTaskCode(code, messages)).toBe(null)
  })
})

describe('reason texts', () => {
  const told = (price: string, messages: Messages): string => {
    const { reasons } = verifyLine({ ...good, price }, ['AA5SZ0E05001A3A00001', null], context)
    return reasons.map((each) => Object.values(tellReason(each, messages)).join(' · ')).join('\n')
  }

  it('name the unit, the price, the ceiling and the difference in Chinese', () => {
    expect(told('5299.00', zh)).toBe(
      '第 2 台：还没有机身序列号 · 请重新扫码\n价格 5,299.00 元高于备案价 4,999.00 元，高出 300.00 元 · 请核对并修改价格',
    )
  })

  it('and in English', () => {
    expect(told('5299.00', en)).toBe(
      'Unit 2: There is no serial number yet · Scan again\nPrice ¥5,299.00 is above the filed price ¥4,999.00, by ¥300.00 · Check and correct the price',
    )
  })

  it('promise no earlier data after a release that could not be used: it may be the first', () => {
    for (const { errors } of locales) {
      for (const { next } of Object.values(errors)) expect(next).not.toMatch(/上一份|last good/)
      expect(errors.SCHEME_INVALID.next).toMatch(/如有|if any/)
    }
  })

  it('never call what is merely unknown a counterfeit', () => {
    for (const messages of locales) {
      for (const code of reasonCodes) expect(tellCode(code, messages)).not.toMatch(/counterfeit|fake|假|伪/i)
    }
  })
})

describe('choosing a language', () => {
  it.each([
    [['en-GB', 'zh-CN'], 'en', 'en-GB'],
    [['fr', 'de-AT', 'en'], 'en', 'en'],
    [['zh-Hans-CN'], 'zh-CN', 'zh-Hans-CN'],
    [['zh_CN'], 'zh-CN', 'zh_CN'],
    [['ZH-tw'], 'zh-CN', 'ZH-tw'],
    [['fr'], 'zh-CN', null],
    [[], 'zh-CN', null],
    [['', 'constructor'], 'zh-CN', null],
  ])('of %j takes %s and says by which tag', (wanted, locale, asked) => {
    expect(chooseLocale(wanted)).toMatchObject({ locale, asked })
  })

  it('takes one tag as well as a list', () => {
    expect(chooseLocale('en-US').locale).toBe('en')
  })
})

describe('figures', () => {
  it('groups amounts and tells differences to the fen', () => {
    expect(['0.00', '999.99', '1000.00', '12345678.90'].map(grouped)).toEqual([
      '0.00',
      '999.99',
      '1,000.00',
      '12,345,678.90',
    ])
    expect([
      excess('5000.01', '4999.99'),
      excess('1.00', '1.00'),
      excess('1.00', '2.00'),
      excess('0.05', '0.00'),
      excess(null, '1.00'),
    ]).toEqual(['0.02', null, null, '0.05', null])
  })

  it('writes rates as shares of a hundred', () => {
    expect(['0.15', '0.2', '0.125', '1', '0.005', '0'].map(percent)).toEqual([
      '15%',
      '20%',
      '12.5%',
      '100%',
      '0.5%',
      '0%',
    ])
  })

  it('writes instants in their own offset, or in a zone', () => {
    expect(minute('2026-03-06T10:00:00+08:00')).toBe('2026-03-06 10:00')
    expect(tellInstant('2026-03-06T02:00:00Z', 'Asia/Shanghai', 'en')).toBe('6 Mar 2026, 10:00')
    expect(tellInstant('2026-03-06T16:30:00Z', 'Asia/Shanghai', 'zh-CN')).toBe('2026年3月7日 00:30')
  })
})

describe('a barcode in a reason', () => {
  const told = (code: Parameters<typeof reason>[0], received: string, expected: string | null): readonly string[] =>
    locales.map((messages) => tellReason(reason(code, { field: 'gtin', received, expected }), messages).what)

  it('is the one that is printed, without the zero that it is kept with', () => {
    for (const code of ['model_unlisted', 'barcode_model_mismatch', 'not_a_product_code', 'brand_mismatch'] as const)
      for (const text of told(code, '06901234567892', '06901234567908')) {
        expect(text).toContain('6901234567892')
        expect(text).not.toContain('06901234567892')
      }
    for (const text of told('model_unlisted', '16901234567899', null)) expect(text).toContain('16901234567899')
  })

  it('that nobody has filed a company prefix for is not said to belong to itself', () => {
    expect(told('brand_mismatch', '06901234567892', '6926410, 6932391')).toEqual([
      '条码 6901234567892 不属于该品牌备案的厂商识别代码：6926410, 6932391',
      'Barcode 6901234567892 is of no company prefix that the brand has filed: 6926410, 6932391',
    ])
  })
})
