/** The register's session over a client that really sells. */
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { afterEach, describe, expect, it } from 'vitest'
import type { Checkout } from '../../src/client.ts'
import { skip } from '../../src/elements/basket.ts'
import type { Session } from '../../src/elements/session-state.ts'
import { createSession } from '../../src/elements/session.ts'
import { openOutboxDatabase } from '../../src/outbox/database.ts'
import { searchLimit } from '../../src/outbox/sales.ts'
import { sampleRules } from '../../src/testing/authority.ts'
import { wordsFor } from '../../src/elements/words.ts'
import { magicItems } from '../../src/testing/magic.ts'
import { person } from '../support/buyers.ts'
import { pay, quoteOne, rehearse, until } from '../till/till.ts'

const opened: (Checkout | Session)[] = []
afterEach(async () => {
  for (const each of opened.splice(0).reverse()) await each.close()
})

function register(checkout: Checkout): Session {
  let orders = 0
  const newOrderId = (): string => `R-${orders++}`
  const session = createSession({
    checkout,
    newOrderId,
    locale: () => 'en',
    cashier: () => null,
    onChange: () => undefined,
  })
  opened.push(session)
  return session
}

describe('a receipt that is scanned', () => {
  it('opens its sale however many were made since, by the till’s own code and by the platform’s', async () => {
    const indexedDb = { factory: new IDBFactory(), keyRange: IDBKeyRange }
    const { checkout, simulation } = await rehearse({ indexedDb })
    opened.push(checkout)
    const quote = await quoteOne(checkout)
    const id = quote.buyer!.sale
    simulation.network.cut()
    await checkout.sell(quote, { orderId: 'A-1', ...pay(quote) })
    const early = await checkout.receipt(id)
    simulation.network.restore()
    await checkout.sync()
    const late = await checkout.receipt(id)
    expect(new Set([early.code, late.code, null]).size).toBe(3)

    const { environment, store, till } = simulation.options
    const db = await openOutboxDatabase(`tradein-outbox:${environment}:${store.id}:${till}`, indexedDb)
    const row = (await db.read(['sales'], ({ sales }) => sales.get(id)))!
    const since = Array.from({ length: searchLimit }, (_, i) => ({
      ...row,
      id: `n${i}`,
      orderId: `n${i}`,
      receipt: `n${i}`,
      atMs: row.atMs + 1 + i,
    }))
    const rows = since.map((each) => ({ ...each, countersignature: null }))
    await db.write(['sales'], ({ sales }) => sales.bulkAdd(rows))
    db.close()

    for (const code of [early.code!, late.code!]) {
      const session = register(checkout)
      session.accept(code, 'scanner')
      await until(() => session.state.stage === 'done')
      expect(session.state).toMatchObject({ sale: { id, orderId: 'A-1' }, notice: null })
    }
  })

  it('of a sale that is not this till’s is said to be unknown', async () => {
    const { checkout } = await rehearse()
    const other = await rehearse()
    opened.push(checkout, other.checkout)
    const quote = await quoteOne(other.checkout)
    await other.checkout.sell(quote, { orderId: 'A-1', ...pay(quote) })
    const own = await quoteOne(checkout)
    await checkout.sell(own, { orderId: 'A-1', ...pay(own) })
    const session = register(checkout)
    // Its place in the chain is taken by a sale of this till's own.
    session.accept((await other.checkout.receipt(quote.buyer!.sale)).code!, 'scanner')
    await until(() => session.state.notice !== null)
    expect(session.state).toMatchObject({ stage: 'basket', sale: null, notice: { code: 'receipt_unknown' } })
  })
})

describe('a sale that is paid', () => {
  it('is recorded with all that was due, tender by tender, as the screen showed it', async () => {
    const { checkout } = await rehearse({ ruleSets: [{ ...sampleRules, deduction: 'payment' }] })
    opened.push(checkout)
    const { buyer, cart } = await quoteOne(checkout)
    const quote = checkout.quote({ buyer, lines: cart.lines.map((line) => ({ ...line, oldUnit: '300.00' })) })
    await checkout.reserve(quote, { orderId: 'A-1' })
    const session = register(checkout)
    await session.open(buyer!.sale)
    expect(session.state).toMatchObject({
      stage: 'reserved',
      sale: { charge: { send: '4699.00', buyer: '3699.20', coupon: '999.80', old_unit: '300.00' } },
    })
    await session.paid()
    expect(session.state).toMatchObject({
      stage: 'done',
      notice: { tone: 'good', code: 'confirmed' },
      sale: {
        payments: [
          { method: 'buyer', amount: '3699.20' },
          { method: 'coupon', amount: '999.80' },
          { method: 'old_unit', amount: '300.00' },
        ],
      },
    })
  })

  it('with other payments than those due stays reserved, and the cashier sees both', async () => {
    const { checkout } = await rehearse()
    opened.push(checkout)
    const quote = await quoteOne(checkout)
    await checkout.reserve(quote, { orderId: 'A-1' })
    const payments = [{ method: 'cash', amount: '1.00', reference: null }]
    const session = register({ ...checkout, commit: (sale) => checkout.commit(sale, { payments }) })
    await session.open(quote.buyer!.sale)
    await session.paid()
    expect(session.state).toMatchObject({
      stage: 'reserved',
      notice: {
        tone: 'bad',
        code: 'differs',
        difference: { expected: { buyer: '3999.20' }, received: { buyer: '1.00' } },
      },
    })
  })
})

