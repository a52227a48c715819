import 'fake-indexeddb/auto'
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { afterEach, describe, expect, it } from 'vitest'
import { createCheckout } from '../../src/checkout.ts'
import type { Checkout } from '../../src/client.ts'
import type { Sale } from '../../src/outbox/sale.ts'
import { turn } from '../../src/testing/clock.ts'
import { magicAmounts, magicItems, type MagicItem } from '../../src/testing/magic.ts'
import { createSimulation, type Simulation } from '../../src/testing/simulation.ts'
import { idNumberOf } from '../support/buyers.ts'

const opened: Checkout[] = []
afterEach(async () => {
  for (const checkout of opened.splice(0)) await checkout.close()
})

async function start(): Promise<{ simulation: Simulation; checkout: Checkout }> {
  const simulation = await createSimulation({ indexedDb: { factory: new IDBFactory(), keyRange: IDBKeyRange } })
  const checkout = await createCheckout(simulation.options)
  opened.push(checkout)
  await checkout.ready()
  await checkout.enrol(simulation.code)
  return { simulation, checkout }
}

const itemOf = ({ barcode, price }: MagicItem, serial: string) => ({ gtin: barcode, price, serial })

describe('the simulation', () => {
  it('gives each magic barcode its verdict', async () => {
    const { checkout } = await start()
    for (const [name, magic] of Object.entries(magicItems)) {
      const verdict = checkout.verify({ ...itemOf(magic, 'RH000001') })
      expect([name, verdict.status], name).toEqual([name, magic.status])
      const codes = verdict.reasons.map(({ code }) => code)
      expect(codes, name).toEqual(magic.reason === null ? [] : expect.arrayContaining([magic.reason]))
    }
  })

  it('takes a sale from the scan to the receipt, each record once', async () => {
    const { simulation, checkout } = await start()
    const outcome = await sell(checkout, magicItems.grade_1, '4999.00', 1)
    expect(outcome).toMatchObject({ status: 'confirmed', sale: { standing: 'confirmed', state: 'committed' } })
    expect((await checkout.receipt((await saleOf(checkout, outcome)).id)).code).toMatch(/^TI1:/)
    expect(kinds(simulation)).toEqual(['epoch', 'reserve', 'commit'])
    expect(simulation.platform.faults).toEqual([])
  })

  it('sells with the line cut, and delivers by itself when it is back', async () => {
    const { simulation, checkout } = await start()
    simulation.network.cut()
    const outcome = await sell(checkout, magicItems.grade_1, '4999.00', 1)
    expect(outcome.status).toBe('provisional')
    expect(kinds(simulation)).not.toContain('reserve')
    simulation.network.restore()
    await until(simulation, () => Promise.resolve(kinds(simulation).length === 3))
    expect(kinds(simulation)).toEqual(['epoch', 'reserve', 'commit'])
    expect((await saleOf(checkout, outcome)).standing).toBe('confirmed')
  })

  it('gives each magic amount its answer', async () => {
    const { simulation, checkout } = await start()
    let buyer = 0
    for (const [fen, magic] of Object.entries(magicAmounts)) {
      buyer += 1
      const reserving = sell(checkout, magicItems.ungraded, `1990.${fen}`, buyer)
      // What gets no answer waits for it by the staged clock; the rest has it with the clock standing still.
      const isAnswered = magic.kind !== 'status' && magic.kind !== 'answer_lost'
      const outcome = await (isAnswered ? reserving : whilePassing(simulation, reserving))
      if (magic.kind === 'refused') expect([fen, outcome.status]).toEqual([fen, 'refused'])
      if (magic.kind === 'refused_later') {
        expect([fen, outcome.status]).toEqual([fen, 'confirmed'])
        expect(await simulation.platform.settleLater()).toBe(1)
        await checkout.sync()
      }
      const standing = {
        refused: 'refused',
        review: 'review',
        refused_later: 'refused',
        status: 'confirmed',
        answer_lost: 'confirmed',
      }[magic.kind]
      await until(simulation, async () => (await saleOf(checkout, outcome)).standing === standing)
      if ('reason' in magic) expect((await saleOf(checkout, outcome)).reasons).toEqual([magic.reason])
    }
    expect(simulation.platform.faults).toEqual([])
  })

  it('gives two tills one platform', async () => {
    const { simulation, checkout } = await start()
    const other = await createCheckout(
      simulation.till('04', { indexedDb: { factory: new IDBFactory(), keyRange: IDBKeyRange } }).options,
    )
    opened.push(other)
    await other.ready()
    await other.enrol(simulation.code)
    expect((await sell(checkout, magicItems.grade_1, '4999.00', 1, 'RH000077')).status).toBe('confirmed')
    const second = await sell(other, magicItems.grade_1, '4999.00', 2, 'RH000077')
    expect(second.status).toBe('refused')
  })
})

let orders = 0
async function sell(checkout: Checkout, item: MagicItem, price: string, person: number, serial?: string) {
  orders += 1
  const buyer = await checkout.buyer({ name: '排演', phone: '13800000000', idNumber: idNumberOf(person) })
  const quote = checkout.quote({
    buyer,
    lines: [
      { id: 'L1', item: { gtin: item.barcode, price, serial: serial ?? `RH${String(orders).padStart(6, '0')}` } },
    ],
  })
  return checkout.sell(quote, {
    orderId: `order-${orders}`,
    payments: [{ method: 'cash', amount: quote.payable, reference: null }],
  })
}

type Sold = Awaited<ReturnType<typeof sell>>

async function saleOf(checkout: Checkout, outcome: Sold): Promise<Sale> {
  const id = 'sale' in outcome ? outcome.sale?.id : undefined
  const [sale] = await checkout.sales.find({ id: id ?? '' })
  return sale!
}

function kinds(simulation: Simulation): string[] {
  return simulation.platform.store.records().map(({ kind }) => kind)
}

/** Lets what is under way in real time come to its end, then half a second of the staged clock. */
async function pass(simulation: Simulation): Promise<void> {
  for (let i = 0; i < 100; i++) await turn()
  await simulation.clock.advance(500)
}

async function whilePassing<T>(simulation: Simulation, work: Promise<T>): Promise<T> {
  const state = { done: false }
  const finish = (): void => void (state.done = true)
  work.then(finish, finish)
  while (!state.done) await pass(simulation)
  return work
}

/** Lets the staged clock run until it is so, an hour of it at most. */
async function until(simulation: Simulation, holds: () => Promise<boolean>): Promise<void> {
  for (let i = 0; i < 7200; i++) {
    if (await holds()) return
    await pass(simulation)
  }
  expect.unreachable('it did not come about within an hour')
}
