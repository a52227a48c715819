import { describe, expect, it } from 'vitest'
import type { Task } from '../../src/outbox/sale.ts'
import { sampleRules } from '../../src/testing/authority.ts'
import { pay, quoteOne, till, until, within } from './till.ts'
import { idNumberOf } from '../support/buyers.ts'

describe('without a line', () => {
  it('a sale is durable and provisional at once, and goes up by itself when the line is back', async () => {
    const { checkout, simulation } = await till()
    simulation.network.cut()
    const quote = await quoteOne(checkout)
    expect(await checkout.sell(quote, { orderId: 'A-1', ...pay(quote) })).toMatchObject({
      status: 'provisional',
      sale: { standing: 'provisional' },
    })
    await until(() => checkout.status.unsent === 2)
    expect(checkout.status).toMatchObject({ online: false, unsent: 2 })
    simulation.network.restore()
    await until(() => checkout.status.unsent === 0)
    expect(await checkout.sales.find({ orderId: 'A-1' })).toMatchObject([
      { standing: 'confirmed', delivery: 'answered', state: 'committed' },
    ])
    expect(simulation.platform.store.records().map(({ kind }) => kind)).toEqual(['epoch', 'reserve', 'commit'])
  })

  it('a sale survives a restart and is then sent, each record once', async () => {
    const { checkout, simulation, open: reopen } = await till()
    simulation.network.cut()
    const quote = await quoteOne(checkout)
    await checkout.sell(quote, { orderId: 'A-1', ...pay(quote) })
    await checkout.close()
    const again = await reopen()
    expect(again.status).toMatchObject({ enrolled: true, unsent: 2 })
    expect(
      again.verify({ gtin: '9529990000018', price: '4999.00', serial: quote.lines[0]!.units[0]!.serial! }).reasons,
    ).toMatchObject([{ code: 'serial_redeemed_here' }])
    simulation.network.restore()
    await until(() => again.status.unsent === 0)
    expect(simulation.platform.store.sales()).toMatchObject([
      { orderId: 'A-1', state: 'committed', standing: 'confirmed' },
    ])
  })

  it('retries by itself with no word from the host, within 5 s in the first minute', async () => {
    const { checkout, simulation } = await till()
    simulation.network.fault({ match: '/api/', fault: { kind: 'refused' } })
    const quote = await quoteOne(checkout)
    expect(await checkout.sell(quote, { orderId: 'A-1', ...pay(quote) })).toMatchObject({ status: 'provisional' })
    await until(() => !checkout.status.online)
    simulation.network.clearFaults()
    await within(simulation, 5_000, () => checkout.status.unsent === 0 && checkout.status.online)
  })

  it('the budget of the rule set is kept', async () => {
    const offline = { mode: 'provisional', count: 2, amount: '100000.00', hours: 24, clause: 'offline' } as const
    const { checkout, simulation } = await till({ ruleSets: [{ ...sampleRules, offline }] })
    simulation.network.cut()
    for (const n of [1, 2]) {
      const quote = await quoteOne(checkout, { idNumber: idNumberOf(n) })
      expect(await checkout.reserve(quote, { orderId: `A-${String(n)}` })).toMatchObject({ status: 'provisional' })
    }
    await until(async () => (await quoteOne(checkout, { idNumber: idNumberOf(3) })).subsidy === '0.00')
    const third = await quoteOne(checkout, { idNumber: idNumberOf(3) })
    expect(await checkout.reserve(third, { orderId: 'A-3' })).toMatchObject({
      status: 'refused',
      sale: null,
      reasons: [{ code: 'offline_budget_spent' }],
    })
    simulation.network.restore()
    await until(() => checkout.status.unsent === 0)
    expect((await quoteOne(checkout, { idNumber: idNumberOf(3) })).subsidy).toBe('999.80')
  })

  it('nothing is subsidised where the rule set forbids it', async () => {
    const { checkout, simulation } = await till({
      ruleSets: [{ ...sampleRules, offline: { mode: 'forbidden', clause: 'offline' } }],
    })
    simulation.network.cut()
    const quote = await quoteOne(checkout)
    expect(quote).toMatchObject({ subsidy: '0.00' })
    expect(await checkout.reserve(quote, { orderId: 'A-1' })).toMatchObject({
      status: 'refused',
      sale: null,
      reasons: [{ code: 'offline_forbidden' }],
    })
    simulation.network.restore()
    await within(simulation, 5_000, async () => (await quoteOne(checkout)).subsidy === '999.80')
  })

  it('a platform that falls silent after the quote has the sale called off where offline is forbidden', async () => {
    const { checkout, simulation } = await till({
      ruleSets: [{ ...sampleRules, offline: { mode: 'forbidden', clause: 'offline' } }],
    })
    const quote = await quoteOne(checkout)
    simulation.network.fault({ match: '/records', times: 1, fault: { kind: 'hanging' } })
    const outcome = checkout.reserve(quote, { orderId: 'A-1' })
    await until(() => simulation.network.sent.some(({ url, status }) => url.endsWith('/records') && status === null))
    await simulation.clock.advance(2_000)
    expect(await outcome).toMatchObject({
      status: 'refused',
      reasons: [{ code: 'offline_forbidden' }],
      sale: { state: 'cancelled' },
    })
    await within(simulation, 20_000, () => checkout.status.unsent === 0)
    expect(simulation.platform.store.sales()).toMatchObject([{ state: 'cancelled' }])
  })
})

