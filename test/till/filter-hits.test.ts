/** Serials that the signed filter of redeemed units hits: the platform is asked when there is a line. */
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { afterEach, describe, expect, it } from 'vitest'
import { writeFilter } from '../../src/catalog/redeemed-filter-writer.ts'
import { createCheckout } from '../../src/checkout.ts'
import type { Checkout, CheckoutOptions } from '../../src/client.ts'
import { endpoints } from '../../src/record/endpoints.ts'
import { magicItems } from '../../src/testing/magic.ts'
import { pay, quoteOne, rehearse, until, type Rehearsal } from './till.ts'
import { idNumberOf } from '../support/buyers.ts'

const { barcode, price } = magicItems.grade_1
const hit = 'RH600001'
const otherHit = 'RH600002'
const redeemed = new Map([
  ['redeemed/2026-03.flt', writeFilter([hit, otherHit].map((serial) => ({ gtin: `0${barcode}`, serial })))],
])
const item = { gtin: barcode, price, serial: hit }

const open: Checkout[] = []
/** The filter is older than what the platform knows: both units came back since. The other till is shut: it sends no more. */
async function till(change: Partial<CheckoutOptions> = {}): Promise<Rehearsal> {
  const rehearsal = await rehearse({}, change)
  open.push(rehearsal.checkout)
  const { simulation, checkout } = rehearsal
  const other = await openOther(rehearsal, '05')
  for (const [i, serial] of [hit, otherHit].entries()) {
    const quote = await quoteOne(other, { serial, idNumber: idNumberOf(20 + i) })
    await other.sell(quote, { orderId: `C-${String(i)}`, ...pay(quote) })
    expect(await other.refund(quote.buyer!.sale, 'all')).toMatchObject({ status: 'confirmed' })
  }
  await other.close()
  await simulation.authority.publish({ redeemed })
  expect(await checkout.refresh()).toMatchObject({ status: 'updated' })
  return rehearsal
}
async function openOther({ simulation }: Rehearsal, name: string): Promise<Checkout> {
  const indexedDb = { factory: new IDBFactory(), keyRange: IDBKeyRange }
  const other = await createCheckout(simulation.till(name, { indexedDb }).options)
  open.push(other)
  await other.ready()
  await other.enrol(simulation.code)
  return other
}
afterEach(async () => {
  for (const checkout of open.splice(0)) await checkout.close()
})
const asked = ({ simulation }: Rehearsal): number =>
  simulation.network.sent.filter(({ url }) => url.endsWith(endpoints.serials.address)).length
/** Counts the changes that are told while the status stands as it was: the verdict alone can have changed. */
function countAnswers(checkout: Checkout): () => number {
  let status = JSON.stringify(checkout.status)
  let count = 0
  checkout.on('change', (now) => {
    if (JSON.stringify(now) === status) count++
    status = JSON.stringify(now)
  })
  return () => count
}
/** Prices the item alone, which has the platform asked about its serial. */
const ask = (checkout: Checkout, serial = hit): unknown =>
  checkout.quote({ lines: [{ id: 'L1', item: { ...item, serial } }] })
const codes = (checkout: Checkout): string[] => checkout.verify(item).reasons.map(({ code }) => code)

/** Another till of the store sells the unit. */
async function sellElsewhere(rehearsal: Rehearsal): Promise<void> {
  const other = await openOther(rehearsal, '04')
  ask(other)
  await until(() => other.verify(item).status === 'eligible')
  const quote = await quoteOne(other, { serial: hit, idNumber: idNumberOf(9) })
  expect(await other.sell(quote, { orderId: 'B-1', ...pay(quote) })).toMatchObject({ status: 'confirmed' })
}

