import 'fake-indexeddb/auto'
import { describe, expect, it } from 'vitest'
import { isCheckoutError } from '../src/core/errors.ts'
import { createShop, type Shop } from '../src/shop.ts'
import { magicItems } from '../src/testing/magic.ts'
import { createSimulation, simulatorAddresses, type Simulation } from '../src/testing/simulation.ts'
import { shippedRuleSet } from './support/rule-sets.ts'

async function shopOf(simulation: Simulation): Promise<{ readonly shop: Shop; readonly asked: string[] }> {
  const asked: string[] = []
  const { options, clock } = simulation
  const shop = createShop({
    repository: simulatorAddresses.repository,
    root: options.root,
    region: '140100',
    channel: 'store',
    clock,
    timers: clock.timers,
    fetch: (url, init) => {
      asked.push(url)
      return simulation.network.fetch(url, init)
    },
  })
  return { shop, asked }
}

describe('a shop page', () => {
  it('shows the price after subsidy by the same rules, before there is a buyer or a serial', async () => {
    const { shop } = await shopOf(await createSimulation())
    await shop.refresh()
    const { barcode, price } = magicItems.grade_1
    const { lines, subsidy, payable, quotas } = await shop.preview({
      lines: [{ id: 'a', item: { gtin: barcode, price } }],
    })
    expect(lines[0]?.verdict?.status).toBe('eligible')
    expect({ subsidy, payable }).toEqual({ subsidy: '999.80', payable: '3999.20' })
    expect(quotas).toMatchObject([{ inCart: 1, left: 0 }])
  })

  it("fetches the listings of the cart's brands, and those once", async () => {
    const { shop, asked } = await shopOf(await createSimulation())
    await shop.refresh()
    expect(asked.some((url) => url.includes('.seg'))).toBe(false)
    const cart = { lines: [{ id: 'a', item: { gtin: magicItems.grade_1.barcode, price: '4999.00' } }] }
    await shop.preview(cart)
    const first = asked.length
    await shop.preview(cart)
    expect(asked.length).toBe(first)
  })

  it('stands on the ladder of a rule set only while that holds, as a till does', async () => {
    const sample = shippedRuleSet('sample')
    const freshness = { ...sample.freshness, warnHours: 1, refuseHours: 2 }
    for (const [paused, expected] of [
      [false, 'refuse'],
      [true, 'fresh'],
    ] as const) {
      const simulation = await createSimulation({ ruleSets: [{ ...sample, freshness, paused }] })
      const { shop } = await shopOf(simulation)
      await shop.refresh()
      await simulation.clock.advance(3 * 3_600_000)
      expect(shop.freshness).toBe(expected)
    }
  })

  it('gives up a download that falls silent', async () => {
    const simulation = await createSimulation()
    const { shop, asked } = await shopOf(simulation)
    simulation.network.fault({ match: '/repository/', fault: { kind: 'hanging' } })
    const refreshed = shop.refresh()
    const refused = expect(refreshed).rejects.toMatchObject({ code: 'TRANSPORT_FAILED' })
    while (asked.length === 0) await new Promise((resolve) => setImmediate(resolve))
    await simulation.clock.advance(60_000)
    await refused
  })

  it('shows nothing from a repository that the pinned root does not sign', async () => {
    const [ours, theirs] = [await createSimulation(), await createSimulation({ seed: 2 })]
    const shop = createShop({
      repository: simulatorAddresses.repository,
      root: ours.options.root,
      region: '140100',
      channel: 'store',
      clock: theirs.clock,
      fetch: (url, init) => theirs.network.fetch(url, init),
    })
    const error: unknown = await shop.refresh().then(
      () => null,
      (thrown: unknown) => thrown,
    )
    expect(isCheckoutError(error) && error.code).toMatch(/^METADATA_/)
    await expect(shop.preview({ lines: [{ id: 'a', item: { model: 'X', price: '1.00' } }] })).rejects.toMatchObject({
      code: 'CATALOG_MISSING',
    })
  })
})