describe('an answer that does not come', () => {
  it('leaves the sale provisional, and it is one sale however often it is sent', async () => {
    const { checkout, simulation } = await till()
    const quote = await quoteOne(checkout)
    simulation.network.fault({ match: '/records', times: 2, fault: { kind: 'answer_lost' } })
    expect(await checkout.reserve(quote, { orderId: 'A-1' })).toMatchObject({ status: 'provisional' })
    expect(simulation.platform.store.sales()).toHaveLength(1)
    await within(simulation, 15_000, () => checkout.status.unsent === 0)
    expect(simulation.platform.store.sales()).toHaveLength(1)
    expect(await checkout.sales.find({ orderId: 'A-1' })).toMatchObject([{ standing: 'confirmed' }])
  })

  it('is waited for where the host says so, until the sale is called off', async () => {
    const { checkout, simulation } = await till({}, { onTimeout: 'hold' })
    const quote = await quoteOne(checkout)
    simulation.network.cut()
    let settled = false
    const outcome = checkout.reserve(await quoteOne(checkout), { orderId: 'A-1' }).finally(() => (settled = true))
    await until(async () => (await checkout.sales.recent()).length === 1)
    await simulation.clock.advance(60_000)
    expect(settled).toBe(false)
    const [sale] = await checkout.sales.recent()
    await checkout.cancel(sale!.id, 'customer left')
    expect(await outcome).toMatchObject({ status: 'refused', reasons: ['already_cancelled'] })
    expect(quote.subsidy).toBe('999.80')
  })

  it('rejects with ABORTED when the client is closed, and the sale goes on at the next start', async () => {
    const { checkout, simulation, open: reopen } = await till({}, { onTimeout: 'hold' })
    const quote = await quoteOne(checkout)
    simulation.network.cut()
    const outcome = checkout.reserve(quote, { orderId: 'A-1' })
    const watched = expect(outcome).rejects.toMatchObject({ code: 'ABORTED' })
    await until(async () => (await checkout.sales.recent()).length === 1)
    await checkout.close()
    await watched
    simulation.network.restore()
    const again = await reopen()
    expect(await again.reserve(quote, { orderId: 'A-1' })).toMatchObject({ status: 'confirmed' })
    await expect(checkout.reserve(quote, { orderId: 'A-2' })).rejects.toMatchObject({ code: 'CLOSED' })
  })
})

