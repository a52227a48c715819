/** Plays a run of the model on real tills and a real platform, and compares after each step. */
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { createSimulation, type Simulation } from '../../src/testing/simulation.ts'
import { magicItems } from '../../src/testing/magic.ts'
import { decodeRecord } from '../../src/record/jws.ts'
import { endpoints } from '../../src/record/endpoints.ts'
import { productId, serialKey } from '../../src/verify/serial-key.ts'
import { idNumberOf, person } from '../support/buyers.ts'
import { comesToBe, copyOf, openDevice, type ReplayedDevice } from './device.ts'
import type { ModelRecord, ModelState, ModelStep } from './traces.ts'

/** As in the model: what each order is of. */
const serialOf: Readonly<Record<string, string>> = { a: 'u1', b: 'u1', c: 'u2', d: 'u3', e: 'u4' }
const buyerOf: Readonly<Record<string, number>> = { a: 0, b: 1, c: 0, d: 2, e: 3 }
/** A little more than the sample rule set holds a reservation for. */
const lapseMs = 31 * 60_000

/** Runs that one authority and platform are good for: its release grows old with the time that lapses. */
const runsPerWorld = 16

/** What was other than the model says, each with the steps that led there; nothing where all was the same. */
export async function replay(traces: readonly (readonly ModelStep[])[]): Promise<readonly string[]> {
  const wrong: string[] = []
  for (let from = 0; from < traces.length; from += runsPerWorld) {
    const simulation = await createSimulation({
      magic: false,
      indexedDb: { factory: new IDBFactory(), keyRange: IDBKeyRange },
    })
    for (const [i, steps] of traces.slice(from, from + runsPerWorld).entries()) {
      const found = await play(createRun(simulation, i + 1), steps)
      if (found !== null) wrong.push(`run ${from + i}: ${found}`)
    }
    wrong.push(...simulation.platform.faults.map(String))
  }
  return wrong
}

async function play(run: Run, steps: readonly ModelStep[]): Promise<string | null> {
  let taken = ''
  try {
    for (const { did, state } of steps) {
      taken += `${did.act} ${did.device} ${did.sale}, `
      await run.take(did)
      let wrong = ''
      if (!(await comesToBe(async () => (wrong = await run.difference(state)) === ''))) return taken + wrong
    }
    return null
  } catch (error) {
    return taken + String(error)
  } finally {
    await run.close()
  }
}

interface Run {
  take(did: ModelStep['did']): Promise<void>
  /** The first thing that is other than the model says; '' where all is the same. */
  difference(state: ModelState): Promise<string>
  close(): Promise<void>
}

