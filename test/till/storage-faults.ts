/**
 * A call of the client against a database that fails at one of its operations, or from there on, in one of
 * the ways that browsers fail. The call answers or rejects with a coded fault, what it acknowledged is there, and with
 * the fault gone the same client works again.
 */
import { expect } from 'vitest'
import { createCheckout } from '../../src/checkout.ts'
import type { BuyerQuote, Checkout } from '../../src/client.ts'
import { faults, isCheckoutError } from '../../src/core/errors.ts'
import type { RecordKind, TillRecord } from '../../src/record/record.ts'
import { openExport } from '../support/exported-outbox.ts'
import { createFailingDatabase, type FailingDatabase, type StagedFault } from '../support/failing-database.ts'
import { idNumberOf, person } from '../support/buyers.ts'
import { pay, quoteOne, rehearse, until, type Rehearsal } from './till.ts'

export interface Stand extends Rehearsal {
  readonly storage: FailingDatabase
}

/** What a call writes, and for which sale: `sale` is the id of its reserve record. */
interface Written {
  readonly kinds: readonly RecordKind[]
  readonly sale: string
}

interface Trial {
  readonly call: () => Promise<unknown>
  /** What must be there once it has answered well, and must not be once it said that nothing was saved. */
  readonly written?: Written
  readonly end?: () => Promise<void>
}

/** Brings the till to where the call is made, without a fault. */
export type Scene = (stand: Stand) => Promise<Trial>

let orders = 0
const newOrder = (): string => `F-${String(orders++)}`
const newQuote = ({ checkout }: Stand): Promise<BuyerQuote> => quoteOne(checkout, { idNumber: idNumberOf(orders++) })
async function reserved(stand: Stand): Promise<BuyerQuote> {
  const quote = await newQuote(stand)
  expect(await stand.checkout.reserve(quote, { orderId: newOrder() })).toMatchObject({ status: 'confirmed' })
  return quote
}
async function sold(stand: Stand): Promise<BuyerQuote> {
  const quote = await newQuote(stand)
  const outcome = await stand.checkout.sell(quote, { orderId: newOrder(), ...pay(quote) })
  expect(outcome).toMatchObject({ status: 'confirmed' })
  return quote
}
let serials = 0

/** Calls of the client that wait, under their names; and what only has a scene. */
type Waiting<T, Path extends string = ''> = {
  [K in keyof T & string]: T[K] extends (...args: never[]) => Promise<unknown>
    ? `${Path}${K}`
    : T[K] extends (...args: never[]) => unknown
      ? never
      : K extends 'sales' | 'outbox'
        ? Waiting<T[K], `${K}.`>
        : never
}[keyof T & string]
type SceneName =
  Exclude<Waiting<Checkout>, 'close'> | 'createCheckout, ready and close' | 'a refund that becomes a task'

export const scenes: Readonly<Record<SceneName, Scene>> = {
  'createCheckout, ready and close': ({ open }) =>
    Promise.resolve({
      call: async () => {
        const tab = await open()
        await tab.close()
      },
    }),
  ready: async ({ simulation }) => {
    const tab = await createCheckout({ ...simulation.options, ports: simulation.device.openTab() })
    return { call: () => tab.ready(), end: () => tab.close() }
  },
  buyer: ({ checkout }) =>
    Promise.resolve({ call: () => checkout.buyer({ ...person, idNumber: idNumberOf(orders++) }) }),
  reserve: async (stand) => {
    const [quote, orderId] = [await newQuote(stand), newOrder()]
    return {
      call: () => stand.checkout.reserve(quote, { orderId }),
      written: { kinds: ['reserve'], sale: quote.buyer!.sale },
    }
  },
  sell: async (stand) => {
    const [quote, orderId] = [await newQuote(stand), newOrder()]
    return {
      call: () => stand.checkout.sell(quote, { orderId, ...pay(quote) }),
      written: { kinds: ['reserve', 'commit'], sale: quote.buyer!.sale },
    }
  },
  commit: async (stand) => {
    const quote = await reserved(stand)
    const { sale } = quote.buyer!
    return { call: () => stand.checkout.commit(sale, pay(quote)), written: { kinds: ['commit'], sale } }
  },
  cancel: async (stand) => {
    const { sale } = (await reserved(stand)).buyer!
    return { call: () => stand.checkout.cancel(sale, 'changed his mind'), written: { kinds: ['cancel'], sale } }
  },
  refund: async (stand) => {
    const { sale } = (await sold(stand)).buyer!
    return { call: () => stand.checkout.refund(sale, 'all'), written: { kinds: ['refund'], sale } }
  },
  fulfil: async (stand) => {
    const { sale } = (await sold(stand)).buyer!
    const units = [{ line: 'L1', unit: 0, serial: `RH${String(900000 + serials++)}` }]
    return { call: () => stand.checkout.fulfil(sale, { units }), written: { kinds: ['fulfil'], sale } }
  },
  receipt: async (stand) => {
    const { sale } = (await sold(stand)).buyer!
    return { call: () => stand.checkout.receipt(sale) }
  },
  invoice: async (stand) => {
    const { sale } = (await sold(stand)).buyer!
    return { call: () => stand.checkout.invoice(sale) }
  },
  tasks: ({ checkout }) => Promise.resolve({ call: () => checkout.tasks() }),
  settle: async ({ checkout }) => {
    const outcome = await checkout.refund(`R-${String(orders++)}`, 'all')
    const task = outcome.status === 'task' ? outcome.task.id : ''
    return { call: () => checkout.settle(task, 'done by hand') }
  },
  'a refund that becomes a task': ({ checkout }) => {
    const reference = `R-${String(orders++)}`
    return Promise.resolve({ call: () => checkout.refund(reference, 'all') })
  },
  'sales.find': async (stand) => {
    const { sale } = (await sold(stand)).buyer!
    return { call: () => stand.checkout.sales.find({ id: sale }) }
  },
  'sales.recent': ({ checkout }) => Promise.resolve({ call: () => checkout.sales.recent() }),
  day: ({ checkout }) => Promise.resolve({ call: () => checkout.day('2026-03-06') }),
  sync: async ({ checkout }) => Promise.resolve({ call: () => checkout.sync() }),
  refresh: async ({ checkout, simulation }) => {
    await simulation.authority.publish({})
    return { call: () => checkout.refresh() }
  },
  enrol: ({ checkout, simulation }) => Promise.resolve({ call: () => checkout.enrol(simulation.code) }),
  'outbox.resend': ({ checkout }) => Promise.resolve({ call: () => checkout.outbox.resend() }),
  'outbox.export': ({ checkout }) => Promise.resolve({ call: () => checkout.outbox.export() }),
  'outbox.import': async ({ checkout }) => {
    const file = await checkout.outbox.export()
    return { call: () => checkout.outbox.import(file) }
  },
}

