import { describe, expect, it } from 'vitest'
import type { OutboxContext } from '../../src/outbox/context.ts'
import { sendHeartbeat, lookAtLease, requireFencingToken, takeLease } from '../../src/outbox/fencing.ts'
import { withLease } from '../../src/sync/lease.ts'
import { createShelf, openOutbox, type Shelf } from '../outbox/outbox.ts'

const never = new AbortController().signal
const asks = { wait: true, signal: never }

/** A tab that has the lease until told to end. */
function holdOn(context: OutboxContext): {
  readonly taken: Promise<number>
  readonly ended: Promise<unknown>
  end(): void
  readonly lost: { isLost: boolean }
} {
  let end = (): void => undefined
  let take: (token: number) => void
  const lost = { isLost: false }
  const taken = new Promise<number>((resolve) => (take = resolve))
  const ended = withLease(context, asks, (token, signal) => {
    take(token)
    signal.addEventListener('abort', () => (lost.isLost = true))
    return new Promise<void>((resolve) => (end = resolve))
  }).catch((error: unknown) => error)
  return { taken, ended, end: () => end(), lost }
}

async function passing(shelf: Shelf, ms: number, isSo: () => boolean): Promise<number> {
  for (let passed = 0; passed < ms; passed += 250) {
    for (let i = 0; i < 200; i++) {
      if (isSo()) return passed
      await new Promise((resolve) => setImmediate(resolve))
    }
    await shelf.clock.advance(250)
  }
  return isSo() ? ms : Number.POSITIVE_INFINITY
}

describe.each([true, false])('the lease (Web Locks: %s)', (locks) => {
  it('is one tab’s at a time, and goes on when that tab is done', async () => {
    const shelf = createShelf({ locks })
    const [one, two] = [await openOutbox(shelf), await openOutbox(shelf)]
    const first = holdOn(one)
    await first.taken
    expect(await withLease(two, { wait: false, signal: never }, async () => 'mine')).toEqual({ status: 'elsewhere' })
    const second = holdOn(two)
    first.end()
    await first.ended
    let token = 0
    void second.taken.then((taken) => (token = taken))
    expect(await passing(shelf, 2_000, () => token > 0)).toBeLessThanOrEqual(1_000)
    expect(token).toBeGreaterThan(await first.taken)
    second.end()
    await second.ended
    expect((await lookAtLease(one.db)).holder).toBeNull()
  })

  it('stays with a tab that is slow but alive', async () => {
    const shelf = createShelf({ locks })
    const [one, two] = [await openOutbox(shelf), await openOutbox(shelf)]
    const first = holdOn(one)
    await first.taken
    const stop = new AbortController()
    let isTaken = false
    const waiting = withLease(two, { wait: true, signal: stop.signal }, async () => void (isTaken = true)).catch(
      () => 'aborted',
    )
    expect(await passing(shelf, 30_000, () => isTaken)).toBe(Number.POSITIVE_INFINITY)
    expect(first.lost.isLost).toBe(false)
    stop.abort()
    first.end()
    await first.ended
    await shelf.clock.advance(1_000)
    await waiting
  })

  it('is taken within 10 s from a tab that froze, whose later writes are refused', async () => {
    const shelf = createShelf({ locks })
    // A frozen tab's timers do not run.
    const one = await openOutbox(shelf, { timers: { after: () => () => undefined } })
    const two = await openOutbox(shelf)
    const frozen = holdOn(one)
    const token = await frozen.taken
    let taken = 0
    const next = withLease(two, asks, async (mine) => {
      taken = mine
    })
    expect(await passing(shelf, 12_000, () => taken > 0)).toBeLessThanOrEqual(10_000)
    await next
    expect(taken).toBe(token + 1)
    expect(await sendHeartbeat(one.db, token)).toBe(false)
    await expect(one.db.read(['meta'], (tables) => requireFencingToken(tables, token))).rejects.toMatchObject({
      code: 'ABORTED',
    })
    frozen.end()
    await frozen.ended
  })

  it('is taken from a frozen tab within 8 s though the browser lets the other wake but once a second', async () => {
    const shelf = createShelf({ locks })
    const { clock } = shelf
    let isFrozen = false
    const one = await openOutbox(shelf, {
      timers: { after: (ms, task) => clock.timers.after(ms, () => (isFrozen ? undefined : task())) },
    })
    // As it does to a page in the background; what the page does meanwhile makes it miss the next second.
    const nextWake = (ms: number): number => Math.ceil((clock.monotonic() + ms + 1) / 1_000) * 1_000 - clock.monotonic()
    const two = await openOutbox(shelf, {
      timers: { after: (ms, task) => clock.timers.after(nextWake(ms), task) },
    })
    await clock.advance(250)
    const frozen = holdOn(one)
    await frozen.taken
    let isTaken = false
    const next = withLease(two, asks, async () => void (isTaken = true))
    // Just after it has shown that it lives.
    await passing(shelf, 10_000, () => false)
    const before = (await lookAtLease(one.db)).heartbeat
    for (let now = before; now === before; now = (await lookAtLease(one.db)).heartbeat)
      await passing(shelf, 250, () => false)
    isFrozen = true
    expect(await passing(shelf, 12_000, () => isTaken)).toBeLessThanOrEqual(8_000)
    await next
    frozen.end()
    await frozen.ended
  })
})

describe('the fencing token', () => {
  it('only rises', async () => {
    const context = await openOutbox(createShelf())
    const tokens: (number | null)[] = []
    for (const tab of ['a', 'b', 'a']) tokens.push(await takeLease(context.db, tab, () => true))
    expect(tokens).toEqual([1, 2, 3])
    expect(await takeLease(context.db, 'c', ({ holder }) => holder === null)).toBeNull()
  })

  it('starts anew where the row has none', async () => {
    const { db } = await openOutbox(createShelf())
    await db.write(['meta'], ({ meta }) =>
      meta.put({ key: 'lease', value: { epoch: 7, holder: 'a', beat: 3 } as never }),
    )
    const token = await takeLease(db, 'b', ({ holder }) => holder === null)
    expect(token).toBe(1)
    expect(await sendHeartbeat(db, token!)).toBe(true)
    expect(await lookAtLease(db)).toEqual({ token: 1, holder: 'b', heartbeat: 1 })
  })
})