describe('a sale that is opened', () => {
  it('leaves no goods of the basket before beside it', async () => {
    const { checkout } = await rehearse()
    opened.push(checkout)
    const quote = await quoteOne(checkout)
    await checkout.reserve(quote, { orderId: 'A-1' })
    const session = register(checkout)
    session.accept(magicItems.grade_2.barcode, 'scanner')
    await session.open(quote.buyer!.sale)
    expect(session.state).toMatchObject({ stage: 'reserved', basket: { lines: [] } })
  })

  it('of the basket in hand keeps its goods', async () => {
    const { checkout } = await rehearse()
    opened.push(checkout)
    const session = register(checkout)
    for (const entry of [magicItems.grade_1.barcode, '4999', 'RH300000']) session.accept(entry)
    await session.identify(person)
    await session.reserve()
    await session.open(session.state.sale!.id)
    expect(session.state.basket.lines).toHaveLength(1)
  })
})

describe('an item whose barcode is on no list', () => {
  it('gets the model that is typed for it, and is judged by both', async () => {
    const { checkout } = await rehearse()
    opened.push(checkout)
    const session = register(checkout)
    const [listing] = checkout.listings({ gtin: magicItems.grade_1.barcode })
    session.accept('6901234567892', 'scanner')
    for (const locale of ['en', 'zh-CN']) expect(wordsFor(locale).till.askHint.price).toContain('Esc')
    session.edit(skip)
    session.accept(listing!.model)
    session.choose(session.state.hits[0]!.listing)
    const { basket } = session.state
    expect(basket).toMatchObject({ ask: { kind: 'price' } })
    expect(basket.lines.map(({ item }) => item)).toEqual([
      { gtin: '06901234567892', model: listing!.model, brand: listing!.brand },
    ])
  })

  it('that has its price is left as it is', async () => {
    const { checkout } = await rehearse()
    opened.push(checkout)
    const session = register(checkout)
    for (const entry of ['6901234567892', '4999', 'RH300001', 'RH-100G1']) session.accept(entry)
    session.choose(session.state.hits[0]!.listing)
    expect(session.state.basket.lines).toHaveLength(2)
  })
})

describe('a basket with goods of two schemes', () => {
  it('is reserved for one, and says of the other in both languages to sell it separately', async () => {
    const { grade_1: fridge, category_not_covered: fan } = magicItems
    const categories = sampleRules.categories.slice(0, 1).map((rule) => ({ ...rule, code: 'electric_fan' }))
    const fans = { ...sampleRules, id: 'fans', scheme: 'fans', categories, groups: sampleRules.groups.slice(0, 1) }
    const { checkout } = await rehearse({ ruleSets: [sampleRules, fans] })
    opened.push(checkout)
    const session = register(checkout)
    for (const { barcode } of [fridge, fan]) session.accept(barcode, 'scanner')
    session.edit((basket) => ({
      ...basket,
      lines: basket.lines.map((line, i) => ({ ...line, price: '2999.00', serials: [`RH20000${i}`] })),
    }))
    await session.identify(person)
    const found = session.state.quote?.lines[1]?.verdict?.reasons.find(({ code }) => code === 'other_scheme')
    expect(found?.action).toBe('sell_separately')
    for (const [locale, text] of [
      ['en', 'Sell it in a sale of its own; here it goes at full price'],
      ['zh-CN', '请另开一单销售；在本单按原价结算'],
    ] as const)
      expect(wordsFor(locale).action('sell_separately')).toBe(text)
    await session.reserve()
    expect(session.state).toMatchObject({ stage: 'reserved', sale: { quote: { subsidy: '599.80' } } })
  })
})
