import 'fake-indexeddb/auto'
import { describe, expect, it } from 'vitest'
import { isCheckoutError } from '../src/core/errors.ts'
import type { Clock } from '../src/core/ports.ts'
import type { Brand, Listing } from '../src/catalog/listing.ts'
import { createShop, type Shop } from '../src/shop.ts'
import type { Cart, Line } from '../src/subsidy/quote.ts'
import { noFacts } from '../src/subsidy/sale-scheme.ts'
import { preview } from '../src/subsidy/preview.ts'
import { magicItems } from '../src/testing/magic.ts'
import { sampleRules } from '../src/testing/authority.ts'
import { createSimulation, simulatorAddresses, type Simulation } from '../src/testing/simulation.ts'
import { listing } from './support/array-catalog.ts'
import { seededRandom } from './support/random.ts'
import { shippedRuleSet } from './support/rule-sets.ts'

async function shopOf(
  simulation: Simulation,
  now: Pick<Clock, 'now'> = simulation.clock,
): Promise<{ readonly shop: Shop; readonly asked: string[] }> {
  const asked: string[] = []
  const { options, clock } = simulation
  const shop = createShop({
    repository: simulatorAddresses.repository,
    root: options.root,
    region: '140100',
    channel: 'store',
    clock: now,
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

  it.each<readonly [string, () => number]>([
    [
      'throws',
      () => {
        throw new TypeError('no clock')
      },
    ],
    ['says no number', () => Number.NaN],
    ['says what no calendar has', () => 9e15],
  ])('names the clock of a host that %s, at every call', async (_what, now) => {
    const simulation = await createSimulation()
    let isBroken = false
    const clock = { now: () => (isBroken ? now() : simulation.clock.now()) }
    const { shop } = await shopOf(simulation, clock)
    await shop.refresh()
    isBroken = true
    const named = { code: 'OPTIONS_INVALID', field: 'options.clock' }
    await expect(shop.refresh()).rejects.toMatchObject(named)
    const { barcode, price } = magicItems.grade_1
    await expect(shop.preview({ lines: [{ id: 'a', item: { gtin: barcode, price } }] })).rejects.toMatchObject(named)
    expect(() => shop.freshness).toThrow(expect.objectContaining(named))
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

  it('is not taken back to an older release by a mirror between two refreshes', async () => {
    const simulation = await createSimulation()
    const { options, clock, network } = simulation
    let replayed: ArrayBuffer | null = null
    let old: ArrayBuffer | null = null
    const shop = createShop({
      repository: simulatorAddresses.repository,
      root: options.root,
      region: '140100',
      channel: 'store',
      clock,
      timers: clock.timers,
      fetch: async (url, init) => {
        const answer = await network.fetch(url, init)
        if (!url.endsWith('/timestamp.json')) return answer
        if (replayed) return new Response(replayed)
        old ??= await answer.clone().arrayBuffer()
        return answer
      },
    })
    await shop.refresh()
    const first = shop.issued
    await clock.advance(3_600_000)
    await simulation.authority.resign()
    await shop.refresh()
    const second = shop.issued
    expect(second).not.toBe(first)
    replayed = old
    await expect(shop.refresh()).rejects.toMatchObject({ code: 'METADATA_ROLLBACK' })
    expect(shop.issued).toBe(second)
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

const brand = (id: string, names: readonly string[], prefixes: readonly string[]): Brand => ({
  id,
  names,
  prefixes,
  serialRules: [],
})
const brands = [
  brand('haiyun', ['海云', 'Haiyun'], ['6901234']),
  // Two names of one house share a prefix.
  brand('yunling', ['云岭', 'Yunling'], ['6901234', '6905555']),
  brand('beichen', ['北辰', 'Beichen'], ['6907777']),
  brand('xiling', ['西岭', 'Xiling'], ['6908888']),
  brand('nanfeng', ['南风', 'Nanfeng'], []),
]
/** The last one is registered to nobody, and anybody's. */
const prefixOf: Readonly<Record<string, readonly string[]>> = {
  haiyun: ['6901234', '6909999'],
  yunling: ['6901234', '6905555', '6909999'],
  beichen: ['6907777'],
  xiling: ['6908888', '6909999'],
  nanfeng: ['6909999'],
}
const isSmall = (id: string): boolean => id === 'beichen' || id === 'xiling'
function barcode(prefix: string, number: number): string {
  const digits = `0${prefix}${String(number).padStart(5, '0')}`
  const sum = Array.from(digits).reduce((total, digit, i) => total + Number(digit) * (i % 2 === 0 ? 3 : 1), 0)
  return `${digits}${(10 - (sum % 10)) % 10}`
}
const categories = sampleRules.categories.map(({ code }) => code)

/** Models that several brands have, with wildcards among them; barcodes that several of a brand's models share. */
function randomListings(seed: number): Listing[] {
  const random = seededRandom(seed)
  const made = new Map<string, Listing>()
  for (const { id } of brands)
    for (let i = 0; i < (isSmall(id) ? 25 : 110); i++) {
      const model = `KF${random.pick(['-', ' '])}${random.below(40)}${random.pick(['', 'A', 'B', '*', '#'])}`
      const gtin = random.chance(0.4) ? barcode(random.pick(prefixOf[id]!), random.below(60)) : null
      const category = random.pick(categories)
      const filedPrice = random.pick(['1000.00', '2000.00'])
      made.set(`${id}|${model}|${gtin ?? ''}`, listing(model, category, { brand: id, gtin, filedPrice }))
    }
  return [...made.values()]
}

function randomLine(seed: number, id: string, listings: readonly Listing[]): Line {
  const random = seededRandom(seed)
  const meant = random.pick(listings)
  const names = brands.find((each) => each.id === meant.brand)!.names
  if (random.chance(0.5)) {
    const { gtin, model } = meant
    const named = { brand: random.pick(names), model }
    return { id, item: { ...(gtin === null || random.chance(0.5) ? named : { gtin }), price: '900.00' } }
  }
  const brandText = random.pick([
    meant.brand,
    ...names,
    ` ${names[1]!.toUpperCase()} `,
    names[1]!.toLowerCase(),
    names[1]!.normalize('NFKC').replace(/[!-~]/g, (each) => String.fromCharCode(each.charCodeAt(0) + 0xfee0)),
    'Nobody',
    // With a Cyrillic у.
    'Haiуun',
    random.pick(brands).names[0]!,
  ])
  const modelText = random.pick([
    meant.model.replace(/[*#]/, 'B'),
    meant.model.replace(/[*#]/, 'B').toLowerCase(),
    ` ${meant.model.replace('-', ' ')} `,
    // With a Cyrillic К.
    meant.model.replace('K', 'К'),
    `KF-${random.below(50)}`,
    `KF-${random.below(50)}B`,
  ])
  const gtin = meant.gtin ?? barcode(random.pick(['6901234', '6907777', '6908888', '6909999']), random.below(60))
  const item = {
    ...(random.chance(0.5) && { gtin }),
    ...(random.chance(0.6) && { model: modelText }),
    ...(random.chance(0.6) && { brand: brandText }),
    price: random.pick(['900.00', '1000.01', '1999.00']),
  }
  return { id, item, ...(random.chance(0.1) && { other: true }) }
}

describe('what a page keeps of a release', () => {
  const seed = 1210
  const listings = randomListings(seed)
  const carts = Array.from({ length: 400 }, (_, i): Cart => {
    const lines = 1 + (i % 3)
    return {
      lines: Array.from({ length: lines }, (_each, line) => randomLine(seed + 7 * i + line, String(line), listings)),
    }
  })

  const meant = listing('BCD-500', 'refrigerator', { brand: 'haiyun' })
  const withMeant = [...listings, meant]

  it(`never changes a verdict: whatever was loaded before, it is a full till's (seed ${seed})`, async () => {
    const simulation = await createSimulation({ listings, brands })
    const whole = simulation.authority.release()
    const setting = { at: '2026-03-06T02:00:00Z', region: '140100', channel: 'store' } as const
    let parts = 0
    for (let first = 0, many = 1; first < carts.length; first += many, many = (many % 4) + 1) {
      // Short visits: the later carts of a long one find everything loaded.
      const { shop, asked } = await shopOf(simulation)
      await shop.refresh()
      for (const cart of carts.slice(first, first + many)) {
        const expected = preview(cart, { release: whole, facts: noFacts, setting })
        expect(await shop.preview(cart), JSON.stringify(cart)).toEqual(expected)
      }
      if (new Set(asked.filter((url) => url.includes('.seg'))).size < 4) parts++
    }
    // Else this would only show that everything is everything.
    expect(parts).toBeGreaterThan(10)
  })

  it('loads what a brand is asked for in any script, and nothing else', async () => {
    const simulation = await createSimulation({ listings: withMeant, brands })
    for (const name of ['haiyun', '海云', ' HAIYUN ', 'ｈａｉｙｕｎ']) {
      const { shop, asked } = await shopOf(simulation)
      await shop.refresh()
      const item = { brand: name, model: meant.model, price: '900.00' }
      const { lines } = await shop.preview({ lines: [{ id: 'a', item }] })
      expect(lines[0]?.verdict?.listing, name).toMatchObject({ brand: 'haiyun', model: meant.model })
      expect(asked.filter((url) => url.includes('.seg')).every((url) => url.includes('/haiyun/'))).toBe(true)
    }
  })

  it('names what a disguised model and a disguised brand imitate, as a till does', async () => {
    const { shop } = await shopOf(await createSimulation({ listings: withMeant, brands }))
    await shop.refresh()
    const line = { id: 'a', item: { brand: 'hаiyun', model: 'BCD-5O0', price: '900.00' } }
    const { lines } = await shop.preview({ lines: [line] })
    expect(lines[0]?.verdict?.reasons.map(({ code, expected }) => [code, expected])).toEqual([
      ['model_lookalike', meant.model],
      ['brand_mismatch', '海云'],
    ])
  })

  it('says undetermined, not unlisted, of what it cannot load, and looks again at the next call', async () => {
    const simulation = await createSimulation({ listings, brands })
    const { shop } = await shopOf(simulation)
    await shop.refresh()
    const item = { brand: 'haiyun', model: 'ZZ-4711', price: '900.00' }
    const cart = { lines: [{ id: 'a', item }] }
    simulation.network.fault({ match: '/models/beichen', fault: { kind: 'status', status: 503 } })
    simulation.network.fault({ match: '/models/_small', fault: { kind: 'status', status: 503 } })
    expect((await shop.preview(cart)).lines[0]?.verdict).toMatchObject({
      status: 'undetermined',
      listing: null,
      reasons: [{ code: 'catalog_missing', action: 'go_online' }],
    })
    simulation.network.clearFaults()
    expect((await shop.preview(cart)).lines[0]?.verdict).toMatchObject({ status: 'ineligible' })
  })

  it('holds on to the release that a question began with', async () => {
    const simulation = await createSimulation({ listings: withMeant, brands })
    const { shop } = await shopOf(simulation)
    await shop.refresh()
    const cart = { lines: [{ id: 'a', item: { brand: 'haiyun', model: meant.model, price: '900.00' } }] }
    await simulation.authority.publish({ listings })
    const [before] = await Promise.all([shop.preview(cart), shop.refresh()])
    expect(before.lines[0]?.verdict?.listing).toMatchObject({ model: meant.model })
    expect((await shop.preview(cart)).lines[0]?.verdict?.listing ?? null).not.toMatchObject({ model: meant.model })
  })
})
