/** A rehearsed till: the simulator with a database of its own, enrolled and ready. */
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { onTestFinished } from 'vitest'
import { createCheckout } from '../../src/checkout.ts'
import type { BuyerQuote, Checkout, CheckoutOptions } from '../../src/client.ts'
import type { Payment } from '../../src/record/record.ts'
import type { Quote } from '../../src/subsidy/quote.ts'
import { createSimulation, type Simulation, type SimulationOptions } from '../../src/testing/simulation.ts'
import { magicItems } from '../../src/testing/magic.ts'
// What a till fetches late is at hand here: a staged clock does not wait for files.
import '../../src/core/jose.ts'
import '../../src/outbox/open-reservations.ts'
import '../../src/outbox/recovery.ts'
import '../../src/outbox/retention.ts'
import '../../src/receipt/sale-receipt.ts'
import '../../src/record/endpoints.ts'
import '../../src/record/sealing.ts'
import '../../src/release/gather.ts'
import '../../src/scan/read-gs1.ts'
import '../../src/scheme/entitlement.ts'
import '../../src/sync/platform-client.ts'
import '../../src/sync/sync.ts'
import '../../src/sync/training-client.ts'
import '../../src/till/bookkeeping.ts'
import '../../src/till/enrol.ts'
import '../../src/till/find-sales.ts'
import '../../src/till/selling.ts'
import '../../src/till/stock.ts'
import '../../src/trust/workflow.ts'
import { person } from '../support/buyers.ts'

export interface Rehearsal {
  readonly simulation: Simulation
  readonly checkout: Checkout
  /** Another tab of the same till, or the same till after a reload. */
  readonly open: (options?: Partial<CheckoutOptions>) => Promise<Checkout>
}

export async function rehearse(
  options: SimulationOptions = {},
  change: Partial<CheckoutOptions> = {},
): Promise<Rehearsal> {
  const indexedDb = options.indexedDb ?? { factory: new IDBFactory(), keyRange: IDBKeyRange }
  const simulation = await createSimulation({ indexedDb, ...options })
  const open = async (more: Partial<CheckoutOptions> = {}): Promise<Checkout> => {
    const checkout = await createCheckout({
      ...simulation.options,
      ports: simulation.device.openTab(),
      ...change,
      ...more,
    })
    await checkout.ready()
    return checkout
  }
  const checkout = await open()
  const outcome = await checkout.enrol(simulation.code)
  if (outcome.status !== 'enrolled') throw outcome.error
  await until(() => checkout.status.unsent === 0)
  return { simulation, checkout, open }
}

/** As {@link rehearse}; what is opened is closed when the test is over. */
export async function till(...args: Parameters<typeof rehearse>): Promise<Rehearsal> {
  const rehearsal = await rehearse(...args)
  onTestFinished(() => rehearsal.checkout.close())
  const open: Rehearsal['open'] = async (options) => {
    const checkout = await rehearsal.open(options)
    onTestFinished(() => checkout.close())
    return checkout
  }
  return { ...rehearsal, open }
}

export interface QuoteChange {
  readonly item?: keyof typeof magicItems
  readonly serial?: string
  readonly price?: string
  readonly idNumber?: string
}
let serials = 0

/** A quote of one rehearsal refrigerator for a buyer of its own. */
export async function quoteOne(checkout: Checkout, change: QuoteChange = {}): Promise<BuyerQuote> {
  const { item = 'grade_1', serial = `RH${String(100000 + serials++)}`, idNumber: id = person.idNumber } = change
  const { barcode, price } = magicItems[item]
  const buyer = await checkout.buyer({ ...person, idNumber: id })
  return checkout.quote({ buyer, lines: [{ id: 'L1', item: { gtin: barcode, price: change.price ?? price, serial } }] })
}

/** The payment that a quote asks for. */
export function pay(quote: Quote): { readonly payments: readonly Payment[] } {
  return { payments: [{ method: 'cash', amount: quote.payable, reference: null }] }
}

/** Real time that the page has for each step of the staged clock, at least. */
const stepMs = 10
/** Longest that the page may work, of real time: its signing runs in another thread, whatever the load. */
const patienceMs = 20_000

/** Lets the page work until `isSo`, with the staged clock standing still. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  const startMs = performance.now()
  while (performance.now() - startMs < patienceMs) {
    if (await isSo()) return
    await turn()
  }
  throw new Error('it did not come to that')
}

/** Lets time pass in small steps, with the page at work in between, until `isSo`; fails when it is not so within `ms`. */
export async function within({ clock }: Simulation, ms: number, isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (let passed = 0; passed < ms; passed += 250) {
    const startMs = performance.now()
    for (let i = 0; i < 400 || performance.now() - startMs < stepMs; i++) {
      if (await isSo()) return
      await turn()
    }
    await clock.advance(250)
  }
  await until(isSo)
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
