import { describe, expect, it } from 'vitest'
import {
  addLine,
  askFor,
  emptyBasket,
  enter,
  labelOf,
  removeLine,
  setQuantity,
  skip,
  toLines,
  type Basket,
  type BasketEntry,
} from '../../src/elements/basket.ts'
import { readScan } from '../../src/scan/read-scan.ts'

const barcode = '9521234000013'
const other = '9521234000020'
const scanned = (basket: Basket, text: string): BasketEntry => enter(basket, text, readScan(text))
function after(...texts: readonly string[]): Basket {
  return texts.reduce((basket, text) => {
    const entered = scanned(basket, text)
    if (!('basket' in entered)) throw new Error(`${text} was taken as ${entered.kind}`)
    return entered.basket
  }, emptyBasket)
}

describe('a line that no listing names', () => {
  it('goes by its model, or by its barcode as it is printed', () => {
    const named = (text: string): string => labelOf(after(text).lines[0]!)
    expect(named(barcode)).toBe(barcode)
    expect(named('036000291452')).toBe('036000291452'.padStart(13, '0'))
    expect(labelOf({ id: '1', item: { gtin: `0${barcode}`, model: 'KFR-35' } })).toBe('KFR-35')
    expect(labelOf({ id: '1', item: {} })).toBe('1')
  })
})

describe('the one input box', () => {
  it('takes barcode, price and serial in turn, and asks for the next thing each time', () => {
    expect(after(barcode).ask).toEqual({ kind: 'price', line: '1' })
    expect(after(barcode, '4999').ask).toEqual({ kind: 'serial', line: '1', unit: 0 })
    const done = after(barcode, '4999', 'SN-0001')
    expect(done.ask).toEqual({ kind: 'product' })
    expect(toLines(done)).toEqual([
      { id: '1', item: { gtin: `0${barcode}`, price: '4999.00' }, quantity: 1, serials: ['SN-0001'] },
    ])
  })

  it('takes a barcode that is scanned while a price is asked as the next item, not as a price', () => {
    const basket = after(barcode, other)
    expect(basket.lines.map((line) => line.item.gtin)).toEqual([`0${barcode}`, `0${other}`])
    expect(basket.ask).toEqual({ kind: 'price', line: '2' })
  })

  it('does not take the barcode scanned twice for the serial number', () => {
    expect(scanned(after(barcode, '4999'), barcode)).toMatchObject({ kind: 'refused', problem: 'serial' })
  })

  it('refuses what is no price, and never guesses', () => {
    for (const text of ['abc', '-5', '4.999.00'])
      expect(scanned(after(barcode), text), text).toMatchObject({ kind: 'refused', problem: 'price' })
  })

  it('names a payment code and keeps nothing of it', () => {
    const entered = scanned(after(barcode), '134567890123456789')
    expect(entered).toEqual({ kind: 'payment_code' })
  })

  it('looks up text that is no barcode', () => {
    for (const text of ['KFR-35GW', 'ZZZZ-NOTHING', '海尔 空调'])
      expect(scanned(emptyBasket, text)).toEqual({ kind: 'search', text })
  })

  it('names a barcode that fails its check digit', () => {
    expect(scanned(emptyBasket, '9521234000014')).toMatchObject({
      kind: 'refused',
      problem: 'scan',
      scan: { problem: 'barcode_check_digit' },
    })
  })
})

describe('the basket', () => {
  it('asks for one serial a unit', () => {
    const basket = setQuantity(after(barcode, '4999', 'SN-0001'), '1', 2)
    expect(basket.ask).toEqual({ kind: 'serial', line: '1', unit: 1 })
    expect(setQuantity(basket, '1', 1).lines[0]?.serials).toEqual(['SN-0001'])
  })
  it('gives no cart while a price is missing, and lets the serial come later', () => {
    expect(toLines(after(barcode))).toBeNull()
    expect(skip(after(barcode, '4999')).ask).toEqual({ kind: 'product' })
  })
  it('never uses a line id again', () => {
    const basket = addLine(removeLine(after(barcode), '1'), { item: { model: 'X' } })
    expect(basket.lines.map((line) => line.id)).toEqual(['2'])
  })
  it('asks for what the cashier chose to change', () => {
    expect(askFor(after(barcode, '4999', 'SN-0001'), { kind: 'price', line: '1' }).ask.kind).toBe('price')
  })
})
