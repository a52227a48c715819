import { describe, expect, it } from 'vitest'
import { shareOf } from '../../src/core/amount.ts'
import { allocate, readAmount, timesRate } from '../../src/core/money.ts'

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
  it.each([['4999', '4999.00'], ['4,999.5', '4999.50'], ['¥4999', '4999.00'], ['４９９９．００', '4999.00'], ['0', '0.00']])('reads %s', (text, amount) => {
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
  })
})
