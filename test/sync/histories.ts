/**
 * Seeded histories of a till: sales, faults, reloads, tabs and time in any order. Afterwards all
 * faults are healed, and what must always hold is checked against the platform's own ledger.
 */
import fc from 'fast-check'
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { createCheckout } from '../../src/checkout.ts'
import type { Checkout } from '../../src/client.ts'
import { checkLinks } from '../../src/record/check-chain.ts'
import { magicItems } from '../../src/testing/magic.ts'
import type { FaultRule } from '../../src/testing/network.ts'
import { createSimulation, type Simulation } from '../../src/testing/simulation.ts'
import { openExport } from '../support/exported-outbox.ts'
import { idNumberOf, person } from '../support/buyers.ts'
import { turn, watchCryptography } from './turns.ts'

watchCryptography()

export type Step =
  | { readonly kind: 'reserve' | 'sell'; readonly tab: number; readonly order: number }
  | { readonly kind: 'commit' | 'cancel' | 'refund'; readonly tab: number; readonly order: number }
  | { readonly kind: 'cut' | 'restore' }
  | { readonly kind: 'fault'; readonly fault: FaultRule['fault']; readonly times: number }
  | { readonly kind: 'pass'; readonly ms: number }
  | { readonly kind: 'reload'; readonly tab: number }
  | { readonly kind: 'clock'; readonly byMs: number }

const tab = fc.nat(1)
const order = fc.nat(3)
const fault: fc.Arbitrary<FaultRule['fault']> = fc.oneof(
  fc.constantFrom('refused', 'answer_lost', 'duplicated', 'garbled', 'truncated').map((kind) => ({ kind })),
  fc.constantFrom(400, 404, 413, 429, 500, 502, 503).map((status) => ({ kind: 'status' as const, status })),
)
export const history: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ kind: fc.constantFrom('reserve' as const, 'sell' as const), tab, order }) },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constantFrom('commit' as const, 'cancel' as const, 'refund' as const),
        tab,
        order,
      }),
    },
    { weight: 2, arbitrary: fc.constantFrom({ kind: 'cut' as const }, { kind: 'restore' as const }) },
    {
      weight: 3,
      arbitrary: fc.record({ kind: fc.constant('fault' as const), fault, times: fc.integer({ min: 1, max: 3 }) }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ kind: fc.constant('pass' as const), ms: fc.constantFrom(100, 1_000, 5_000, 20_000) }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('reload' as const), tab }) },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant('clock' as const), byMs: fc.constantFrom(-60_000, 60_000) }),
    },
  ),
  { minLength: 1, maxLength: 14 },
)

/** Runs a history and returns what is wrong afterwards; nothing when all holds. */
export async function play(
  steps: readonly Step[],
  { locks = true }: { readonly locks?: boolean } = {},
): Promise<readonly string[]> {
  const simulation = await createSimulation({ indexedDb: { factory: new IDBFactory(), keyRange: IDBKeyRange }, locks })
  const open = async (): Promise<Checkout> => {
    const checkout = await createCheckout({ ...simulation.options, ports: simulation.device.openTab() })
    await checkout.ready()
    return checkout
  }
  const tabs = [await open(), await open()]
  await tabs[0]!.enrol(simulation.code)
  const acknowledged = new Map<string, Set<string>>()
  const running: Promise<unknown>[] = []
  for (const step of steps) {
    running.push(take(step, tabs, simulation, acknowledged, open).catch((error: unknown) => error))
    for (let turns = 0; turns < 30; turns++) await turn()
  }
  await heal(simulation, tabs, () => Promise.allSettled(running))
  const wrong = await check(tabs[0]!, simulation, acknowledged)
  await Promise.all(tabs.map((each) => each.close()))
  return wrong
}

async function take(
  step: Step,
  tabs: Checkout[],
  simulation: Simulation,
  acknowledged: Map<string, Set<string>>,
  open: () => Promise<Checkout>,
): Promise<void> {
  const { network, clock } = simulation
  switch (step.kind) {
    case 'cut': {
      network.cut()
      return
    }
    case 'restore': {
      network.restore()
      return
    }
    case 'fault':
      return void network.fault({ match: '/api/v1/records', times: step.times, fault: step.fault })
    case 'pass':
      return clock.advance(step.ms)
    case 'clock': {
      clock.set(clock.now() + step.byMs)
      return
    }
    case 'reload': {
      const old = tabs[step.tab]!
      tabs[step.tab] = await open()
      return old.close()
    }
    case 'reserve':
    case 'sell':
    case 'commit':
    case 'cancel':
    case 'refund':
      return act(step.kind, tabs[step.tab]!, step.order, acknowledged)
  }
}

