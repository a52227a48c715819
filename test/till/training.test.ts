/** Training on a real till: everything works, and nothing of it is anybody else's. */
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { afterEach, describe, expect, it } from 'vitest'
import { createCheckout } from '../../src/checkout.ts'
import type { Checkout } from '../../src/client.ts'
import { createSimulation, simulatorAddresses, type Simulation } from '../../src/testing/simulation.ts'
import { idNumberOf } from '../support/buyers.ts'
import { pay, quoteOne, until, within } from './till.ts'

const opened: Checkout[] = []
afterEach(async () => {
  for (const checkout of opened.splice(0)) await checkout.close()
})

const world = (): Promise<Simulation> =>
  createSimulation({ indexedDb: { factory: new IDBFactory(), keyRange: IDBKeyRange } })

async function open(simulation: Simulation, training: boolean): Promise<Checkout> {
  const checkout = await createCheckout({ ...simulation.options, training })
  opened.push(checkout)
  await checkout.ready()
  return checkout
}

/** What was asked of the platform so far. */
const asked = ({ network }: Simulation): number =>
  network.sent.filter(({ url }) => url.startsWith(simulatorAddresses.api)).length

describe('a till in training', () => {
  it('goes through a whole sale without a key, and the platform hears nothing of it', async () => {
    const simulation = await world()
    const checkout = await open(simulation, true)
    expect(checkout.status).toMatchObject({ training: true, enrolled: true })
    const quote = await quoteOne(checkout)
    expect(await checkout.reserve(quote, { orderId: 'A-1', cashier: '王芳' })).toMatchObject({ status: 'confirmed' })
    expect(await checkout.commit(quote.buyer!.sale, pay(quote))).toMatchObject({ status: 'confirmed' })
    expect(await checkout.refund(quote.buyer!.sale, 'all')).toMatchObject({ status: 'confirmed' })
    const cancelled = await quoteOne(checkout)
    await checkout.reserve(cancelled, { orderId: 'A-2' })
    expect(await checkout.cancel(cancelled.buyer!.sale, 'left')).toMatchObject({ status: 'cancelled' })
    await until(() => checkout.status.unsent === 0)
    await checkout.sync()
    await simulation.clock.advance(600_000)
    // An answer that was on its way as the time passed is not believed: it is asked for again.
    await within(simulation, 60_000, () => checkout.status.unsent === 0)
    expect(checkout.status).toMatchObject({ unsent: 0, held: 0, refused: 0, tasks: 0 })
    expect(asked(simulation)).toBe(0)
  })

  it('prints on every form of a receipt that it is not valid, with no code on it', async () => {
    const checkout = await open(await world(), true)
    const quote = await quoteOne(checkout)
    await checkout.sell(quote, { orderId: 'A-1', ...pay(quote) })
    const english = await checkout.receipt(quote.buyer!.sale, 'en')
    expect(english).toMatchObject({ code: null })
    expect(english.text()).toMatch(/TRAINING.*not valid/)
    expect(english.text()).not.toContain('Confirmed')
    const chinese = await checkout.receipt(quote.buyer!.sale)
    expect(chinese.html()).toContain('培训')
    expect(chinese.text()).not.toContain('平台')
    expect(chinese.svg()).toBe('')
  })

  it('uses up nothing of the real till, nor the real till of it', async () => {
    const simulation = await world()
    const training = await open(simulation, true)
    const serial = 'RH500001'
    const rehearsed = await quoteOne(training, { serial })
    await training.sell(rehearsed, { orderId: 'A-1', ...pay(rehearsed) })

    const real = await open(simulation, false)
    expect(real.status).toMatchObject({ training: false, enrolled: false, tasks: 0 })
    await real.enrol(simulation.code)
    const quote = await quoteOne(real, { serial })
    expect(await real.sell(quote, { orderId: 'A-1', ...pay(quote) })).toMatchObject({ status: 'confirmed' })
    expect(simulation.platform.store.sales()).toHaveLength(1)
    expect(await real.sales.recent()).toHaveLength(1)
    expect(await training.sales.recent()).toHaveLength(1)
    expect((await real.receipt(quote.buyer!.sale, 'en')).text()).not.toContain('TRAINING')
  })

  it('prints no number that a sale of a real till has', async () => {
    const simulation = await world()
    const [training, real] = [await open(simulation, true), await open(simulation, false)]
    await real.enrol(simulation.code)
    const receipts: string[] = []
    for (const checkout of [real, training]) {
      const quote = await quoteOne(checkout)
      await checkout.sell(quote, { orderId: 'A-1', ...pay(quote) })
      receipts.push((await checkout.sales.find({ id: quote.buyer!.sale }))[0]!.receipt)
    }
    expect(receipts[1]).not.toBe(receipts[0])
    expect(await real.sales.find({ receipt: receipts[1]! })).toEqual([])
    expect(await real.refund(receipts[1]!, 'all')).toMatchObject({ status: 'task' })
  })

  it('hands out nothing that a platform takes', async () => {
    const simulation = await world()
    const checkout = await open(simulation, true)
    const quote = await quoteOne(checkout)
    await checkout.sell(quote, { orderId: 'A-1', ...pay(quote) })
    await expect(checkout.enrol(simulation.code)).resolves.toMatchObject({ status: 'refused' })
    await simulation.platform.importOutbox(await checkout.outbox.export()).catch(() => undefined)
    expect(simulation.platform.store.records()).toEqual([])
    expect(simulation.platform.store.sales()).toEqual([])
  })

  it('starts in two tabs at once, and goes on after a restart', async () => {
    const simulation = await world()
    const [one, two] = await Promise.all([open(simulation, true), open(simulation, true)])
    for (const [i, tab] of [one, two].entries()) {
      const quote = await quoteOne(tab, { idNumber: idNumberOf(i) })
      expect(await tab.sell(quote, { orderId: `A-${i}`, ...pay(quote) })).toMatchObject({ status: 'confirmed' })
    }
    await one.close()
    await two.close()
    expect(await (await open(simulation, true)).sales.recent()).toHaveLength(2)
  })
})