/** Tills, buyers and appliances of its own: many runs share a platform. */
function createRun(simulation: Simulation, run: number): Run {
  const { platform, clock } = simulation
  const devices = new Map<number, ReplayedDevice>()
  const opened: ReplayedDevice[] = []
  /** Ids of the real records, by the model's. */
  const ids = new Map<number, string>()
  const bodies = new Map<number, string>()
  let codes = 0

  const tillOf = (device: number): string => `${run}-${device === 2 ? 2 : 1}`
  const at = (device: number): ReplayedDevice => devices.get(device)!
  const serial = (order: string): string => `RH${String(run * 10 + Number(serialOf[order]!.slice(1))).padStart(6, '0')}`
  const open = async (device: number, disk?: ReplayedDevice['disk']): Promise<void> => {
    devices.set(device, await openDevice(simulation, tillOf(device), disk))
    opened.push(at(device))
  }
  const enrol = async (device: number): Promise<void> => {
    const code = `${run}-${++codes}`
    await platform.addCode(code)
    const { status } = await at(device).checkout.enrol(code)
    if (status !== 'enrolled') throw new Error(`enrolment: ${status}`)
  }
  const reserve = async (device: number, order: string): Promise<void> => {
    const { checkout } = at(device)
    const { barcode, price } = magicItems.grade_1
    const buyer = await checkout.buyer({ ...person, idNumber: idNumberOf(run * 4 + buyerOf[order]!) })
    const item = { gtin: barcode, price, serial: serial(order) }
    await checkout.reserve(checkout.quote({ buyer, lines: [{ id: 'L1', item }] }), { orderId: order })
  }
  const saleOf = async (device: number, order: string) => {
    const [sale] = await at(device).checkout.sales.find({ orderId: order })
    return sale!
  }
  const send = async (device: number, record: number): Promise<void> => {
    const till = at(device)
    // The wait after a failure is over. A pass that was about to end sends nothing more, so it is asked for again.
    let isAsking = false
    let failure: unknown = new Error('nothing is sent')
    const ask = async (): Promise<void> => {
      isAsking = true
      // The page may crash meanwhile.
      await till.checkout.sync().catch((error: unknown) => (failure = error))
      isAsking = false
    }
    const isSent = (): boolean => {
      if (!till.waiting && !isAsking) void ask()
      return till.waiting !== null
    }
    if (!(await comesToBe(isSent))) throw failure
    bodies.set(record, till.waiting!.body)
    const sent = decodeRecord(till.waiting!.body).id
    if (sent !== ids.get(record)) throw new Error('another record is sent')
  }
  const deliver = async (device: number, record: number, isLive: boolean): Promise<void> => {
    const headers = { 'content-type': 'application/jose' }
    const request = new Request('https://simulator.test/api/', { method: 'POST', body: bodies.get(record)!, headers })
    const response = await platform.handle(endpoints.records.address, request)
    if (isLive) at(device).waiting!.response = response
  }
  const receive = (device: number): void => {
    const till = at(device)
    const { resolve, response } = till.waiting!
    till.waiting = null
    resolve(response!)
  }

  return {
    async take({ act, device, sale: order, record, flag }) {
      switch (act) {
        case 'init': {
          for (const each of [1, 2]) {
            await open(each)
            await enrol(each)
          }
          return
        }
        case 'reserve':
          return reserve(device, order)
        case 'commit': {
          const { id, quote } = await saleOf(device, order)
          await at(device).checkout.commit(id, {
            payments: [{ method: 'cash', amount: quote.payable, reference: null }],
          })
          return
        }
        case 'cancel':
          await at(device).checkout.cancel((await saleOf(device, order)).id, 'x')
          return
        case 'refund':
          await at(device).checkout.refund((await saleOf(device, order)).id, 'all')
          return
        case 'send':
          return send(device, record)
        case 'deliver':
          return deliver(device, record, flag)
        case 'receive': {
          receive(device)
          return
        }
        case 'exchange':
          await send(device, record)
          await deliver(device, record, true)
          {
            receive(device)
            return
          }
        case 'giveUp': {
          const till = at(device)
          const { reject } = till.waiting!
          till.waiting = null
          reject(new TypeError('Failed to fetch'))
          return
        }
        case 'crash':
          at(device).die()
          return open(device, at(device).disk)
        case 'copy':
          return open(3, await copyOf(at(1).disk))
        case 'enrol':
          return enrol(device)
        case 'lapse':
          clock.set(clock.now() + lapseMs)
          return
        case 'learn': {
          const till = at(device)
          till.mayLearn = true
          // A pass that was about to end asks for nothing more, so it is asked for again.
          const isLearnt = async (): Promise<boolean> => {
            await till.checkout.sync()
            return !till.mayLearn
          }
          if (!(await comesToBe(isLearnt))) throw new Error('nobody asks for the list')
          return
        }
        default:
          throw new Error(`there is no way to play ${act}`)
      }
    },

    async difference(state) {
      for (const [number, model] of Object.entries(state.devices)) {
        if (!model.alive) continue
        const { db } = at(Number(number))
        const [rows, sales] = await db.read(['records', 'sales'], ({ records, sales: table }) =>
          Promise.all([records.toArray(), table.toArray()]),
        )
        const real = rows.map(({ epoch, seq, kind, delivery }) => `${epoch}.${seq} ${kind} ${shown(delivery)}`).sort()
        const asked = model.log
          .map(({ id, epoch, seq, kind }) => `${epoch}.${seq} ${kind} ${shown(model.delivery[id]!)}`)
          .sort()
        if (real.join() !== asked.join()) return `device ${number} has [${real.join()}], not [${asked.join()}]`
        for (const each of model.log) {
          const row = rows.find(({ epoch, seq }) => epoch === each.epoch && seq === each.seq)!
          if (!ids.has(each.id)) ids.set(each.id, row.id)
        }
        for (const [order, row] of Object.entries(model.rows)) {
          const sale = sales.find(({ orderId }) => orderId === order)
          const is = sale ? `${sale.state} ${sale.standing}` : 'none provisional'
          const should = `${row.state} ${row.standing}`
          if (is !== should) return `device ${number} has ${order} ${is}, not ${should}`
        }
      }
      return platformDifference(state)
    },

    async close() {
      for (const device of opened) await device.close()
    },
  }

  async function platformDifference({ platform: model }: ModelState): Promise<string> {
    const { store } = platform
    const records = new Map([...store.records(), ...store.displaced()].map((each) => [each.id, each]))
    const stored = Object.values(model.stored)
    for (const { record, linked, forked } of stored) {
      const real = records.get(ids.get(record.id)!)
      const is = real ? `${real.linked} ${real.notes.includes('record_forked')}` : 'unknown'
      if (is !== `${linked} ${forked}`) return `the platform has ${name(record)} ${is}, not ${linked} ${forked}`
    }
    const missing = [...ids].filter(([id, each]) => records.has(each) && !(id in model.stored))
    if (missing.length > 0) return `the platform has ${missing.length} records too many`
    for (const [order, sale] of Object.entries(model.sales)) {
      const reserved = stored.find(({ record }) => record.kind === 'reserve' && record.sale === order)
      const real = reserved && (await platform.store.sale(ids.get(reserved.record.id)!))
      const is = real ? `${real.state} ${real.standing}` : 'none provisional'
      if (is !== `${sale.state} ${sale.standing}`)
        return `the platform has ${order} ${is} ${String(real?.reasons)}, not ${sale.state} ${sale.standing}`
      const { listing } = magicItems.grade_1
      const key = serialKey(productId(listing!), serial(order))
      const claim = (await platform.store.serials([key])).get(key)
      const isForGood = claim?.untilMs === null && claim.sale === real?.id
      const isToBe = model.serials[serialOf[order]!]!.sale === order && model.serials[serialOf[order]!]!.until === never
      if (isForGood !== isToBe) return `the serial of ${order} is ${isForGood ? '' : 'not '}its for good`
    }
    return ''
  }
}

const never = 99

/** What the drain has in hand and what still waits are one: a page of records is taken in hand at once. */
function shown(delivery: string): string {
  return delivery === 'sending' ? 'pending' : delivery
}

function name({ till, epoch, seq, kind, sale }: ModelRecord): string {
  return `${till}:${epoch}.${seq} ${kind} ${sale}`
}
