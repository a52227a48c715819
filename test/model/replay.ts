/** Plays a run of the model on real tills and a real platform, and compares after each step. */
import { decodeRecord } from '../../src/record/jws.ts'
import { endpoints } from '../../src/record/endpoints.ts'
import { magicItems } from '../../src/testing/magic.ts'
import { productId, serialKey } from '../../src/verify/serial-key.ts'
import { copiedDatabases } from '../support/copied-database.ts'
import { apiAddress } from '../sync/histories/authority.ts'
import type { Tab } from '../sync/histories/tab.ts'
import { createWorld, tills, type Device, type World } from '../sync/histories/world.ts'
import { holdLine, type HeldLine } from './line.ts'
import type { ModelRecord, ModelState, ModelStep } from './traces.ts'

/** As in the model: what each order is of. */
const serialOf: Readonly<Record<string, string>> = { a: 'u1', b: 'u1', c: 'u2', d: 'u3', e: 'u4' }
const buyerOf: Readonly<Record<string, number>> = { a: 0, b: 1, c: 0, d: 2, e: 3 }
/** A little more than the sample rule set holds a reservation for. */
const lapseMs = 31 * 60_000

/** What was other than the model says, each with the steps that led there; nothing where all was the same. */
export async function replay(traces: readonly (readonly ModelStep[])[]): Promise<readonly string[]> {
  const wrong: string[] = []
  for (const [i, steps] of traces.entries()) {
    const found = await play(steps)
    if (found !== null) wrong.push(`run ${i}: ${found}`)
  }
  return wrong
}

async function play(steps: readonly ModelStep[]): Promise<string | null> {
  const world = await createWorld(true)
  // The host says that there is no line: no call waits for an answer.
  world.network.cut()
  const run = createRun(world)
  let taken = ''
  try {
    for (const { did, state } of steps) {
      taken += `${did.act} ${did.device} ${did.sale}, `
      await run.take(did)
      // All that needs no time is done.
      await world.clock.advance(0)
      const wrong = await run.difference(state)
      if (wrong !== '') return taken + wrong
    }
    const faults = [...world.errors, ...world.platform.faults]
    return faults.length > 0 ? taken + faults.map(String).join() : null
  } catch (error) {
    return taken + String(error)
  } finally {
    for (const { tabs } of world.devices) for (const tab of tabs) tab.die()
  }
}

interface Run {
  take(did: ModelStep['did']): Promise<void>
  /** The first thing that is other than the model says; '' where all is the same. */
  difference(state: ModelState): Promise<string>
}

/** A device of the model, with the one page that is open on it. */
interface Played {
  readonly device: Device
  readonly line: HeldLine
  tab: Tab
}

function createRun(world: World): Run {
  const { platform, clock } = world
  const devices = new Map<number, Played>()
  /** Ids of the real records, by the model's. */
  const ids = new Map<number, string>()
  const bodies = new Map<number, string>()
  let codes = 0

  const at = (number: number): Played => devices.get(number)!
  const add = async (number: number, device: Device): Promise<void> => {
    const line = holdLine(world, device)
    devices.set(number, { device, line, tab: device.tabs[0] ?? (await device.open()) })
  }
  const serial = (order: string): string => `RH00000${serialOf[order]!.slice(1)}`
  const saleOf = async ({ tab }: Played, order: string) => (await tab.saleOf(order))!
  const send = async ({ tab, line }: Played, record: number): Promise<void> => {
    if (!line.waiting) void tab.sync.sync()
    await clock.advance(0)
    if (!line.waiting) throw new Error('nothing is sent')
    const { body } = line.waiting
    bodies.set(record, body)
    if (decodeRecord(body).id !== ids.get(record)) throw new Error('another record is sent')
  }
  const deliver = async ({ line }: Played, record: number, isLive: boolean): Promise<void> => {
    const { address } = endpoints.records
    const headers = { 'content-type': 'application/jose' }
    const request = new Request(apiAddress + address, { method: 'POST', body: bodies.get(record)!, headers })
    const response = await platform.handle(address, request)
    if (isLive) line.waiting!.response = response
  }
  const receive = ({ line }: Played): void => {
    const { resolve, response } = line.waiting!
    line.waiting = null
    resolve(response!)
  }

  return {
    async take({ act, device, sale: order, record, flag }) {
      if (act === 'init') {
        for (const [i, each] of world.devices.entries()) await add(i + 1, each)
        return
      }
      if (act === 'lapse') {
        clock.set(clock.now() + lapseMs)
        return
      }
      if (act === 'copy') return add(3, world.device(tills[0], await copiedDatabases(at(1).device.factory)))
      const played = at(device)
      const { tab, line } = played
      switch (act) {
        case 'reserve': {
          const quote = await tab.quote(serial(order), buyerOf[order]!)
          await tab.selling.reserve(quote, { orderId: order })
          return
        }
        case 'commit': {
          const { id, quote } = await saleOf(played, order)
          const payments = [{ method: 'cash', amount: quote.payable, reference: null }]
          await tab.selling.commit(id, { payments })
          return
        }
        case 'cancel':
          await tab.selling.cancel((await saleOf(played, order)).id, 'x')
          return
        case 'refund':
          await tab.selling.refund((await saleOf(played, order)).id, 'all')
          return
        case 'send':
          return send(played, record)
        case 'deliver':
          return deliver(played, record, flag)
        case 'receive':
          receive(played)
          return
        case 'exchange':
          await send(played, record)
          await deliver(played, record, true)
          receive(played)
          return
        case 'giveUp': {
          const { reject } = line.waiting!
          line.waiting = null
          reject(new TypeError('Failed to fetch'))
          return
        }
        case 'crash':
          tab.die()
          line.waiting = null
          played.tab = await played.device.open()
          return
        case 'enrol':
          await platform.addCode(String(++codes))
          return tab.enrol(String(codes))
        case 'learn':
          line.mayLearn = true
          void tab.sync.sync()
          return
        default:
          throw new Error(`there is no way to play ${act}`)
      }
    },

    async difference(state) {
      for (const [number, model] of Object.entries(state.devices)) {
        if (!model.alive) continue
        const { records, sales, meta } = at(Number(number)).device.rows()
        const real = records.map(({ epoch, seq, kind, delivery }) => `${epoch}.${seq} ${kind} ${shown(delivery)}`)
        const asked = [...model.log]
          .sort((a, b) => a.epoch - b.epoch || a.seq - b.seq)
          .map(({ id, epoch, seq, kind }) => `${epoch}.${seq} ${kind} ${shown(model.delivery[id]!)}`)
        if (real.join() !== asked.join()) return `device ${number} has [${real.join()}], not [${asked.join()}]`
        const isForked = meta.get('forked') === true
        if (isForked !== model.forked) return `device ${number} knows of ${isForked ? 'a' : 'no'} fork`
        for (const each of model.log) {
          const row = records.find(({ epoch, seq }) => epoch === each.epoch && seq === each.seq)!
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
