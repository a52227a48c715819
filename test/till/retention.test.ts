/** What a till keeps is nobody's clock to say: the platform told when it answered, the authority signs that time has passed. */
import { afterEach, describe, expect, it } from 'vitest'
import type { Checkout } from '../../src/client.ts'
import { pay, quoteOne, rehearse, until, type Rehearsal } from './till.ts'

const dayMs = 86_400_000
const opened: Checkout[] = []
afterEach(async () => {
  for (const checkout of opened.splice(0)) await checkout.close()
})

/** A till that has sold once, a while ago, and is closed. */
async function soldAndClosed(): Promise<Rehearsal> {
  const rehearsal = await rehearse()
  const { checkout } = rehearsal
  const quote = await quoteOne(checkout, { serial: 'RH500001' })
  expect(await checkout.sell(quote, { orderId: 'A-1', ...pay(quote) })).toMatchObject({ status: 'confirmed' })
  await checkout.close()
  return rehearsal
}

/** The till after a start at which it looked for what is past its retention. */
async function started({ open, simulation }: Rehearsal): Promise<Checkout> {
  const checkout = await open()
  opened.push(checkout)
  // What a start does on the side is done before a second one of the same device could be.
  await until(() => !checkout.status.syncing)
  for (let i = 0; i < 50; i++) await simulation.clock.advance(10)
  return checkout
}

describe('an answered sale', () => {
  it('is kept through a start with a clock that is 420 days ahead', async () => {
    const rehearsal = await soldAndClosed()
    const { clock } = rehearsal.simulation
    clock.set(clock.now() + 420 * dayMs)
    const ahead = await started(rehearsal)
    expect(await ahead.sales.find({ orderId: 'A-1' })).toHaveLength(1)
    await ahead.close()
    clock.set(clock.now() - 420 * dayMs)
    expect(await (await started(rehearsal)).sales.find({ orderId: 'A-1' })).toHaveLength(1)
  })

  it('goes when its retention is over by the word of the authority, and its serial stays sold', async () => {
    const rehearsal = await soldAndClosed()
    const { clock, authority } = rehearsal.simulation
    clock.set(clock.now() + 420 * dayMs)
    await authority.resign()
    const fetching = await started(rehearsal)
    await fetching.refresh()
    await fetching.close()
    const checkout = await started(rehearsal)
    await until(async () => (await checkout.sales.find({ orderId: 'A-1' })).length === 0)
    const { reasons } = checkout.verify({ gtin: '9529990000018', price: '4999.00', serial: 'RH500001' })
    expect(reasons.map(({ code }) => code)).toContain('serial_redeemed_here')
  })
})
