import { describe, expect, it } from 'vitest'
import {
  cleanText,
  nextDay,
  readDay,
  readGrade,
  readPrice,
  readStatus,
  textFault,
} from '../../../src/authority/tables/cells.ts'

describe('cells', () => {
  it('make full-width signs narrow and runs of spaces one', () => {
    expect(cleanText('　ＫＦＲ－３５ＧＷ／０１Ａ\u00a0 x\n')).toBe('KFR-35GW/01A x')
    expect(cleanText('Ⅱ代 m²')).toBe('Ⅱ代 m²')
  })

  it.each([
    ['4999', '4999.00'],
    ['4,999.5', '4999.50'],
    ['¥4999', '4999.00'],
    ['４９９９元', '4999.00'],
    ['4999.00', '4999.00'],
    ['4999.001', null],
    ['-1', null],
    ['about 5000', null],
    ['1,23', null],
  ])('read the price %s as %s', (text, amount) => {
    expect(readPrice(text)).toBe(amount)
  })

  it.each([
    ['1', 1, null],
    ['1级', 1, null],
    ['一级能效', 1, 'energy'],
    ['水效2级', 2, 'water'],
    ['Ⅰ级', 1, null],
    ['Grade 3', 3, null],
    ['5.0', 5, null],
    ['第二级', 2, null],
  ])('read the grade %s', (text, grade, kind) => {
    expect(readGrade(text)).toEqual({ grade, kind })
  })

  it.each(['6', '0', 'A+++', '1.5', '一二'])('know no grade %s', (text) => {
    expect(readGrade(text)).toBeNull()
  })

  it.each([
    ['2024-09-14', '2024-09-14'],
    ['2024/9/4', '2024-09-04'],
    ['2024年9月14日', '2024-09-14'],
    ['20240914', '2024-09-14'],
    ['2024-09-14 00:00:00', '2024-09-14'],
    ['2024-02-31', null],
    ['14.9.24', null],
    ['45549', null],
  ])('read the day %s as %s', (text, day) => {
    expect(readDay(text)).toBe(day)
  })

  it('count the last valid day in', () => {
    expect(nextDay('2024-12-31')).toBe('2025-01-01')
  })

  it('know the words for a status', () => {
    expect(['在售', 'suspended', '撤销', 'gone'].map(readStatus)).toEqual(['listed', 'suspended', 'withdrawn', null])
  })

  it.each([
    ['=VLOOKUP(A1,B:C,2)', 'cell_formula'],
    ['#REF!', 'cell_formula'],
    ['海尔\ufffd', 'cell_damaged'],
    ['锟斤拷', 'cell_damaged'],
    ['A\u0007', 'cell_control_character'],
    ['x'.repeat(301), 'cell_too_long'],
    ['4107#', null],
    ['海尔', null],
  ])('find fault with %s: %s', (text, code) => {
    expect(textFault(text, 300)).toBe(code)
  })
})
