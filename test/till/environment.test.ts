/** Which repository a till takes: which rule sets of it count, and how one that is not its own is told. */
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { afterEach, describe, expect, it } from 'vitest'
import { createCheckout } from '../../src/checkout.ts'
import type { Checkout, CheckoutOptions } from '../../src/client.ts'
import { utf8ToText } from '../../src/core/bytes.ts'
import { sampleRules } from '../../src/testing/authority.ts'
import { createSimulation, type Simulation } from '../../src/testing/simulation.ts'
import { pay, quoteOne, rehearse, until, type Rehearsal } from './till.ts'

const open: Checkout[] = []
afterEach(async () => {
  for (const checkout of open.splice(0)) await checkout.close()
})

async function till(...args: Parameters<typeof rehearse>): Promise<Rehearsal> {
  const rehearsal = await rehearse(...args)
  open.push(rehearsal.checkout)
  return {
    ...rehearsal,
    open: async (options) => {
      const checkout = await rehearsal.open(options)
      open.push(checkout)
      return checkout
    },
  }
}

const world = (): Promise<Simulation> =>
  createSimulation({ indexedDb: { factory: new IDBFactory(), keyRange: IDBKeyRange } })

/** A till that was made and is not ready yet. */
async function starting(
  simulation: Simulation,
  change: Partial<CheckoutOptions> = {},
): Promise<{ readonly checkout: Checkout; readonly errors: unknown[] }> {
  const checkout = await createCheckout({ ...simulation.options, ...change })
  open.push(checkout)
  const errors: unknown[] = []
  checkout.on('error', (error) => errors.push(error))
  return { checkout, errors }
}

/** The rules of the sample as an authority's own. */
const real = { ...sampleRules, id: 'real', sample: false }
/** Would win over the real one: it began later, and gives twice as much. */
const laterSample = {
  ...sampleRules,
  id: 'later-sample',
  from: '2026-01-01T00:00:00+08:00',
  categories: sampleRules.categories.map((rule) => ({ ...rule, cap: '100.00' })),
}

describe('a sample rule set beside real ones', () => {
  for (const environment of ['production', 'sandbox'] as const)
    it(`holds neither on a ${environment} till nor at its platform, in whatever order they stand`, async () => {
      for (const ruleSets of [
        [real, laterSample],
        [laterSample, real],
      ]) {
        const { checkout, simulation } = await till({ ruleSets }, { environment })
        expect(checkout.ruleSets.map(({ id }) => id)).toEqual(['real'])
        const quote = await quoteOne(checkout)
        expect(quote.subsidy).toBe('999.80')
        expect(await checkout.sell(quote, { orderId: 'A-1', ...pay(quote) })).toMatchObject({ status: 'confirmed' })
        expect(simulation.platform.faults).toEqual([])
      }
    })
})

describe('a repository of samples alone', () => {
  it('is a sandbox, in which a sandbox till sells', async () => {
    const { checkout } = await till({ ruleSets: [sampleRules] })
    expect(checkout.ruleSets.map(({ id }) => id)).toEqual(['sample'])
  })

  it('is refused by a production till in so many words', async () => {
    const { checkout } = await starting(await world(), { environment: 'production' })
    await expect(checkout.ready()).rejects.toMatchObject({
      code: 'OPTIONS_INVALID',
      field: 'options.environment',
      expected: 'sandbox',
      received: 'production',
    })
    expect(checkout.status.catalog).toMatchObject({ listings: 0, freshness: 'missing', fault: 'OPTIONS_INVALID' })
  })

  it('does not replace the real rules of a production till', async () => {
    const { checkout, simulation } = await till({ ruleSets: [real] }, { environment: 'production' })
    await simulation.authority.publish({ ruleSets: [sampleRules] })
    expect(await checkout.refresh()).toMatchObject({ status: 'failed', error: { code: 'OPTIONS_INVALID' } })
    expect(checkout.status.catalog).toMatchObject({ freshness: 'fresh', fault: 'OPTIONS_INVALID' })
    expect(checkout.ruleSets.map(({ id }) => id)).toEqual(['real'])
    expect((await quoteOne(checkout)).subsidy).toBe('999.80')
  })
})

describe("another authority's repository", () => {
  it('is told apart from no line', async () => {
    const [ours, theirs] = [await world(), await world()]
    const { checkout, errors } = await starting(theirs, { root: ours.options.root })
    await expect(checkout.ready()).rejects.toMatchObject({ code: 'METADATA_UNSIGNED' })
    expect(errors).toMatchObject([{ code: 'METADATA_UNSIGNED' }])
    expect(checkout.status.catalog).toMatchObject({ listings: 0, fault: 'METADATA_UNSIGNED' })
    // What needs no release is still there.
    expect(await checkout.tasks()).toEqual([])

    const away = await world()
    away.network.cut()
    const offline = await starting(away)
    expect((await offline.checkout.ready()).catalog).toMatchObject({ listings: 0, fault: 'TRANSPORT_FAILED' })
  })

  it('leaves a till that has a good release selling by that', async () => {
    const { checkout, simulation, open: reopen } = await till()
    const before = checkout.status.catalog
    expect(before.fault).toBeNull()
    const theirs = await world()
    simulation.authority.files.clear()
    for (const [path, bytes] of theirs.authority.files) simulation.authority.files.set(path, bytes)
    expect(await checkout.refresh()).toMatchObject({ status: 'failed', error: { code: 'METADATA_UNSIGNED' } })
    expect(checkout.status.catalog).toEqual({ ...before, fault: 'METADATA_UNSIGNED' })
    await expect(checkout.ready()).resolves.toMatchObject({ catalog: { listings: 12 } })
    await checkout.close()

    // The line alone does not make it good again, and a restart neither.
    const restarted = await reopen()
    expect(await restarted.refresh()).toMatchObject({ error: { code: 'METADATA_UNSIGNED' } })
    simulation.network.cut()
    expect(await restarted.refresh()).toMatchObject({ status: 'failed', error: { code: 'TRANSPORT_FAILED' } })
    expect(restarted.status.catalog.fault).toBe('METADATA_UNSIGNED')
    simulation.network.restore()
    // The line is up when something went over it: a pass that began without it may yet end in vain.
    await until(async () => (await restarted.sync()).status === 'drained')
    const quote = await quoteOne(restarted)
    expect(await restarted.sell(quote, { orderId: 'A-1', ...pay(quote) })).toMatchObject({ status: 'confirmed' })
  })

  it('is told without a line too, where the stored release is of another root', async () => {
    const { checkout, simulation, open: reopen } = await till()
    await checkout.close()
    simulation.network.cut()
    const theirs = await world()
    await expect(reopen({ root: theirs.options.root })).rejects.toMatchObject({ code: 'METADATA_UNSIGNED' })
  })
})

describe('a root that is none', () => {
  it.each([
    ['no metadata', () => 'root'],
    ['other metadata', ({ authority }: Simulation) => utf8ToText(authority.files.get('metadata/timestamp.json')!)],
    [
      'a root that was altered after it was signed',
      ({ options: { root } }: Simulation) => String(root).replace('"version":1', '"version":2'),
    ],
  ])('is refused before anything is opened: %s', async (_, rootOf) => {
    const simulation = await world()
    await expect(createCheckout({ ...simulation.options, root: rootOf(simulation) })).rejects.toMatchObject({
      code: 'OPTIONS_INVALID',
      field: 'options.root',
    })
  })
})
