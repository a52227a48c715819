/** A reservation whose tab died: the question comes up while others run, and what it held is free once it has lapsed. */
import { describe, expect, it } from 'vitest'
import type { Checkout } from '../../src/client.ts'
import { idNumberOf } from '../support/buyers.ts'
import { pay, quoteOne, till, until, within } from './till.ts'

const minuteMs = 60_000
/** What the till says of the serial to whoever asks next. */
const serialReasons = (checkout: Checkout, serial: string): readonly string[] =>
  checkout.verify({ gtin: '9529990000018', price: '4999.00', serial }).reasons.map(({ code }) => code)

describe.each([true, false])('a reservation whose tab died (Web Locks: %s)', (locks) => {
  it('is asked about by a tab that went on, and again by nobody once it is settled', async () => {
    const { checkout, simulation, open } = await till({ locks })
    const other = await open()
    const quote = await quoteOne(other, { serial: 'RH500001' })
    await other.reserve(quote, { orderId: 'A-1' })
    await simulation.clock.advance(2 * minuteMs)
    expect(await checkout.tasks()).toEqual([])

    await other.close()
    // Where tabs cannot be told apart from dead ones, nobody is asked before it has lapsed.
    await simulation.clock.advance(locks ? minuteMs : 31 * minuteMs)
    await until(() => checkout.status.tasks === 1)
    const [task] = await checkout.tasks()
    expect(task).toMatchObject({ kind: 'was_it_paid', sale: quote.buyer!.sale })
    await checkout.settle(task!.id, 'the customer left')
    await simulation.clock.advance(5 * minuteMs)
    expect(await checkout.tasks()).toEqual([])
  })

  it('holds its serial and its buyer’s quota until it lapses, and no longer', async () => {
    const { checkout, simulation, open } = await till({ locks })
    const other = await open()
    const quote = await quoteOne(other, { serial: 'RH500001' })
    expect(await other.reserve(quote, { orderId: 'A-1' })).toMatchObject({ status: 'confirmed' })
    await other.close()
    await until(() => serialReasons(checkout, 'RH500001').includes('serial_redeemed_here'))
    expect((await quoteOne(checkout, { serial: 'RH500002' })).lines[0]?.verdict?.reasons).toMatchObject([
      { code: 'quota_used' },
    ])

    await simulation.clock.advance(31 * minuteMs)
    await within(simulation, 2 * minuteMs, () => checkout.status.online)
    await until(async () => (await checkout.sync()).status === 'drained')
    expect(serialReasons(checkout, 'RH500001')).toEqual([])
    const again = await quoteOne(checkout, { serial: 'RH500001' })
    expect(await checkout.sell(again, { orderId: 'A-2', ...pay(again) })).toMatchObject({ status: 'confirmed' })
    expect(serialReasons(checkout, 'RH500001')).toEqual(['serial_redeemed_here'])
  })

  it('that turns out to be paid after all is recorded, and goes to review', async () => {
    const { checkout, simulation, open } = await till({ locks })
    const other = await open()
    const quote = await quoteOne(other, { serial: 'RH500001' })
    await other.reserve(quote, { orderId: 'A-1' })
    await other.close()
    await simulation.clock.advance(31 * minuteMs)
    await until(async () => (await checkout.tasks()).length === 1)
    await within(simulation, 2 * minuteMs, () => checkout.status.online)
    await until(async () => (await checkout.sync()).status === 'drained')
    expect(await checkout.commit(quote.buyer!.sale, pay(quote))).toMatchObject({ status: 'review' })
    expect(serialReasons(checkout, 'RH500001')).toEqual(['serial_redeemed_here'])
    expect((await checkout.tasks()).map(({ kind }) => kind)).not.toContain('was_it_paid')
  })
})

describe('a reservation that a running tab left lying', () => {
  it('is asked about once it has lapsed', async () => {
    const { checkout, simulation } = await till()
    await checkout.reserve(await quoteOne(checkout), { orderId: 'A-1' })
    await simulation.clock.advance(29 * minuteMs)
    expect(await checkout.tasks()).toEqual([])
    await simulation.clock.advance(2 * minuteMs)
    await until(async () => (await checkout.tasks()).length === 1)
    await within(simulation, 2 * minuteMs, () => checkout.status.online)
    const free = await quoteOne(checkout, { idNumber: idNumberOf(3) })
    expect(await checkout.reserve(free, { orderId: 'A-2' })).toMatchObject({ status: 'confirmed' })
  })
})
