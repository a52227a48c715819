import { describe, expect, it } from 'vitest'
import { isBelowShare, shareOf } from '../../src/core/amount.ts'
import {
  add,
  allocate,
  compareAmounts,
  compareRates,
  readAmount,
  split,
  subtract,
  timesQuantity,
  timesRate,
} from '../../src/core/money.ts'

describe('timesRate', () => {
  it('takes 15 % of 1799.00 without the fen that doubles lose', () => {
    expect(timesRate('1799.00', '0.15', { mode: 'down', unit: '0.01' })).toBe('269.85')
    expect(timesRate('3.00', '0.15', { mode: 'down', unit: '0.01' })).toBe('0.45')
  })
})

describe('allocate', () => {
  it('splits 4 fen over 3 units so that the parts sum to the whole', () => {
    expect(allocate('0.04', ['1.00', '1.00', '1.00'])).toEqual(['0.02', '0.01', '0.01'])
  })
  it('splits 10 off over 50 and 10 by largest remainder', () => {
    expect(allocate('10.00', ['50.00', '10.00'])).toEqual(['8.33', '1.67'])
  })
})

describe('readAmount', () => {
  it.each([
    ['4999', '4999.00'],
    ['4,999.5', '4999.50'],
    ['¥4999', '4999.00'],
    ['４９９９．００', '4999.00'],
    ['0', '0.00'],
  ])('reads %s', (text, amount) => {
    expect(readAmount(text)).toBe(amount)
  })
  it.each(['', '-1', '1.234', '1,23', '6.9E+12', '999999999', 'abc', '1 2'])('does not guess at %s', (text) => {
    expect(readAmount(text)).toBeNull()
  })
})

describe('shareOf', () => {
  it.each([
    ['4999.00', '0.3', '1499.70'],
    ['4999.00', '0.333333', '1666.33'],
    ['0.01', '0.99', '0.00'],
    ['99999999.99', '1', '99999999.99'],
    ['99999999.99', '0.999999', '99999899.99'],
  ])('of %s at %s is %s, never a fen too much', (amount, rate, share) => {
    expect(shareOf(amount, rate)).toBe(share)
    expect(isBelowShare(share, amount, rate)).toBe(false)
    if (share !== '0.00') expect(isBelowShare(subtract(share, '0.01'), amount, rate)).toBe(true)
  })
})

describe('rounding', () => {
  const modes = ['down', 'half-up', 'half-even'] as const
  it.each([
    ['0.10', '0.15', '0.01', ['0.01', '0.02', '0.02']],
    ['0.30', '0.15', '0.01', ['0.04', '0.05', '0.04']],
    ['0.50', '0.15', '0.01', ['0.07', '0.08', '0.08']],
    ['19.99', '0.25', '0.01', ['4.99', '5.00', '5.00']],
    ['10.00', '0.25', '1.00', ['2.00', '3.00', '2.00']],
    ['14.00', '0.25', '1.00', ['3.00', '4.00', '4.00']],
    ['1.12', '1', '0.05', ['1.10', '1.10', '1.10']],
    ['1.25', '1', '0.10', ['1.20', '1.30', '1.20']],
    ['99999999.99', '1.000000', '0.01', ['99999999.99', '99999999.99', '99999999.99']],
    ['99999999.99', '0.333333', '0.01', ['33333299.99', '33333300.00', '33333300.00']],
  ])('%s at %s in units of %s', (amount, rate, unit, rounded) => {
    expect(modes.map((mode) => timesRate(amount, rate, { mode, unit }))).toEqual(rounded)
  })
})

describe('sums in whole fen', () => {
  it('adds, subtracts and multiplies exactly', () => {
    expect(add()).toBe('0.00')
    expect(add('0.10', '0.20')).toBe('0.30')
    expect(add('99999999.99', '0.01')).toBe('100000000.00')
    expect(subtract('100.00', '0.01')).toBe('99.99')
    expect(subtract('5.00', '5.00')).toBe('0.00')
    expect(timesQuantity('33.33', 3)).toBe('99.99')
  })
  it('carries no sign', () => {
    expect(() => subtract('1.00', '1.01')).toThrow(expect.objectContaining({ code: 'INTERNAL' }))
  })
  it.each(['1', '1.5', '-1.00', '1,00', '1.000', 'NaN', '１.00'])('takes %s for no amount', (text) => {
    expect(() => add('1.00', text)).toThrow(expect.objectContaining({ code: 'INPUT_INVALID' }))
  })
  it('compares by value', () => {
    expect(compareAmounts('9.99', '10.00')).toBe(-1)
    expect(compareAmounts('10.00', '9.99')).toBe(1)
    expect(compareAmounts('10.00', '10.00')).toBe(0)
    expect(compareRates('0.2', '0.20')).toBe(0)
    expect(compareRates('0.15', '0.2')).toBe(-1)
  })
  it('splits into parts that differ by a fen at most', () => {
    expect(split('0.04', 3)).toEqual(['0.02', '0.01', '0.01'])
    expect(split('100.00', 3)).toEqual(['33.34', '33.33', '33.33'])
    expect(split('0.00', 2)).toEqual(['0.00', '0.00'])
  })
  it('splits amounts whose products no number holds', () => {
    expect(allocate('99999999.99', ['99999999.99', '99999999.98'])).toEqual(['50000000.00', '49999999.99'])
    expect(allocate('1.00', ['0.00', '0.00'])).toEqual(['1.00', '0.00'])
    expect(allocate('1.00', [])).toEqual([])
  })
})
