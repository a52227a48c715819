/** Tills of several stores on one origin, as a vendor's page serves them: nothing of one is another's. */
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { afterEach, expect, it } from 'vitest'
import { createCheckout } from '../../src/checkout.ts'
import type { Checkout, CheckoutOptions } from '../../src/client.ts'
import type { Ports } from '../../src/core/ports.ts'
import { createSimulation, type Simulation } from '../../src/testing/simulation.ts'
import { idNumberOf } from '../support/buyers.ts'
import { pay, quoteOne, until } from './till.ts'

const opened: Checkout[] = []
afterEach(async () => {
  for (const checkout of opened.splice(0)) await checkout.close()
})

async function open(
  { device, options, code }: Simulation,
  change: Partial<CheckoutOptions>,
  ports: Partial<Ports> = device.openTab(),
): Promise<Checkout> {
  const checkout = await createCheckout({ ...options, ports, ...change })
  opened.push(checkout)
  await checkout.ready()
  expect(checkout.status.enrolled).toBe(false)
  expect((await checkout.enrol(code)).status).toBe('enrolled')
  return checkout
}

let buyers = 0
async function sell(checkout: Checkout, orderId: string): Promise<void> {
  const quote = await quoteOne(checkout, { idNumber: idNumberOf(buyers++) })
  expect(await checkout.sell(quote, { orderId, ...pay(quote) })).toMatchObject({ status: 'confirmed' })
}

it.each([
  ['a colon in their ids', ['A:1', '2'], ['A', '1:2']],
  ['what a colon is written as in their ids', ['A%3A1', '2'], ['A:1', '2']],
])('keep their queues apart with %s', async (_, one, two) => {
  const simulation = await createSimulation({ indexedDb: { factory: new IDBFactory(), keyRange: IDBKeyRange } })
  for (const [id, till] of [one, two] as [string, string][]) {
    const checkout = await open(simulation, { store: { id, region: '140100' }, till })
    await sell(checkout, 'A-1')
    await until(() => checkout.status.unsent === 0)
    expect(await checkout.sales.recent()).toHaveLength(1)
  }
})

it('keep the releases of two authorities apart, each good without a line', async () => {
  const indexedDb = { factory: new IDBFactory(), keyRange: IDBKeyRange }
  const tills: (readonly [Simulation, Partial<CheckoutOptions>])[] = []
  for (const name of ['north', 'south']) {
    const simulation = await createSimulation({ indexedDb })
    const platform = `https://${name}.test/repository/`
    simulation.network.serve(platform, ({ url }) => simulation.authority.handle(decodeURI(url.slice(platform.length))))
    // A release that is newer than the other authority's must not stand in its way.
    if (name === 'north') for (let i = 0; i < 3; i++) await simulation.authority.resign()
    tills.push([simulation, { platform, store: { id: name, region: '140100' } }])
  }
  const portsOf = ({ device }: Simulation): Partial<Ports> => {
    // The browser's own store for files, as a page has it.
    const ports: Partial<Ports> & { bytes?: Ports['bytes'] } = { ...device.openTab() }
    delete ports.bytes
    return ports
  }
  for (const [simulation, change] of tills) await (await open(simulation, change, portsOf(simulation))).close()
  // Twice: what comes through a restart is what is kept.
  for (const [simulation, change] of [...tills, ...tills]) {
    simulation.network.cut()
    const checkout = await createCheckout({ ...simulation.options, ...change, ports: portsOf(simulation) })
    opened.push(checkout)
    expect((await checkout.ready()).catalog).toMatchObject({ listings: 12 })
    await checkout.close()
  }
})
