import { describe, expect, it } from 'vitest'
import type { OutboxContext } from '../../src/outbox/context.ts'
import { beatFence, lookAtLease, requireFence, takeFence } from '../../src/outbox/fence.ts'
import { staleMs, withLease } from '../../src/sync/lease.ts'
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
  let take: (fence: number) => void
  const lost = { isLost: false }
  const taken = new Promise<number>((resolve) => (take = resolve))
  const ended = withLease(context, asks, (fence, signal) => {
    take(fence)
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
    let fence = 0
    void second.taken.then((taken) => (fence = taken))
    expect(await passing(shelf, 2_000, () => fence > 0)).toBeLessThanOrEqual(1_000)
    expect(fence).toBeGreaterThan(await first.taken)
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
    const fence = await frozen.taken
    let taken = 0
    const next = withLease(two, asks, async (mine) => {
      taken = mine
    })
    expect(await passing(shelf, 12_000, () => taken > 0)).toBeLessThanOrEqual(10_000)
    await next
    expect(taken).toBe(fence + 1)
    expect(await beatFence(one.db, fence)).toBe(false)
    await expect(one.db.read(['meta'], (tables) => requireFence(tables, fence))).rejects.toMatchObject({
      code: 'ABORTED',
    })
    frozen.end()
    await frozen.ended
    expect(staleMs).toBeLessThan(10_000)
  })
})

describe('the fence', () => {
  it('only rises', async () => {
    const context = await openOutbox(createShelf())
    const fences: (number | null)[] = []
    for (const tab of ['a', 'b', 'a']) fences.push(await takeFence(context.db, tab, () => true))
    expect(fences).toEqual([1, 2, 3])
    expect(await takeFence(context.db, 'c', ({ holder }) => holder === null)).toBeNull()
  })
})
