import { afterEach, expect, it } from 'vitest'
import type { Checkout } from '../../src/client.ts'
import { pay, quoteOne, rehearse, until, within } from './till.ts'

const hourMs = 3_600_000
let checkout: Checkout | null = null
afterEach(() => checkout?.close())

it('a page that stays open for days rests on what the authority confirmed last, and its sales are confirmed', async () => {
  const rehearsal = await rehearse()
  checkout = rehearsal.checkout
  const { clock, authority } = rehearsal.simulation
  for (let day = 0; day < 6; day++) {
    await clock.advance(24 * hourMs - 60_000)
    await authority.resign()
    // A refresh of the till's own that was on its way fails as the day passes in an instant.
    await until(async () => (await rehearsal.checkout.refresh()).status === 'unchanged')
  }
  expect(checkout.status.catalog).toMatchObject({ freshness: 'fresh' })
  // Days that pass in an instant outlast whatever was on its way.
  await within(rehearsal.simulation, 120_000, () => checkout?.status.online === true)
  const quote = await quoteOne(checkout)
  expect(quote.lines[0]?.verdict?.evidence.basis?.issued).toBe(checkout.status.catalog.issued)
  expect(await checkout.sell(quote, { orderId: 'A-1', ...pay(quote) })).toMatchObject({ status: 'confirmed' })
})
