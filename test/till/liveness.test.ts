/**
 * A till against the platform that links, over a line that lies or fails for minutes: what is broken
 * waits or is set aside, everything else goes on by itself, and nothing is held for ever.
 */
import { describe, expect, it } from 'vitest'
import type { Checkout, Sale, Task } from '../../src/client.ts'
import { decodeRecord } from '../../src/record/jws.ts'
import { endpoints } from '../../src/record/endpoints.ts'
import { problemStatus, type ProblemCode } from '../../src/record/protocol.ts'
import { simulatorAddresses, type Simulation } from '../../src/testing/simulation.ts'
import { idNumberOf } from '../support/buyers.ts'
import { turn, watchCryptography } from '../sync/turns.ts'
import { pay, quoteOne, rehearse } from './till.ts'

watchCryptography()

const minuteMs = 60_000
type Reply = (body: string) => Response | null | Promise<Response>
const untyped = (status: number) => (): Response => new Response('<h1>no</h1>', { status })
const page = (): Response => new Response('<title>Log in</title>', { headers: { 'content-type': 'text/html' } })
const broken = (): Response => {
  throw new TypeError('connection reset')
}
const typed = (code: ProblemCode) => (): Response =>
  new Response(JSON.stringify({ type: 'about:blank', title: 't', status: problemStatus[code], code, field: null }), {
    status: problemStatus[code],
    headers: { 'content-type': 'application/problem+json' },
  })

/** Something in between that answers instead of the platform where `reply` gives an answer. */
function between({ network, platform }: Simulation, address: string): { reply: Reply; met: string[] } {
  const proxy = { reply: (() => null) as Reply, met: [] as string[] }
  network.serve(`${simulatorAddresses.api}${address}`, async (request) => {
    const body = await request.clone().text()
    proxy.met.push(body)
    return (await proxy.reply(body)) ?? platform.handle(request.url.slice(simulatorAddresses.api.length), request)
  })
  return proxy
}

/** Answers with `answer` to the reserve record of one order alone. */
const only =
  (order: string, answer: () => Response): Reply =>
  (body) => {
    const record = decodeRecord(body)
    return record.kind === 'reserve' && record.orderId === order ? answer() : null
  }

/** Lets `ms` pass in steps of seconds, with the page at work in between, until `isSo`; false when it is not so by then. */
async function pass({ clock }: Simulation, ms: number, isSo: () => boolean | Promise<boolean> = () => false) {
  const stepMs = ms > 2 * minuteMs ? 5_000 : 1_000
  for (let passed = 0; ; passed += stepMs) {
    for (let turns = 0; turns < 60; turns++) await turn()
    if (await isSo()) return true
    if (passed >= ms) return false
    await clock.advance(stepMs)
  }
}

let buyers = 0
/** Sells in the background: what the cashier is told is not this test's matter. */
async function sell({ simulation, checkout }: Stand, orderId: string): Promise<void> {
  const quote = await quoteOne(checkout, { idNumber: idNumberOf(++buyers) })
  void checkout.sell(quote, { orderId, ...pay(quote) })
  expect(await pass(simulation, 10_000, async () => (await saleOf(checkout, orderId))?.state === 'committed')).toBe(
    true,
  )
}
async function saleOf(checkout: Checkout, orderId: string): Promise<Sale | undefined> {
  return (await checkout.sales.find({ orderId }))[0]
}
async function standings(checkout: Checkout): Promise<readonly string[]> {
  return (await checkout.sales.recent(100)).map(({ standing }) => standing)
}
const areConfirmed = (checkout: Checkout) => async (): Promise<boolean> =>
  checkout.status.unsent === 0 && (await standings(checkout)).every((standing) => standing === 'confirmed')

interface Stand {
  readonly simulation: Simulation
  readonly checkout: Checkout
  readonly records: { reply: Reply; met: string[] }
  readonly told: Task[]
}
async function stand(): Promise<Stand> {
  const { simulation, checkout } = await rehearse()
  const told: Task[] = []
  checkout.on('task', (task) => void told.push(task))
  return { simulation, checkout, records: between(simulation, endpoints.records.address), told }
}

