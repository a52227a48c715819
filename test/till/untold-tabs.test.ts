/** Tabs of one till that cannot tell one another, as where a browser has no `BroadcastChannel`. */
import { expect, it } from 'vitest'
import type { Ports } from '../../src/core/ports.ts'
import { idNumberOf } from '../support/buyers.ts'
import { pay, quoteOne, till, until } from './till.ts'

const silent: Ports['broadcast'] = { post: () => undefined, subscribe: () => () => undefined }

it('what another tab sold is counted when this one is looked at, and no more often than once a second', async () => {
  const { simulation, open } = await till()
  const tab = () => open({ ports: { ...simulation.device.openTab(), broadcast: silent } })
  const [one, other] = [await tab(), await tab()]
  simulation.network.cut()
  for (const sales of [1, 2]) {
    const quote = await quoteOne(one, { idNumber: idNumberOf(sales) })
    expect(await one.sell(quote, { orderId: `A-${sales}`, ...pay(quote) })).toMatchObject({ status: 'provisional' })
    await until(() => other.status.unsent === 2 * sales)
    await simulation.clock.advance(1_000)
  }
})
