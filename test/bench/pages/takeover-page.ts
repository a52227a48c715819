/** The page side of the takeover's benchmark: a till on real storage and real locks, whose platform is behind its own server. */
import { createCheckout } from '../../../src/checkout.ts'
import type { Checkout, CheckoutOptions } from '../../../src/client.ts'
import { magicItems } from '../../../src/testing/magic.ts'
import { idNumberOf } from '../../support/buyers.ts'

let checkout: Checkout

/** @param tab under which the server knows this one */
async function open(
  options: Pick<CheckoutOptions, 'environment' | 'platform' | 'root' | 'store' | 'till'>,
  tab: string,
): Promise<void> {
  checkout = await createCheckout({
    ...options,
    answerTimeoutMs: 1,
    ports: { fetch: (url, init) => fetch(`/carry?tab=${tab}&url=${encodeURIComponent(url)}`, init) },
  })
  await checkout.ready()
}

async function enrol(code: string): Promise<void> {
  await checkout.enrol(code)
  await checkout.sync()
}

/** Sells at once, one after the other, without waiting for what the platform says. */
async function sell(count: number): Promise<void> {
  const { barcode, price } = magicItems.grade_1
  for (let i = 0; i < count; i++) {
    const buyer = await checkout.buyer({ name: '张三', phone: '13800000000', idNumber: idNumberOf(i) })
    const item = { gtin: barcode, price, serial: `RH${String(100000 + i)}` }
    await checkout.reserve(checkout.quote({ buyer, lines: [{ id: 'L1', item }] }), { orderId: `O-${String(i)}` })
  }
}

/** What the benchmark calls by name. */
export interface TakeoverBench {
  readonly open: typeof open
  readonly enrol: typeof enrol
  readonly sell: typeof sell
}
;(globalThis as { bench?: TakeoverBench }).bench = { open, enrol, sell }