describe('something in between that answers for the platform', () => {
  it.each([
    ['a refusal (400)', untyped(400)],
    ['a failing gateway (502)', untyped(502)],
    ['a page to log in at', page],
  ])(
    'with %s to everything: all waits, none is blamed, and all is confirmed by itself afterwards',
    async (_, answer) => {
      const on = await stand()
      const { simulation, checkout, records, told } = on
      const answers = between(simulation, endpoints.answers.address)
      records.reply = answers.reply = answer
      for (let i = 0; i < 6; i++) await sell(on, `A-${i}`)
      await pass(simulation, 5 * minuteMs, () => {
        expect(checkout.status.held).toBe(0)
        return false
      })
      records.reply = answers.reply = () => null
      expect(await pass(simulation, minuteMs, areConfirmed(checkout))).toBe(true)
      expect(await checkout.sync()).toMatchObject({ status: 'drained' })
      expect(told).toEqual([])
    },
  )

  it.each([
    ['a refusal (403)', untyped(403)],
    ['a failing gateway (502)', untyped(502)],
    ['a page', page],
    ['a fault of the platform (503)', typed('internal')],
    ['a signature that it spoilt', typed('signature_invalid')],
    ['no answer at all', broken],
  ])('with %s to one record alone: that one becomes a task, and all others get through', async (_, answer) => {
    const on = await stand()
    const { simulation, checkout, records, told } = on
    records.reply = only('A-0', answer)
    for (let i = 0; i < 5; i++) {
      await sell(on, `A-${i}`)
      await pass(simulation, 20_000)
    }
    expect(await pass(simulation, minuteMs, () => checkout.status.held === 1)).toBe(true)
    expect(told).toMatchObject([{ kind: 'record_held' }])
    const stored = simulation.platform.store.records().map(({ jws }) => decodeRecord(jws))
    expect(stored.filter(({ kind }) => kind === 'commit')).toHaveLength(4)
    expect(checkout.status.online).toBe(true)
    expect(await checkout.sync()).toMatchObject({ status: 'waiting' })

    records.reply = () => null
    expect(await pass(simulation, 16 * minuteMs, areConfirmed(checkout))).toBe(true)
    expect(await checkout.tasks()).toEqual([])
    expect(await checkout.sync()).toMatchObject({ status: 'drained' })
  })

  it('to one record for ever: what stands behind it is confirmed all the same', async () => {
    const on = await stand()
    const { simulation, checkout, records } = on
    records.reply = only('A-0', untyped(451))
    for (let i = 0; i < 5; i++) {
      await sell(on, `A-${i}`)
      await pass(simulation, 20_000)
    }
    const others = async (): Promise<boolean> =>
      (await standings(checkout)).filter((each) => each === 'confirmed').length === 4
    expect(await pass(simulation, 60 * minuteMs, others)).toBe(true)
    expect(checkout.status).toMatchObject({ held: 1, unsent: 0 })
    // It turns up after its place was closed: a person at the platform looks.
    records.reply = () => null
    expect(await pass(simulation, 16 * minuteMs, () => checkout.status.held === 0)).toBe(true)
    expect(await saleOf(checkout, 'A-0')).toMatchObject({ standing: 'review' })
    expect(await checkout.tasks()).toMatchObject([{ kind: 'review_after_sale' }])
    expect(simulation.platform.store.sales()).toHaveLength(5)
  })

  it('to one record of many that waited: each other one is sent in the same pass', async () => {
    const on = await stand()
    const { simulation, checkout, records } = on
    simulation.network.cut()
    for (let i = 0; i < 12; i++) await sell(on, `A-${i}`)
    records.reply = only('A-0', broken)
    simulation.network.restore()
    const stored = (): number => simulation.platform.store.records().length
    // All but the reservation that fails, and the commit that waits for it.
    expect(await pass(simulation, 30_000, () => stored() === 1 + 22)).toBe(true)
    records.reply = () => null
    expect(await pass(simulation, 16 * minuteMs, areConfirmed(checkout))).toBe(true)
  })

  it('is passed by a person who sends again', async () => {
    const on = await stand()
    const { simulation, checkout, records } = on
    records.reply = only('A-0', untyped(403))
    for (let i = 0; i < 4; i++) await sell(on, `A-${i}`)
    expect(await pass(simulation, minuteMs, () => checkout.status.held === 1)).toBe(true)
    await pass(simulation, 10 * minuteMs)
    records.reply = () => null
    expect(await checkout.outbox.resend()).toBe(1)
    expect(await pass(simulation, 2_000, areConfirmed(checkout))).toBe(true)
    expect(await checkout.outbox.resend()).toBe(0)
  })
})