describe('a serial that the filter hits', () => {
  it('is asked about by no call that a screen makes while it draws: they have no effect', async () => {
    const rehearsal = await till()
    const { checkout, simulation } = rehearsal
    const before = asked(rehearsal)
    const answers = countAnswers(checkout)
    const told: string[] = []
    for (const name of ['sale', 'task', 'progress', 'error'] as const) checkout.on(name, () => told.push(name))
    for (let i = 0; i < 3; i++) {
      expect(codes(checkout)).toEqual(['serial_maybe_redeemed'])
      expect(checkout.listings(item)).toHaveLength(1)
      expect(checkout.search(magicItems.grade_1.listing?.model ?? '').length).toBeGreaterThan(0)
      expect(checkout.scan(barcode)).toMatchObject({ kind: 'product' })
      expect(checkout.brandName('none')).toBe('none')
      expect(checkout.status.online && checkout.ruleSets.length > 0).toBe(true)
    }
    // What is asked after them is sent after them: by then, they would have sent theirs.
    simulation.network.fault({ match: endpoints.serials.address, fault: { kind: 'hanging' } })
    ask(checkout, otherHit)
    await until(() => asked(rehearsal) > before)
    expect([asked(rehearsal) - before, answers()]).toEqual([1, 0])
    expect(told).toEqual([])
  })

  it('is cleared by the platform’s word, by itself, and the till is told once', async () => {
    const rehearsal = await till()
    const { checkout } = rehearsal
    const answers = countAnswers(checkout)
    ask(checkout)
    expect(checkout.verify(item)).toMatchObject({ status: 'undetermined' })
    expect(codes(checkout)).toEqual(['serial_maybe_redeemed'])
    await until(() => checkout.verify(item).status === 'eligible')
    expect([answers(), asked(rehearsal)]).toEqual([1, 1])
    const quote = await quoteOne(checkout, { serial: hit })
    expect(quote).toMatchObject({ subsidy: '999.80', facts: { serials: { [`0${barcode}|${hit}`]: 'free' } } })
    expect(await checkout.sell(quote, { orderId: 'A-1', ...pay(quote) })).toMatchObject({ status: 'confirmed' })
    expect(rehearsal.simulation.platform.faults).toEqual([])
  })

  it('is refused when the platform says that it was redeemed elsewhere', async () => {
    const rehearsal = await till()
    await sellElsewhere(rehearsal)
    const { checkout } = rehearsal
    ask(checkout)
    await until(() => codes(checkout).includes('serial_redeemed_elsewhere'))
    expect(checkout.verify(item)).toMatchObject({ status: 'ineligible' })
  })

  it('is asked about by a quote as well, for every unit of a line', async () => {
    const { checkout } = await till()
    const lines = [{ id: 'L1', item: { gtin: barcode, price }, quantity: 1, serials: [hit] }]
    expect(checkout.quote({ lines })).toMatchObject({ subsidy: '0.00' })
    await until(() => checkout.quote({ lines }).subsidy === '999.80')
  })

  it('is settled at the latest when it is reserved: the quote is made again with the answer', async () => {
    const rehearsal = await till()
    const { checkout, simulation } = rehearsal
    simulation.network.fault({ match: endpoints.serials.address, times: 1, fault: { kind: 'refused' } })
    const quote = await quoteOne(checkout, { serial: hit })
    expect(quote.subsidy).toBe('0.00')
    await until(() => asked(rehearsal) === 1)
    const outcome = await checkout.reserve(quote, { orderId: 'A-1' })
    expect(outcome).toMatchObject({ status: 'requote', quote: { subsidy: '999.80' } })
    if (outcome.status === 'requote')
      expect(await checkout.reserve(outcome.quote, { orderId: 'A-1' })).toMatchObject({ status: 'confirmed' })
  })

  it('waits no longer than for any answer when it is reserved', async () => {
    const { checkout, simulation } = await till()
    simulation.network.fault({ match: endpoints.serials.address, fault: { kind: 'hanging' } })
    const quote = await quoteOne(checkout, { serial: hit })
    const outcome = checkout.reserve(quote, { orderId: 'A-1' })
    await until(() => simulation.network.sent.some(({ url }) => url.endsWith(endpoints.serials.address)))
    await simulation.clock.advance(2_000)
    expect(await outcome).toMatchObject({ status: 'refused', sale: null, reasons: [{ code: 'serial_maybe_redeemed' }] })
  })

  it('stays open without a line, and nothing is asked', async () => {
    const rehearsal = await till()
    const { checkout, simulation } = rehearsal
    simulation.network.cut()
    await until(() => !checkout.status.online)
    ask(checkout)
    expect(codes(checkout)).toEqual(['serial_maybe_redeemed'])
    expect(asked(rehearsal)).toBe(0)
  })
})
