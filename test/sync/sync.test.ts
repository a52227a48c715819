import { describe, expect, it } from 'vitest'
import type { OutboxContext } from '../../src/outbox/context.ts'
import { countUnsent } from '../../src/outbox/counts.ts'
import type { Ports } from '../../src/core/ports.ts'
import { decodeRecord } from '../../src/record/jws.ts'
import { endpoints } from '../../src/record/endpoints.ts'
import { withLease } from '../../src/sync/lease.ts'
import { createSync, type Sync } from '../../src/sync/sync.ts'
import { createPlatformClient } from '../../src/sync/platform-client.ts'
import { answerTo, appendSale, createShelf, giveKey, openOutbox, rows, type Shelf } from '../outbox/outbox.ts'
import { turn, watchCryptography } from './turns.ts'

watchCryptography()

interface Tab {
  readonly context: OutboxContext & { readonly ports: Ports }
  readonly sync: Sync
  readonly errors: unknown[]
}

/** A platform that answers records with `status.records`; 200 confirms. Requests wait while `status.isSilent`. */
function servePlatform({ network, clock }: Shelf): { records: number; isSilent: boolean } {
  const status = { records: 200, isSilent: false }
  network.serve('https://api.test/', async (request) => {
    while (status.isSilent) await turn()
    if (request.url.endsWith(endpoints.answers.address))
      return Response.json({ answers: [], cursor: 'c', more: false, serverTime: '2026-03-06T02:00:00Z' })
    if (!request.url.endsWith(endpoints.records.address)) return new Response('', { status: 404 })
    if (status.records !== 200) return new Response('', { status: status.records })
    const { id } = decodeRecord(await request.text())
    return Response.json(answerTo({ id, sale: id }, 'confirmed', clock.now()))
  })
  return status
}

async function openTab(shelf: Shelf, change: Partial<Ports> = {}): Promise<Tab> {
  const context = await openOutbox(shelf, change)
  const errors: unknown[] = []
  const client = createPlatformClient(() => 'https://api.test/', context.ports)
  const sync = createSync({
    context,
    client,
    ports: context.ports,
    onChange: () => undefined,
    onError: (error) => errors.push(error),
  })
  return { context, sync, errors }
}

/** Lets time pass in steps, with the tabs at work in between, until `isSo`; false when it is not so within `ms`. */
async function comesToBe(shelf: Shelf, ms: number, isSo: () => boolean | Promise<boolean>): Promise<boolean> {
  for (let passed = 0; passed <= ms; passed += 250) {
    for (let turns = 0; turns < 60; turns++) await turn()
    if (await isSo()) return true
    await shelf.clock.advance(250)
  }
  return false
}
const isSent =
  ({ context }: Tab) =>
  async (): Promise<boolean> =>
    (await context.db.read(['records'], countUnsent)) === 0