describe('a record that the platform refuses for its content', () => {
  it.each(['record_invalid', 'request_invalid', 'too_large'] as const)(
    'with %s is closed by a signed gap: its sale is refused, and what stands behind it is confirmed',
    async (code) => {
      const on = await stand()
      const { simulation, checkout, records } = on
      records.reply = only('A-0', typed(code))
      for (let i = 0; i < 3; i++) await sell(on, `A-${i}`)
      expect(
        await pass(simulation, minuteMs, async () => {
          const [last, next, first] = await standings(checkout)
          return last === 'confirmed' && next === 'confirmed' && first === 'refused'
        }),
      ).toBe(true)
      expect(await checkout.tasks()).toMatchObject([{ kind: 'refused_after_sale', codes: [code] }])
      expect(checkout.status).toMatchObject({ unsent: 0, refused: 1 })
      expect(simulation.platform.store.records().filter(({ kind }) => kind === 'gap')).toHaveLength(1)
      expect(await checkout.sync()).toMatchObject({ status: 'drained' })
    },
  )

  it('is none while it refuses everything', async () => {
    const on = await stand()
    const { simulation, checkout, records } = on
    records.reply = typed('record_invalid')
    for (let i = 0; i < 5; i++) await sell(on, `A-${i}`)
    await pass(simulation, 5 * minuteMs)
    expect(checkout.status).toMatchObject({ held: 0, refused: 0, unsent: 10 })
    records.reply = () => null
    expect(await pass(simulation, minuteMs, areConfirmed(checkout))).toBe(true)
  })
})

describe('a record of an epoch that is over, which never gets through', () => {
  it.each([
    ['something in between refuses it', untyped(451), false],
    ['the platform refuses its content', typed('record_invalid'), false],
    ['its key was revoked', untyped(451), true],
  ])('keeps nothing behind it from being confirmed: %s', async (_, answer, isRevoked) => {
    const on = await stand()
    const { simulation, checkout, records } = on
    const first = (await checkout.enrol(simulation.code)) as { readonly keyId: string }
    records.reply = only('A-0', untyped(451))
    for (let i = 0; i < 3; i++) await sell(on, `A-${i}`)
    expect(await pass(simulation, minuteMs, () => checkout.status.held === 1)).toBe(true)
    records.reply = only('A-0', answer)
    if (isRevoked) {
      await simulation.platform.revoke(first.keyId)
      records.reply = () => null
    }
    await simulation.platform.addCode('NEXT')
    expect(await checkout.enrol('NEXT')).toMatchObject({ status: 'enrolled' })
    await sell(on, 'A-3')
    const others = async (): Promise<boolean> =>
      (await standings(checkout)).filter((each) => each === 'confirmed').length === 3
    expect(await pass(simulation, 60 * minuteMs, others)).toBe(true)
    expect(simulation.platform.faults).toEqual([])
  })
})

describe('a key that is refused for a while', () => {
  it.each([
    ['till_revoked', typed('till_revoked')],
    ['till_unknown', typed('till_unknown')],
    ['signature_invalid', typed('signature_invalid')],
    ['401 of something in between', untyped(401)],
  ])('with %s: it is told, tried again slowly, and all is confirmed by itself', async (what, answer) => {
    const on = await stand()
    const { simulation, checkout, records, told } = on
    const others = [endpoints.answers, endpoints.head].map(({ address }) => between(simulation, address))
    for (const proxy of [records, ...others]) proxy.reply = answer
    await sell(on, 'A-0')
    await sell(on, 'A-1')
    await pass(simulation, 20_000)
    const before = records.met.length
    await pass(simulation, 30 * minuteMs)
    expect(checkout.status).toMatchObject({ online: false, unsent: 4, held: 0 })
    if (!what.startsWith('401')) {
      expect(await checkout.tasks()).toMatchObject([{ kind: 'till_refused', sale: null }])
      expect(records.met.length - before).toBeLessThan(30)
    }
    for (const proxy of [records, ...others]) proxy.reply = () => null
    expect(await pass(simulation, 16 * minuteMs, areConfirmed(checkout))).toBe(true)
    expect(await pass(simulation, minuteMs, async () => (await checkout.tasks()).length === 0)).toBe(true)
    expect(told.length).toBeLessThan(2)
  })
})

