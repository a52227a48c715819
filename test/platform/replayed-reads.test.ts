/** A signed read that somebody sends again, which the platform does not remember. */
import { afterEach, expect, it } from 'vitest'
import type { Checkout } from '../../src/client.ts'
import { endpoints } from '../../src/record/endpoints.ts'
import { mediaTypes } from '../../src/record/protocol.ts'
import { simulatorAddresses, type Simulation } from '../../src/testing/simulation.ts'
import { pay, quoteOne, rehearse, until } from '../till/till.ts'

let checkout: Checkout
afterEach(() => checkout.close())

const reads = (['answers', 'sales', 'head'] as const).map((name) => endpoints[name].address)

async function sendAgain({ platform, network }: Simulation): Promise<readonly [path: string, status: number][]> {
  const sent = network.sent
    .map(({ url, body }) => [url.slice(simulatorAddresses.api.length), body] as const)
    .filter(([path]) => reads.includes(path))
  return Promise.all(
    sent.map(async ([path, body]) => {
      const { status } = await platform.handle(
        path,
        new Request(`${simulatorAddresses.api}${path}`, {
          method: 'POST',
          body,
          headers: { 'content-type': mediaTypes.request },
        }),
      )
      return [path, status] as [string, number]
    }),
  )
}

it('changes nothing while it is good, and is refused after ten minutes', async () => {
  const rehearsal = await rehearse()
  const { simulation } = rehearsal
  checkout = rehearsal.checkout
  const quote = await quoteOne(checkout)
  await checkout.sell(quote, { orderId: 'A-1', ...pay(quote) })
  await checkout.sales.find({ receipt: '03-1-000009' })
  await checkout.sync()
  await until(() => checkout.status.unsent === 0)

  const before = simulation.platform.save()
  const again = await sendAgain(simulation)
  expect(new Set(again.map(([path]) => path))).toEqual(new Set(reads))
  expect(again.filter(([, status]) => status !== 200)).toEqual([])
  expect(simulation.platform.save()).toBe(before)

  await simulation.clock.advance(601_000)
  const late = (await sendAgain(simulation)).slice(0, again.length)
  expect(late.filter(([, status]) => status === 200)).toEqual([])
})