/** Statuses that a call may answer with while its database fails; what follows is what it must answer afterwards. */
const undone = new Set(['not_durable', 'failed'])

const unhandled: unknown[] = []
const note = (error: unknown): void => void unhandled.push(error)
process.on('unhandledRejection', note)

export async function stand(): Promise<Stand> {
  const storage = createFailingDatabase()
  return { storage, ...(await rehearse({ indexedDb: storage.indexedDb })) }
}

type End = { readonly answer: unknown } | { readonly fault: unknown }

/** The call's end, with time passing while it waits. */
async function endOf({ simulation: { clock } }: Stand, call: () => Promise<unknown>): Promise<End> {
  const ended: End[] = []
  call().then(
    (answer) => ended.push({ answer }),
    (fault: unknown) => ended.push({ fault }),
  )
  for (let passed = 0; passed < 600_000; passed += 1_000) {
    for (let i = 0; i < 200 && ended.length === 0; i++) await new Promise((resolve) => setImmediate(resolve))
    const [end] = ended
    if (end) return end
    await clock.advance(1_000)
  }
  throw new Error('the call never came to an end')
}

async function recordsOf({ checkout, simulation }: Stand): Promise<readonly TillRecord[]> {
  const { records } = await openExport(await checkout.outbox.export(), simulation.platform.openingKey)
  return records.map(({ record }) => record)
}
function kindsOf(records: readonly TillRecord[], sale: string): readonly RecordKind[] {
  return records
    .filter((record) => record.id === sale || ('refers' in record && record.refers === sale))
    .map(({ kind }) => kind)
}

/** Everything sent, so that nothing of this trial is still at work in the next. */
async function rest(here: Stand): Promise<void> {
  for (let i = 0; i < 50; i++) {
    const end = await endOf(here, () => here.checkout.sync())
    if ('fault' in end) throw end.fault
    if ((end.answer as { status: string }).status === 'drained') break
  }
  // Counts that could not be read are read again within a minute.
  for (let i = 0; i < 5 && here.checkout.status.unsent === null; i++) await here.simulation.clock.advance(60_000)
  await until(() => here.checkout.status.unsent === 0)
}

/** True when the call made so many operations that the fault happened. */
export async function trial(here: Stand, scene: Scene, fault: StagedFault): Promise<boolean> {
  const { checkout, storage } = here
  const { call, written, end: finish } = await scene(here)
  const errors: unknown[] = []
  const off = checkout.on('error', (error) => errors.push(error))
  storage.stage(fault)
  const end = await endOf(here, call)
  const hasStruck = storage.lift()
  off()
  const label = JSON.stringify(fault)

  const coded = [...errors, ...('fault' in end ? [end.fault] : [])]
  for (const error of [...coded, ...unhandled.splice(0)])
    expect(
      isCheckoutError(error) && error.code in faults,
      `${label}: ${String(error)} ${error instanceof Error ? error.stack : ''}`,
    ).toBe(true)
  const status =
    'answer' in end ? ((end.answer as { readonly status?: string } | undefined)?.status ?? 'answered') : 'fault'

  await rest(here)
  if (written) {
    const { kinds, sale } = written
    const kept = kindsOf(await recordsOf(here), sale)
    const count = kinds.map((kind) => kept.filter((each) => each === kind).length)
    const isUndone = status === 'fault' || undone.has(status)
    // Selling at once is two records: what is undone is the last of them.
    expect(count.at(-1), `${label}: ${status} with ${kept.join()}`).toBe(isUndone ? 0 : 1)
    expect(Math.max(...count), label).toBeLessThanOrEqual(1)
  }
  const again = await endOf(here, call)
  if ('fault' in again) throw new Error(`${label}: afterwards ${String(again.fault)}`, { cause: again.fault })
  const after = (again.answer as { readonly status?: string } | undefined)?.status ?? 'answered'
  expect(undone.has(after), `${label}: afterwards ${after}`).toBe(false)
  await rest(here)
  if (written) {
    const kept = kindsOf(await recordsOf(here), written.sale)
    // Goods may be handed out in parts: what is brought again is recorded again.
    for (const kind of written.kinds)
      if (kind !== 'fulfil') expect(kept.filter((each) => each === kind).length, `${label}: ${kind}`).toBe(1)
  }
  await finish?.()
  return hasStruck
}