async function act(
  kind: 'reserve' | 'sell' | 'commit' | 'cancel' | 'refund',
  checkout: Checkout,
  order: number,
  acknowledged: Map<string, Set<string>>,
): Promise<void> {
  const orderId = `A-${order}`
  const note = (sale: string, what: string): void =>
    void acknowledged.set(sale, (acknowledged.get(sale) ?? new Set()).add(what))
  if (kind === 'reserve' || kind === 'sell') {
    const { barcode, price } = magicItems.grade_1
    const buyer = await checkout.buyer({ ...person, idNumber: idNumberOf(order + 1) })
    const quote = checkout.quote({
      buyer,
      lines: [{ id: 'L1', item: { gtin: barcode, price, serial: `RH10000${order}` } }],
    })
    const payments = [{ method: 'cash', amount: quote.payable, reference: null }]
    const outcome =
      kind === 'sell' ? await checkout.sell(quote, { orderId, payments }) : await checkout.reserve(quote, { orderId })
    if (outcome.status === 'confirmed' || outcome.status === 'provisional') note(outcome.sale.id, 'reserve')
    return
  }
  const [sale] = await checkout.sales.find({ orderId })
  if (!sale) return
  if (kind === 'commit') {
    const { status } = await checkout.commit(sale.id, {
      payments: [{ method: 'cash', amount: sale.quote.payable, reference: null }],
    })
    if (status === 'confirmed' || status === 'provisional' || status === 'review') note(sale.id, 'commit')
  } else if (kind === 'cancel') {
    if ((await checkout.cancel(sale.id, 'history')).status === 'cancelled') note(sale.id, 'cancel')
  } else {
    const { status } = await checkout.refund(sale.id, 'all')
    if (status === 'confirmed' || status === 'provisional') note(sale.id, 'refund')
  }
}

/** The line comes back; up to five minutes pass. */
async function heal(simulation: Simulation, tabs: readonly Checkout[], settled: () => Promise<unknown>): Promise<void> {
  simulation.network.clearFaults()
  simulation.network.restore()
  const calls = { areSettled: false }
  void settled().then(() => (calls.areSettled = true))
  let calm = 0
  for (let passed = 0; passed < 300_000; passed += 1_000) {
    for (let turns = 0; turns < 60; turns++) await turn()
    const isCalm = calls.areSettled && tabs.every(({ status }) => status.unsent === 0 && !status.syncing)
    calm = isCalm ? calm + 1 : 0
    // What a tab shows may be one count behind what another has just written.
    if (calm === 2) return
    if (!isCalm) await simulation.clock.advance(1_000)
  }
}

async function check(
  checkout: Checkout,
  { platform }: Simulation,
  acknowledged: ReadonlyMap<string, ReadonlySet<string>>,
): Promise<string[]> {
  const wrong: string[] = []
  const stored = platform.store.records()
  const { records: local } = await openExport(await checkout.outbox.export(), platform.openingKey)
  const { unsent, held } = checkout.status
  if (platform.faults.length > 0) wrong.push(`the platform failed: ${String(platform.faults[0])}`)
  if (unsent !== 0) wrong.push(`${unsent} records were never sent`)
  if (new Set(stored.map(({ id }) => id)).size !== stored.length) wrong.push('a record is on the platform twice')
  const ids = new Set(stored.map(({ id }) => id))
  for (const { record, answered } of local)
    if (answered && !ids.has(record.id))
      wrong.push(`${record.kind} ${record.seq} is called answered and is not on the platform`)
  if (held === 0 && local.some(({ record }) => !ids.has(record.id)))
    wrong.push('a record is neither on the platform nor held')
  for (const [sale, whats] of acknowledged) {
    for (const what of whats) {
      const is = local.filter(
        ({ record }) => record.kind === what && (record.id === sale || ('refers' in record && record.refers === sale)),
      )
      if (is.length !== 1) wrong.push(`${what} was acknowledged and is there ${is.length} times`)
    }
  }
  const seqs = local.map(({ record }) => record.seq)
  if (seqs.some((seq, i) => seq !== i)) wrong.push(`the chain has a hole: ${seqs.join(' ')}`)
  const orders = local.flatMap(({ record }) => (record.kind === 'reserve' ? [record.orderId] : []))
  if (new Set(orders).size !== orders.length) wrong.push('an order became two sales')
  const [broken] = checkLinks(local)
  if (broken) wrong.push(`the chain is broken at ${broken.index}: ${broken.code}`)
  for (const sale of await checkout.sales.recent(100)) {
    const theirs = platform.store.sales().find(({ id }) => id === sale.id)
    if (theirs && theirs.standing !== sale.standing)
      wrong.push(`${sale.orderId} stands ${sale.standing} here and ${theirs.standing} there`)
    if (theirs && theirs.state !== sale.state)
      wrong.push(`${sale.orderId} is ${sale.state} here and ${theirs.state} there`)
  }
  return wrong
}