describe.each([true, false])('a tab that wants to send (Web Locks: %s)', (locks) => {
  it('sends by itself after it was told, by hand, that another tab was sending', async () => {
    const shelf = createShelf({ locks })
    const platform = servePlatform(shelf)
    const one = await openTab(shelf)
    await giveKey(one.context)
    await appendSale(one.context, 'A-1')
    platform.records = 503
    one.sync.start()
    expect(await comesToBe(shelf, 5_000, () => !one.sync.isLineUp)).toBe(true)

    const other = await openOutbox(shelf)
    let end = (): void => undefined
    let isHeld = false
    const held = withLease(other, { wait: true, signal: new AbortController().signal }, () => {
      isHeld = true
      return new Promise<void>((resolve) => (end = resolve))
    })
    expect(await comesToBe(shelf, 5_000, () => isHeld)).toBe(true)
    expect(await one.sync.sync()).toEqual({ status: 'elsewhere' })
    end()
    await held
    platform.records = 200
    expect(await comesToBe(shelf, 60_000, isSent(one))).toBe(true)
    expect(one.errors).toEqual([])
    await one.sync.close()
  })

  it('sends after it woke to find that another tab had taken over, and that tab is gone', async () => {
    const shelf = createShelf({ locks })
    const platform = servePlatform(shelf)
    const page = { isFrozen: false }
    const { timers } = shelf.clock
    const one = await openTab(shelf, {
      timers: { after: (ms, task) => (page.isFrozen ? () => undefined : timers.after(ms, task)) },
    })
    await giveKey(one.context)
    await appendSale(one.context, 'A-1')
    platform.isSilent = true
    one.sync.start()
    expect(await comesToBe(shelf, 1_000, async () => (await rows(one.context))[0]?.delivery === 'sending')).toBe(true)
    page.isFrozen = true

    const other = await openOutbox(shelf)
    let isTaken = false
    void withLease(other, { wait: true, signal: new AbortController().signal }, async () => void (isTaken = true))
    expect(await comesToBe(shelf, 20_000, () => isTaken)).toBe(true)
    other.db.close()
    page.isFrozen = false
    platform.isSilent = false
    expect(await comesToBe(shelf, 60_000, isSent(one))).toBe(true)
    expect(one.errors).toEqual([])
    await one.sync.close()
  })

  it('tries again at once, and once, when the line came back while a pass was failing', async () => {
    const shelf = createShelf({ locks })
    const platform = servePlatform(shelf)
    const one = await openTab(shelf)
    await giveKey(one.context)
    await appendSale(one.context, 'A-1')
    platform.isSilent = true
    platform.records = 503
    const sent = (): number => shelf.network.sent.filter(({ url }) => url.endsWith(endpoints.records.address)).length
    one.sync.start()
    expect(await comesToBe(shelf, 0, () => sent() === 1)).toBe(true)
    one.sync.kick()
    shelf.network.cut()
    shelf.network.restore()
    platform.isSilent = false
    expect(await comesToBe(shelf, 0, () => sent() === 2)).toBe(true)
    expect(await comesToBe(shelf, 0, () => sent() > 2)).toBe(false)
    await one.sync.close()
  })

  it('leaves the lease to the next when it closes', async () => {
    const shelf = createShelf({ locks })
    servePlatform(shelf)
    const one = await openTab(shelf)
    await giveKey(one.context)
    await appendSale(one.context, 'A-1')
    const other = await openOutbox(shelf)
    let end = (): void => undefined
    const held = withLease(other, { wait: true, signal: new AbortController().signal }, () => {
      return new Promise<void>((resolve) => (end = resolve))
    })
    one.sync.start()
    for (let turns = 0; turns < 60; turns++) await turn()
    // The lease falls free in the very moment in which the waiting tab looks for it and closes.
    end()
    await held
    const advancing = shelf.clock.advance(1_000)
    await turn()
    await one.sync.close()
    one.context.db.close()
    await advancing
    let isMine = false
    void withLease(other, { wait: true, signal: new AbortController().signal }, async () => void (isMine = true))
    expect(await comesToBe(shelf, 1_000, () => isMine)).toBe(true)
  })
})

describe('a platform that is overloaded, and answers other questions than records', () => {
  it('is asked no faster than one that answers nothing', async () => {
    const shelf = createShelf()
    const platform = servePlatform(shelf)
    const tab = await openTab(shelf)
    await giveKey(tab.context)
    for (const orderId of ['A-1', 'A-2']) await appendSale(tab.context, orderId)
    platform.records = 503
    tab.sync.start()
    expect(await comesToBe(shelf, 120_000, () => false)).toBe(false)
    const tries = shelf.network.sent.filter(({ url }) => url.endsWith(endpoints.records.address)).length
    // At most a try a second in the first minute, with the jitter of every wait; seldom after that.
    expect(tries).toBeGreaterThan(5)
    expect(tries).toBeLessThan(80)
    platform.records = 200
    expect(await comesToBe(shelf, 60_000, isSent(tab))).toBe(true)
    await tab.sync.close()
    expect(tab.errors).toEqual([])
  })
})
