/** Refunds of sales that another till of the store made. */
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { afterEach, describe, expect, it } from 'vitest'
import { createCheckout } from '../../src/checkout.ts'
import type { Checkout } from '../../src/client.ts'
import type { Sale } from '../../src/outbox/sale.ts'
import { magicItems } from '../../src/testing/magic.ts'
import { pay, rehearse, until, type Rehearsal } from './till.ts'
import { idNumberOf, person } from '../support/buyers.ts'

const open: Checkout[] = []
afterEach(async () => {
  for (const checkout of open.splice(0)) await checkout.close()
})

interface TwoTills extends Rehearsal {
  readonly other: Checkout
  /** What the other till sold: two units of one line, an odd fen in each. */
  readonly sold: Sale
}

async function twoTills(change: { readonly store?: string } = {}): Promise<TwoTills> {
  const rehearsal = await rehearse()
  const { checkout, simulation } = rehearsal
  const indexedDb = { factory: new IDBFactory(), keyRange: IDBKeyRange }
  const options = simulation.till('04', { indexedDb }).options
  const other = await createCheckout({ ...options, store: { ...options.store, id: change.store ?? options.store.id } })
  open.push(checkout, other)
  await other.ready()
  await other.enrol(simulation.code)
  await until(() => other.status.unsent === 0)
  const buyer = await other.buyer({ ...person, idNumber: idNumberOf(5) })
  const { barcode: gtin, price } = magicItems.ungraded
  const goods = { id: 'T', item: { gtin: magicItems.grade_1.barcode, price: '4998.33', serial: 'RH700001' } }
  const quote = other.quote({
    buyer,
    lines: [goods, { id: 'X', item: { gtin, price }, other: true, quantity: 2, discount: '0.01' }],
  })
  const outcome = await other.sell(quote, { orderId: 'A-1', ...pay(quote) })
  expect(outcome).toMatchObject({ status: 'confirmed' })
  return { ...rehearsal, other, sold: (outcome as { readonly sale: Sale }).sale }
}

describe('a sale of another till of the store', () => {
  it('is found by its receipt, as that till has it', async () => {
    const { checkout, sold } = await twoTills()
    const [found] = await checkout.sales.find({ receipt: sold.receipt })
    const { id, orderId, receipt, state, standing, payments, refunded, countersignature } = sold
    expect(found).toMatchObject({ id, orderId, receipt, state, standing, payments, refunded, countersignature })
    const { invoiceTotal, subsidy, payable } = sold.quote
    expect(found?.quote).toMatchObject({ invoiceTotal, subsidy, payable })
    const amounts = (sale: Sale | undefined) =>
      sale?.quote.lines.map(({ id, units, list, discount, extras, invoiceTotal, subsidy, payable }) => ({
        ...{ id, units, list, discount, extras, invoiceTotal, subsidy, payable },
      }))
    expect(amounts(found)).toEqual(amounts(sold))
  })

  it('is taken back unit by unit for what taking it back at once gives, and never twice', async () => {
    const [one, two] = [await twoTills(), await twoTills()]
    const atOnce = await one.checkout.refund(one.sold.receipt, 'all')
    expect(atOnce).toMatchObject({
      status: 'confirmed',
      payable: one.sold.quote.payable,
      subsidy: one.sold.quote.subsidy,
      sale: { state: 'refunded', orderId: 'A-1' },
    })
    const [found] = await two.checkout.sales.find({ receipt: two.sold.receipt })
    const fen = { payable: 0, subsidy: 0 }
    for (const unit of [
      { line: 'T', unit: 0 },
      { line: 'X', unit: 1 },
      { line: 'X', unit: 0 },
    ]) {
      const outcome = await two.checkout.refund(found!.id, [unit])
      if (outcome.status !== 'confirmed') throw new Error(outcome.status)
      fen.payable += Math.round(Number(outcome.payable) * 100)
      fen.subsidy += Math.round(Number(outcome.subsidy) * 100)
    }
    expect([fen.payable / 100, fen.subsidy / 100]).toEqual([one.sold.quote.payable, one.sold.quote.subsidy].map(Number))
    const records = (): number => two.simulation.platform.store.records().filter(({ kind }) => kind === 'refund').length
    const before = records()
    await two.checkout.refund(found!.id, 'all')
    expect(records()).toBe(before)
    expect(two.simulation.platform.store.sales()).toMatchObject([{ state: 'refunded', standing: 'confirmed' }])
  })

  it('neither counts in this till’s day nor stands in the way of its own orders', async () => {
    const { checkout, sold } = await twoTills()
    await checkout.refund(sold.receipt, [{ line: 'X', unit: 0 }])
    expect(await checkout.day('2026-03-06')).toMatchObject({ sales: 0, subsidy: '0.00', refunded: '0.00' })
    expect(await checkout.sales.find({ orderId: 'A-1' })).toEqual([])
    const buyer = await checkout.buyer({ ...person, idNumber: idNumberOf(6) })
    const { barcode: gtin, price } = magicItems.grade_1
    const quote = checkout.quote({ buyer, lines: [{ id: 'L1', item: { gtin, price, serial: 'RH700002' } }] })
    expect(await checkout.sell(quote, { orderId: 'A-1', ...pay(quote) })).toMatchObject({ status: 'confirmed' })
  })

  it('is a task without a line, unless it was found before', async () => {
    const { checkout, simulation, sold } = await twoTills()
    simulation.network.cut()
    await until(() => !checkout.status.online)
    expect(await checkout.sales.find({ receipt: sold.receipt })).toEqual([])
    expect(await checkout.refund(sold.receipt, 'all')).toMatchObject({ status: 'task' })
    simulation.network.restore()
    await until(async () => (await checkout.sales.find({ receipt: sold.receipt })).length === 1)
    simulation.network.cut()
    await until(() => !checkout.status.online)
    expect(await checkout.refund(sold.id, 'all')).toMatchObject({
      status: 'provisional',
      payable: sold.quote.payable,
    })
  })

  it('of another store is found by its whole signed receipt, and by nothing else', async () => {
    const { checkout, simulation, sold } = await twoTills({ store: 'TY-0002' })
    expect(await checkout.sales.find({ receipt: sold.receipt })).toEqual([])
    expect(await checkout.refund(sold.receipt, 'all')).toMatchObject({ status: 'task' })
    const code = sold.countersignature!
    const [found] = await checkout.sales.find({ receipt: code })
    expect(found).toMatchObject({ id: sold.id, state: 'committed', standing: 'confirmed', payments: [], cashier: null })
    expect(await checkout.refund(code, [{ line: 'X', unit: 0 }])).toMatchObject({ status: 'confirmed' })
    expect(await checkout.refund(code, 'all')).toMatchObject({ status: 'confirmed', sale: { state: 'refunded' } })
    expect(simulation.platform.store.sales()).toMatchObject([{ state: 'refunded', standing: 'confirmed' }])
  })
})

