/** A platform that answered records and has them no more, as one that was put back to a backup. */
import { describe, expect, it } from 'vitest'
import { decodeRecord } from '../../src/record/jws.ts'
import { endpoints } from '../../src/record/endpoints.ts'
import { mediaTypes } from '../../src/record/protocol.ts'
import { saleOf } from '../../src/record/record.ts'
import { simulatorAddresses, type Simulation } from '../../src/testing/simulation.ts'
import { idNumberOf } from '../support/buyers.ts'
import { pay, quoteOne, till, until, within } from './till.ts'
import type { Checkout } from '../../src/client.ts'

let buyers = 0
async function sell(checkout: Checkout, orderId: string): Promise<string> {
  const quote = await quoteOne(checkout, { idNumber: idNumberOf(buyers++) })
  return (await checkout.sell(quote, { orderId, ...pay(quote) })).status
}

/** Answers every record and keeps none, until it is told to; how many it had. */
function forgetful({ network, platform, clock }: Simulation) {
  const state = { forgets: true, had: 0 }
  const { address } = endpoints.records
  network.serve(`${simulatorAddresses.api}${address}`, async (request) => {
    if (!state.forgets) return platform.handle(address, request)
    state.had++
    const record = decodeRecord(await request.text())
    const serverTime = new Date(clock.now()).toISOString().replace('.000', '')
    const answer = {
      record: record.id,
      sale: saleOf(record),
      standing: 'confirmed',
      reasons: [],
      countersignature: null,
    }
    return new Response(JSON.stringify({ ...answer, serverTime }), { headers: { 'content-type': mediaTypes.answer } })
  })
  return state
}

describe('what a platform answered and lost', () => {
  it('is sent to it again at the next start, and sales behind it are confirmed', async () => {
    const { checkout, simulation, open } = await till()
    const state = forgetful(simulation)
    expect(await sell(checkout, 'A-1')).toBe('confirmed')
    await until(() => checkout.status.unsent === 0)
    await checkout.close()
    state.forgets = false
    const again = await open()
    await within(simulation, 60_000, () => simulation.platform.store.sales().length === 1)
    await until(() => again.status.unsent === 0)
    expect(await sell(again, 'A-2')).toBe('confirmed')
    const { store, faults } = simulation.platform
    expect(store.sales().map(({ state, standing }) => [state, standing])).toEqual(
      Array(2).fill(['committed', 'confirmed']),
    )
    expect(store.records().every(({ linked, notes }) => linked && notes.length === 0)).toBe(true)
    expect(faults).toEqual([])
  })

  it('is sent to one that never keeps it once a page, and no more', async () => {
    const { checkout, simulation, open } = await till()
    const state = forgetful(simulation)
    expect(await sell(checkout, 'A-1')).toBe('confirmed')
    await until(() => checkout.status.unsent === 0)
    await checkout.close()
    const again = await open()
    await within(simulation, 60_000, () => state.had >= 4 && again.status.unsent === 0)
    const { had } = state
    for (let i = 0; i < 3; i++) {
      await again.outbox.resend()
      await until(async () => (await again.sync()).status === 'drained')
    }
    expect(state.had).toBe(had)
  })
})
