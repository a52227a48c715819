/** What a till cannot send any more is exported, and handed in by another till of its store. */
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { describe, expect, it } from 'vitest'
import { createCheckout } from '../../src/checkout.ts'
import type { Checkout } from '../../src/client.ts'
import { utf8 } from '../../src/core/bytes.ts'
import type { Simulation } from '../../src/testing/simulation.ts'
import { createMemoryBytes } from '../../src/testing/memory-ports.ts'
import { idNumberOf } from '../support/buyers.ts'
import { openExport } from '../support/exported-outbox.ts'
import { pay, quoteOne, rehearse, until } from './till.ts'

let buyers = 500
async function sell(checkout: Checkout, orderId: string): Promise<string> {
  const quote = await quoteOne(checkout, { idNumber: idNumberOf(buyers++) })
  return (await checkout.sell(quote, { orderId, ...pay(quote) })).status
}
async function another(simulation: Simulation, store?: { id: string; region: string }): Promise<Checkout> {
  const indexedDb = { factory: new IDBFactory(), keyRange: IDBKeyRange }
  const { options } = simulation.till('07', { indexedDb })
  const checkout = await createCheckout({ ...options, ...(store && { store }) })
  await checkout.ready()
  await checkout.enrol(simulation.code)
  await until(() => checkout.status.unsent === 0)
  return checkout
}

/** A till with sales that never reached the platform. */
async function lostTill() {
  const { checkout, simulation, open } = await rehearse()
  simulation.network.cut()
  await until(() => !checkout.status.online)
  for (const orderId of ['A-1', 'A-2']) expect(await sell(checkout, orderId)).toBe('provisional')
  const file = await checkout.outbox.export()
  await checkout.close()
  simulation.network.restore()
  return { simulation, file, open }
}

describe('an exported outbox', () => {
  it('shows nothing of who bought and what was sold', async () => {
    const { simulation, file } = await lostTill()
    const text = new TextDecoder().decode(file)
    expect(JSON.parse(text)).toMatchObject({ v: 2, kind: 'tradein-outbox', till: '03', count: 5, unanswered: 4 })
    for (const secret of ['orderId', 'reserve', 'eyJhbGciOiJFUzI1NiI']) expect(text).not.toContain(secret)
    const { records } = await openExport(file, simulation.platform.openingKey)
    expect(records.map(({ record, answered }) => [record.seq, record.kind, answered])).toEqual([
      [0, 'epoch', true],
      [1, 'reserve', false],
      [2, 'commit', false],
      [3, 'reserve', false],
      [4, 'commit', false],
    ])
  })

  it('is handed in by another till once, for review', async () => {
    const { simulation, file } = await lostTill()
    const other = await another(simulation)
    const seen: number[][] = []
    expect(await other.outbox.import(file, { onProgress: (...at) => void seen.push(at) })).toEqual({
      taken: 4,
      known: 1,
      refused: [],
    })
    expect(seen).toEqual([[1, 1]])
    expect(await other.outbox.import(file)).toEqual({ taken: 0, known: 5, refused: [] })
    const sales = simulation.platform.store.sales()
    expect(sales.map(({ orderId, state, standing }) => [orderId, state, standing])).toEqual([
      ['A-1', 'committed', 'review'],
      ['A-2', 'committed', 'review'],
    ])
    await other.close()
  })

  it('is no dead end for what an earlier key signed that was revoked meanwhile', async () => {
    const { checkout, simulation } = await rehearse()
    const { keyId } = (await checkout.enrol(simulation.code)) as { readonly keyId: string }
    simulation.network.cut()
    await until(() => !checkout.status.online)
    expect(await sell(checkout, 'A-1')).toBe('provisional')
    await simulation.platform.revoke(keyId)
    await simulation.platform.addCode('ANOTHER')
    const lost = simulation.network.fault({ match: 'v1/records', fault: { kind: 'refused' } })
    simulation.network.restore()
    expect(await checkout.enrol('ANOTHER')).toMatchObject({ status: 'enrolled' })
    lost()
    await checkout.sync()
    await until(() => checkout.status.held === 2)
    // No sending again helps; the line goes on with the key in force.
    const stranded = async () => (await checkout.tasks()).filter(({ kind }) => kind.startsWith('record_'))
    expect(await stranded()).toMatchObject([{ kind: 'record_stranded', codes: ['till_revoked'] }])
    expect(await sell(checkout, 'A-2')).toBe('confirmed')
    const other = await another(simulation)
    expect(await other.outbox.import(await checkout.outbox.export())).toMatchObject({ taken: 2, refused: [] })
    await until(async () => (await checkout.sync()).status === 'drained')
    await until(() => checkout.status.held === 0)
    expect(await checkout.sales.find({ orderId: 'A-1' })).toMatchObject([{ standing: 'review', delivery: 'answered' }])
    expect(await stranded()).toEqual([])
    await Promise.all([checkout.close(), other.close()])
  })

  it('can be made without a release, once the till was enrolled', async () => {
    const { simulation, open } = await lostTill()
    simulation.network.cut()
    const bare = await open({ ports: { ...simulation.device.openTab(), bytes: createMemoryBytes() } })
    await until(() => bare.status.enrolled)
    const { records } = await openExport(await bare.outbox.export(), simulation.platform.openingKey)
    expect(records.length).toBe(5)
    await bare.close()
  })

  it('that says it has more records than it has room for is refused before anything is sent', async () => {
    const { simulation, file } = await lostTill()
    const other = await another(simulation)
    const parts = Array.from({ length: 500 }, () => ({ count: 1000, sealed: 'x' }))
    const bomb = utf8(JSON.stringify({ ...(JSON.parse(new TextDecoder().decode(file)) as object), parts }))
    const before = simulation.network.sent.length
    const refusal = { code: 'INPUT_INVALID', field: 'outbox.parts' }
    await expect(other.outbox.import(bomb)).rejects.toMatchObject(refusal)
    await expect(simulation.platform.importOutbox(bomb)).rejects.toMatchObject(refusal)
    expect(simulation.network.sent.length).toBe(before)
    await other.close()
  })

  it('is handed in no further once the till is closed, and goes on where it was', async () => {
    const { simulation, file } = await lostTill()
    const json = JSON.parse(new TextDecoder().decode(file)) as { readonly parts: readonly object[] }
    const twice = utf8(JSON.stringify({ ...json, parts: [...json.parts, ...json.parts] }))
    const other = await another(simulation)
    const closing: Promise<void>[] = []
    const onProgress = (): void => void closing.push(other.close())
    await expect(other.outbox.import(twice, { onProgress })).rejects.toMatchObject({ code: 'TRANSPORT_FAILED' })
    await Promise.all(closing)
    expect(closing.length).toBe(1)
    expect(simulation.platform.store.sales().length).toBe(2)
  })

  it('is refused by another store, without a line, and where it is none', async () => {
    const { simulation, file } = await lostTill()
    const stranger = await another(simulation, { id: 'TY-0002', region: '140100' })
    await expect(stranger.outbox.import(file)).rejects.toMatchObject({ code: 'INPUT_INVALID', field: 'outbox.store' })
    await stranger.close()
    const other = await another(simulation)
    const none = [utf8('{}'), utf8('no'), new Uint8Array(0), new Uint8Array(50).fill(255)]
    for (const bytes of none) await expect(other.outbox.import(bytes)).rejects.toMatchObject({ code: 'INPUT_INVALID' })
    simulation.network.cut()
    await expect(other.outbox.import(file)).rejects.toMatchObject({ code: 'TRANSPORT_FAILED' })
    await other.close()
    expect(simulation.platform.store.sales()).toEqual([])
  })
})