describe('a sale whose units come back at two tills', () => {
  const T = { line: 'T', unit: 0 }
  const X = (unit: number) => ({ line: 'X', unit })

  it('is given back once: the till that sold it hands out what is not back yet, and says so', async () => {
    const { checkout, other, sold } = await twoTills()
    await checkout.refund(sold.receipt, [T, X(1)])
    expect(await other.refund(sold.id, [T])).toMatchObject({ status: 'already_refunded' })
    const rest = await other.refund(sold.id, 'all')
    const { payable } = sold.quote.lines[1]!.units[0]!
    expect(rest).toMatchObject({ status: 'confirmed', units: [X(0)], payable, subsidy: '0.00' })
    expect(rest).toMatchObject({ sale: { state: 'refunded' } })
  })

  it('at one moment, with a line, is given back at one of them', async () => {
    const { checkout, other, simulation, sold } = await twoTills()
    await checkout.sales.find({ receipt: sold.receipt })
    const outcomes = await Promise.all([checkout.refund(sold.receipt, 'all'), other.refund(sold.id, 'all')])
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['already_refunded', 'confirmed'])
    const records = simulation.platform.store.records().filter(({ kind }) => kind === 'refund')
    expect(records.map(({ standing, notes }) => [standing, notes])).toEqual([
      ['confirmed', []],
      ['review', ['already_refunded']],
    ])
  })

  it('without a line at one till alone is a task there, and one return at the platform', async () => {
    const { checkout, other, simulation, sold } = await twoTills()
    const cut = simulation.network.fault({ match: 'v1/records', fault: { kind: 'refused' } })
    expect(await other.refund(sold.id, 'all')).toMatchObject({ status: 'provisional' })
    cut()
    // The other till's record is on its way still when this one takes the units back.
    const outcome = await checkout.refund(sold.receipt, 'all')
    await until(async () => (await other.sync()).status === 'drained')
    const isSecond = outcome.status === 'confirmed'
    const tasks = (await other.tasks()).filter(({ kind }) => kind === 'refunded_twice')
    expect(tasks.map(({ sale }) => sale)).toEqual(isSecond ? [sold.id] : [])
    const records = simulation.platform.store.records().filter(({ kind }) => kind === 'refund')
    expect(records.map(({ standing }) => standing).slice(0, 1)).toEqual(['confirmed'])
  })

  it('is told to the till that sold it: serial and quota are free there too', async () => {
    const { checkout, other, sold } = await twoTills()
    await checkout.refund(sold.receipt, 'all')
    await other.sync()
    expect(await other.sales.find({ id: sold.id })).toMatchObject([{ state: 'refunded' }])
    const buyer = await other.buyer({ ...person, idNumber: idNumberOf(5) })
    const lines = [{ id: 'L1', item: { gtin: magicItems.grade_1.barcode, price: '4999.00', serial: 'RH700001' } }]
    await until(() => other.quote({ buyer, lines }).subsidy !== '0.00')
    const again = other.quote({ buyer, lines })
    expect(await other.sell(again, { orderId: 'A-2', ...pay(again) })).toMatchObject({ status: 'confirmed' })
  })

  it('without a line is a task at the till that comes second, and one return at the platform', async () => {
    const { checkout, other, simulation, sold } = await twoTills()
    await checkout.sales.find({ receipt: sold.receipt })
    simulation.network.cut()
    await until(() => !checkout.status.online && !other.status.online)
    for (const till of [other, checkout])
      expect(await till.refund(sold.id, [T])).toMatchObject({ status: 'provisional' })
    simulation.network.restore()
    for (const till of [checkout, other]) await until(async () => (await till.sync()).status === 'drained')
    await until(async () => (await Promise.all([checkout.tasks(), other.tasks()])).flat().length > 0)
    const tasks = (await Promise.all([checkout.tasks(), other.tasks()])).flat()
    expect(tasks).toMatchObject([{ kind: 'refunded_twice', sale: sold.id, codes: ['already_refunded'] }])
    const [, record] = simulation.platform.store.records().filter(({ kind }) => kind === 'refund')
    expect(record?.notes).toEqual(['already_refunded'])
    expect(simulation.platform.store.sales()[0]!.units.map(({ returned }) => returned !== null)).toEqual([
      true,
      false,
      false,
    ])
  })
})