describe('a sale whose money was taken and that goes to review afterwards', () => {
  it.each(['confirmed', 'refused'] as const)('is a task, once, until it is settled: %s', async (standing) => {
    const on = await stand()
    const { simulation, checkout, told } = on
    simulation.network.cut()
    const quote = await quoteOne(checkout, { price: '4999.85', idNumber: idNumberOf(++buyers) })
    await checkout.sell(quote, { orderId: 'A-0', ...pay(quote) })
    simulation.network.restore()
    expect(await pass(simulation, minuteMs, async () => (await saleOf(checkout, 'A-0'))?.standing === 'review')).toBe(
      true,
    )
    await pass(simulation, 3 * minuteMs)
    expect(told).toMatchObject([{ kind: 'review_after_sale', codes: expect.arrayContaining([]) as unknown }])
    await simulation.platform.settle(quote.buyer!.sale, standing)
    expect(
      await pass(simulation, 2 * minuteMs, async () => (await saleOf(checkout, 'A-0'))?.standing === standing),
    ).toBe(true)
    expect((await checkout.tasks()).map(({ kind }) => kind)).toEqual(
      standing === 'refused' ? ['refused_after_sale'] : [],
    )
  })
})

describe('the list of late answers', () => {
  it.each([
    ['a page of nonsense', page],
    ['a failing platform', typed('internal')],
    ['a gateway that gives up', untyped(504)],
  ])('that fails for ever with %s stops no sale, and is not asked for with each', async (_, answer) => {
    const on = await stand()
    const { simulation, checkout } = on
    const answers = between(simulation, endpoints.answers.address)
    answers.reply = answer
    for (let i = 0; i < 8; i++) {
      const quote = await quoteOne(checkout, { idNumber: idNumberOf(++buyers) })
      let status = ''
      void checkout.sell(quote, { orderId: `A-${i}`, ...pay(quote) }).then((outcome) => (status = outcome.status))
      expect(await pass(simulation, 5_000, () => status !== '')).toBe(true)
      expect(status).toBe('confirmed')
    }
    expect(answers.met.length).toBeLessThan(4)
    await pass(simulation, 10 * minuteMs)
    expect(checkout.status.online).toBe(true)
  })

  it('that always says "more" and never moves on is asked once a pass', async () => {
    const { simulation, checkout } = await stand()
    const answers = between(simulation, endpoints.answers.address)
    answers.reply = () => Response.json({ answers: [], cursor: '7', more: true, serverTime: '2026-03-06T02:00:00Z' })
    await checkout.sync()
    expect(answers.met.length).toBeLessThanOrEqual(3)
    expect(checkout.status.online).toBe(true)
  })

  it('is read from the start where the platform does not know the place any more', async () => {
    const on = await stand()
    const { simulation, checkout } = on
    const answers = between(simulation, endpoints.answers.address)
    answers.reply = () =>
      Response.json({ answers: [], cursor: 'gone', more: false, serverTime: '2026-03-06T02:00:00Z' })
    await checkout.sync()
    answers.reply = () => null
    const quote = await quoteOne(checkout, { price: '4999.87', idNumber: idNumberOf(++buyers) })
    await checkout.sell(quote, { orderId: 'A-0', ...pay(quote) })
    expect(await simulation.platform.settleLater()).toBe(1)
    expect(await pass(simulation, 2 * minuteMs, () => checkout.status.refused === 1)).toBe(true)
  })
})

describe('an answer whose time is nonsense', () => {
  it('neither dates later records nor makes later answers look old', async () => {
    const on = await stand()
    const { simulation, checkout, records } = on
    records.reply = async (body) => {
      records.reply = () => null
      const request = new Request(`${simulatorAddresses.api}${endpoints.records.address}`, { method: 'POST', body })
      const response = await simulation.platform.handle(endpoints.records.address, request)
      return Response.json({ ...((await response.json()) as object), serverTime: '9999-12-31T23:59:59Z' })
    }
    const quote = await quoteOne(checkout, { price: '4999.87', idNumber: idNumberOf(++buyers) })
    await checkout.sell(quote, { orderId: 'A-0', ...pay(quote) })
    await simulation.platform.settleLater()
    expect(await pass(simulation, 2 * minuteMs, () => checkout.status.refused === 1)).toBe(true)
    await sell(on, 'A-1')
    expect(
      await pass(simulation, minuteMs, async () => (await saleOf(checkout, 'A-1'))?.standing === 'confirmed'),
    ).toBe(true)
    const offsets = simulation.platform.store.records().map(({ jws }) => decodeRecord(jws).clock.offsetMs ?? 0)
    expect(offsets.every((ms) => Math.abs(ms) < minuteMs)).toBe(true)
  })
})