describe('what the platform says later', () => {
  it('refuses a sale whose money was taken: the till is told, and it is a task', async () => {
    const { checkout, simulation } = await till()
    const tasks: Task[] = []
    checkout.on('task', (task) => void tasks.push(task))
    const quote = await quoteOne(checkout, { price: '4999.87' })
    await checkout.sell(quote, { orderId: 'A-1', ...pay(quote) })
    expect(await simulation.platform.settleLater()).toBe(1)
    await within(simulation, 61_000, () => checkout.status.refused === 1)
    expect(tasks).toMatchObject([{ kind: 'refused_after_sale', codes: ['serial_redeemed_elsewhere'] }])
    expect(await checkout.sales.find({ orderId: 'A-1' })).toMatchObject([
      { standing: 'refused', reasons: ['serial_redeemed_elsewhere'] },
    ])
    await checkout.settle(tasks[0]!.id, 'collected from the customer')
    await until(() => checkout.status.refused === 0)
  })

  it('puts a sale under review', async () => {
    const { checkout } = await till()
    const quote = await quoteOne(checkout, { price: '4999.85' })
    expect(await checkout.sell(quote, { orderId: 'A-1', ...pay(quote) })).toMatchObject({
      status: 'review',
      sale: { standing: 'review' },
    })
  })

  it('refuses the till itself: it is asked again slowly, a person is told, and nothing is lost', async () => {
    const { checkout, simulation } = await till()
    const outcome = await checkout.enrol(simulation.code)
    await simulation.platform.revoke(outcome.status === 'enrolled' ? outcome.keyId : '')
    const quote = await quoteOne(checkout)
    expect(await checkout.sell(quote, { orderId: 'A-1', ...pay(quote) })).toMatchObject({ status: 'provisional' })
    expect(await checkout.sync()).toMatchObject({ status: 'unauthorized' })
    const sent = simulation.network.sent.length
    await simulation.clock.advance(300_000)
    const api = simulation.network.sent.slice(sent).filter(({ url }) => url.includes('/api/'))
    expect(api.length).toBeLessThan(12)
    expect(await checkout.tasks()).toMatchObject([{ kind: 'till_refused', codes: ['till_revoked'] }])
    expect((await checkout.sales.recent())[0]).toMatchObject({ orderId: 'A-1', delivery: 'pending' })
  })

  it('takes this till again once it is enrolled; what the refused key signed is held for a person', async () => {
    const { checkout, simulation } = await till()
    const outcome = await checkout.enrol(simulation.code)
    await simulation.platform.revoke(outcome.status === 'enrolled' ? outcome.keyId : '')
    const quote = await quoteOne(checkout)
    await checkout.sell(quote, { orderId: 'A-1', ...pay(quote) })
    expect(await checkout.sync()).toMatchObject({ status: 'unauthorized' })
    await simulation.platform.addCode('NEXT', {})
    expect(await checkout.enrol('NEXT')).toMatchObject({ status: 'enrolled' })
    await within(simulation, 60_000, () => checkout.status.unsent === 0 && checkout.status.online)
    expect(checkout.status).toMatchObject({ held: 2 })
    const next = await quoteOne(checkout, { idNumber: idNumberOf(2) })
    expect(await checkout.sell(next, { orderId: 'A-2', ...pay(next) })).toMatchObject({ status: 'confirmed' })
  })

  it('shows within a minute what a tab did that had no time to tell', async () => {
    const { checkout, simulation, open: openTab } = await till()
    const ports = simulation.device.openTab()
    const silent = await openTab({ ports: { ...ports, broadcast: { ...ports.broadcast, post: () => undefined } } })
    simulation.network.cut()
    const quote = await quoteOne(silent)
    await silent.sell(quote, { orderId: 'A-1', ...pay(quote) })
    expect(checkout.status.unsent).toBe(0)
    await within(simulation, 61_000, () => checkout.status.unsent === 2)
  })

  it('is enrolled again in one tab, and every other goes on as well', async () => {
    const { checkout, simulation, open: openTab } = await till()
    const outcome = await checkout.enrol(simulation.code)
    const other = await openTab()
    await simulation.platform.revoke(outcome.status === 'enrolled' ? outcome.keyId : '')
    for (const tab of [checkout, other])
      await within(simulation, 5_000, async () => (await tab.sync()).status === 'unauthorized')
    await simulation.platform.addCode('NEXT', {})
    expect(await other.enrol('NEXT')).toMatchObject({ status: 'enrolled' })
    await within(simulation, 20_000, () => other.status.unsent === 0)
    await other.close()
    await within(simulation, 20_000, () => checkout.status.online)
    const quote = await quoteOne(checkout)
    expect(await checkout.sell(quote, { orderId: 'A-1', ...pay(quote) })).toMatchObject({ status: 'confirmed' })
  })
})
