/** One till that sends more than is answered waits for itself: never for others, and never without an end. */
import { expect, it } from 'vitest'
import { createLines } from '../../src/platform/in-line.ts'
import type { PlatformStore } from '../../src/platform/store.ts'
import { magicItems } from '../../src/testing/magic.ts'
import { startMemoryPlatform } from '../conformance/memory-platform.ts'
import { freshSerial, oneItem, TestTill } from '../conformance/test-till.ts'

const fridge = magicItems.grade_1

/** A platform whose store is as slow as a test wants for one till, and counts what that till has under way. */
async function stage() {
  const platform = await startMemoryPlatform()
  const [busy, other] = [
    await new TestTill(platform, 'TY-0001', '01').open(),
    await new TestTill(platform, 'TY-0001', '02').open(),
  ]
  const { store, faults } = platform.memory()
  const real = { ...store }
  const seen = { now: 0, most: 0 }
  let free = (): void => undefined
  const gate = new Promise<void>((done) => (free = done))
  const slow: PlatformStore['transact'] = async (till, work) => {
    if (till.till !== busy.till) return real.transact(till, work)
    seen.most = Math.max(seen.most, ++seen.now)
    await gate
    try {
      return await real.transact(till, work)
    } finally {
      seen.now -= 1
    }
  }
  Object.assign(store, { transact: slow })
  const send = (jws: string): Promise<Response> =>
    platform.fetch('v1/records', { method: 'POST', headers: { 'content-type': 'application/jose' }, body: jws })
  return { busy, other, faults, seen, free, send }
}

it('takes one record of a till at a time, while others sell', async () => {
  const { busy, other, faults, seen, free, send } = await stage()
  const { jws } = await busy.reserve(oneItem(fridge, freshSerial()))
  const all = Array.from({ length: 20 }, () => send(jws))
  expect((await other.sell(oneItem(fridge, freshSerial()))).body.standing).toBe('confirmed')
  expect((await busy.head()).status).toBe(200)
  free()
  expect(new Set((await Promise.all(all)).map(({ status }) => status))).toEqual(new Set([200]))
  expect([seen.most, faults]).toEqual([1, []])
})

it('tells a till whose line is too long when to come again, and takes what it sends then', async () => {
  const { busy, faults, free, send } = await stage()
  const { jws } = await busy.reserve(oneItem(fridge, freshSerial()))
  const all = Array.from({ length: 100 }, () => send(jws))
  const first = await Promise.race(all)
  expect([first.status, Number(first.headers.get('retry-after')) > 0]).toEqual([429, true])
  expect(await first.json()).toMatchObject({ code: 'too_many', field: null })
  free()
  const statuses = (await Promise.all(all)).map(({ status }) => status)
  expect(statuses.filter((status) => status === 200)).toHaveLength(25)
  expect(statuses.filter((status) => status === 429)).toHaveLength(75)
  expect([(await send(jws)).status, faults]).toEqual([200, []])
})

it('begins nothing whose till has given up by then', async () => {
  let [nowMs, end] = [0, (): void => undefined]
  const inLine = createLines(() => nowMs)
  const first = inLine('a', () => new Promise<number>((done) => (end = () => done(1))))
  const begun: string[] = []
  const next = (name: string): Promise<string | null> =>
    inLine(name, () => {
      begun.push(name)
      return Promise.resolve(name)
    })
  const [second, other] = [next('a'), next('b')]
  expect(await other).toBe('b')
  nowMs = 6_000
  end()
  expect([await first, await second, begun]).toEqual([1, null, ['b']])
  expect(await next('a')).toBe('a')
})

it('goes on behind work that failed', async () => {
  const inLine = createLines(() => 0)
  const failing = inLine('a', () => Promise.reject(new Error('planted')))
  const next = inLine('a', () => Promise.resolve(2))
  await expect(failing).rejects.toThrow('planted')
  expect(await next).toBe(2)
})
