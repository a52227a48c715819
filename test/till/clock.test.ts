/** A till whose clock is wrong, or was and is put right: the platform's word is enough to go on. */
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { afterEach, describe, expect, it } from 'vitest'
import { createCheckout } from '../../src/checkout.ts'
import type { Checkout } from '../../src/client.ts'
import { decodeRecord } from '../../src/record/jws.ts'
import { createSimulation, type Simulation } from '../../src/testing/simulation.ts'
import { idNumberOf } from '../support/buyers.ts'
import { pay, quoteOne, until, within } from './till.ts'

const dayMs = 86_400_000
const minuteMs = 60_000
const opened: Checkout[] = []
afterEach(async () => {
  for (const checkout of opened.splice(0)) await checkout.close()
})

interface Till {
  readonly simulation: Simulation
  /** One more tab, or the till after a restart. */
  readonly open: () => Promise<Checkout>
  /** Sets the till's clock so far from the platform's, which is right. */
  readonly setOff: (ms: number) => void
}

/** A till with a clock of its own. */
async function till(): Promise<Till> {
  const simulation = await createSimulation({ indexedDb: { factory: new IDBFactory(), keyRange: IDBKeyRange } })
  const { clock, device, options, code } = simulation
  let offMs = 0
  const open = async (): Promise<Checkout> => {
    const ownClock = { now: () => clock.now() + offMs, monotonic: () => clock.monotonic() }
    const checkout = await createCheckout({ ...options, ports: { ...device.openTab(), clock: ownClock } })
    opened.push(checkout)
    await checkout.ready()
    if (!checkout.status.enrolled) await checkout.enrol(code)
    await until(() => checkout.status.unsent === 0)
    return checkout
  }
  return { simulation, open, setOff: (ms) => void (offMs = ms) }
}

async function sell(checkout: Checkout, orderId: string, buyer: number): Promise<string> {
  const quote = await quoteOne(checkout, { idNumber: idNumberOf(buyer) })
  return (await checkout.sell(quote, { orderId, ...pay(quote) })).status
}

describe('a clock that ran ahead and was put right', () => {
  it('is trusted again with the platform’s next word, in every tab, and the till sells on', async () => {
    const { simulation, open, setOff } = await till()
    const tabs = [await open(), await open()]
    setOff(dayMs)
    for (const tab of tabs) expect(tab.status.clock).toBe('trusted')
    setOff(0)
    for (const tab of tabs) expect(tab.status.clock).toBe('untrusted')
    await simulation.clock.advance(2 * minuteMs)
    for (const tab of tabs) await until(() => tab.status.clock === 'trusted')
    for (const [i, tab] of tabs.entries()) expect(await sell(tab, `A-${i}`, i)).toBe('confirmed')
  })

  it('is trusted again after a restart once there is a line, and not before', async () => {
    const { simulation, open, setOff } = await till()
    const checkout = await open()
    setOff(dayMs)
    expect(checkout.status.clock).toBe('trusted')
    setOff(0)
    simulation.network.cut()
    await checkout.close()
    const again = await open()
    await simulation.clock.advance(5 * minuteMs)
    expect(again.status.clock).toBe('untrusted')
    simulation.network.restore()
    await within(simulation, 2 * minuteMs, () => again.status.clock === 'trusted')
    await again.close()
    simulation.network.cut()
    expect((await open()).status.clock).toBe('trusted')
  })

  it('signs the distance that was measured last, and no older one', async () => {
    const { simulation, open, setOff } = await till()
    const { clock, platform } = simulation
    const checkout = await open()
    const distances = (): readonly (number | null)[] =>
      platform.store.records().map(({ jws }) => decodeRecord(jws).clock.offsetMs)
    for (const [i, off] of [0, dayMs, 0].entries()) {
      setOff(off)
      await clock.advance(2 * minuteMs)
      await until(() => checkout.status.clock === 'trusted')
      expect(await sell(checkout, `A-${i}`, i)).toBe('confirmed')
      // To the minute: the platform tells whole seconds.
      expect(Math.round(distances().at(-1)! / minuteMs) * minuteMs + off).toBe(0)
    }
  })
})

describe('a clock that was set back', () => {
  it('stays untrusted, with a line and without', async () => {
    const { simulation, open, setOff } = await till()
    const checkout = await open()
    setOff(-dayMs)
    await simulation.clock.advance(5 * minuteMs)
    expect(checkout.status.clock).toBe('untrusted')
    simulation.network.cut()
    await simulation.clock.advance(5 * minuteMs)
    expect(checkout.status.clock).toBe('untrusted')
  })
})
