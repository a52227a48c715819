import { describe, expect, it } from 'vitest'
import { createClock } from '../../src/testing/clock.ts'
import { createMemoryBytes, createMemoryLocks, createRandom } from '../../src/testing/memory-ports.ts'
import { createNetwork } from '../../src/testing/network.ts'

describe('the staged clock', () => {
  it('runs timers at their instants, in order, also those set by timers', async () => {
    const clock = createClock(0)
    const seen: [string, number][] = []
    clock.timers.after(300, () => void seen.push(['late', clock.monotonic()]))
    clock.timers.after(100, () => {
      seen.push(['early', clock.monotonic()])
      clock.timers.after(50, () => void seen.push(['nested', clock.monotonic()]))
    })
    await clock.advance(250)
    expect(seen).toEqual([
      ['early', 100],
      ['nested', 150],
    ])
    expect(clock.monotonic()).toBe(250)
    await clock.advance(50)
    expect(seen.at(-1)).toEqual(['late', 300])
  })

  it('lets the wall clock jump and the machine sleep without moving the monotonic clock', async () => {
    const clock = createClock('2026-03-06T10:00:00+08:00')
    clock.set('2020-01-01T00:00:00Z')
    clock.sleep(1000)
    expect(clock.instant()).toBe('2020-01-01T00:00:01Z')
    expect(clock.monotonic()).toBe(0)
  })

  it('forgets a timer that was called off', async () => {
    const clock = createClock(0)
    clock.timers.after(10, () => expect.unreachable())()
    await clock.advance(100)
    expect(clock.waiting).toBe(0)
  })
})

describe('the staged network', () => {
  const setUp = () => {
    const clock = createClock(0)
    const network = createNetwork(clock.timers)
    let served = 0
    network.serve('https://shop.test/', () => Response.json({ served: ++served }))
    return { clock, network, served: () => served }
  }
  const url = 'https://shop.test/a'

  it('serves by the longest prefix', async () => {
    const { network } = setUp()
    network.serve('https://shop.test/deep/', () => new Response('deep'))
    expect(await (await network.fetch('https://shop.test/deep/x')).text()).toBe('deep')
    expect(await (await network.fetch(url)).json()).toEqual({ served: 1 })
  })

  it('fails as fetch does when it is cut, and for an address that nobody serves', async () => {
    const { network, served } = setUp()
    network.cut()
    await expect(network.fetch(url)).rejects.toThrow(TypeError)
    network.restore()
    await expect(network.fetch('https://nobody.test/')).rejects.toThrow(TypeError)
    expect(served()).toBe(0)
  })

  it('loses the answer of a request that took effect', async () => {
    const { network, served } = setUp()
    network.fault({ fault: { kind: 'answer_lost' }, times: 1 })
    await expect(network.fetch(url)).rejects.toThrow(TypeError)
    expect(served()).toBe(1)
    expect((await network.fetch(url)).status).toBe(200)
  })

  it('delays by the staged clock and gives up with the signal', async () => {
    const { clock, network } = setUp()
    network.fault({ fault: { kind: 'delayed', ms: 500 } })
    let answered = false
    const first = network.fetch(url).then(() => (answered = true))
    await clock.advance(499)
    expect(answered).toBe(false)
    await clock.advance(1)
    await first
    const controller = new AbortController()
    const second = network.fetch(url, { signal: controller.signal })
    controller.abort()
    await expect(second).rejects.toThrow('aborted')
  })

  it('duplicates, garbles, truncates and answers with any status', async () => {
    const { network, served } = setUp()
    network.fault({ fault: { kind: 'duplicated' }, times: 1 })
    await network.fetch(url)
    expect(served()).toBe(2)
    network.fault({ fault: { kind: 'garbled' }, times: 1 })
    expect(await (await network.fetch(url)).text()).toContain('<title>')
    network.fault({ fault: { kind: 'truncated' }, times: 1 })
    await expect((await network.fetch(url)).json()).rejects.toThrow(SyntaxError)
    network.fault({ match: '/a', fault: { kind: 'status', status: 503, headers: { 'retry-after': '7' } }, times: 1 })
    const response = await network.fetch(url)
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '7'])
    expect(network.sent.map(({ status }) => status)).toEqual([200, 200, 200, 503])
  })
})

describe('locks in memory', () => {
  const gate = () => {
    let open = (): void => undefined
    return { wait: new Promise<void>((resolve) => (open = resolve)), open: () => open() }
  }

  it('grants one at a time, in the order of asking', async () => {
    const locks = createMemoryLocks()
    const first = gate()
    const order: number[] = []
    const jobs = [
      locks.request('a', {}, async () => {
        await first.wait
        order.push(1)
      }),
      locks.request('a', {}, async () => void order.push(2)),
      locks.request('a', {}, async () => void order.push(3)),
    ]
    expect(await locks.request('a', { ifAvailable: true }, async (granted) => granted)).toBe(false)
    first.open()
    await Promise.all(jobs)
    expect(order).toEqual([1, 2, 3])
    expect(await locks.request('a', { ifAvailable: true }, async (granted) => granted)).toBe(true)
  })

  it('lets nobody in between a release and the next in the queue', async () => {
    const locks = createMemoryLocks()
    let inside = 0
    let most = 0
    const enter = async (): Promise<void> => {
      most = Math.max(most, ++inside)
      await Promise.resolve()
      inside--
    }
    const waves = Array.from({ length: 20 }, async (_, i) => {
      for (let round = 0; round < i % 3; round++) await Promise.resolve()
      await locks.request('a', {}, enter)
    })
    await Promise.all(waves)
    expect(most).toBe(1)
  })

  it('can be stolen from a holder that hangs, and given up by a waiter', async () => {
    const locks = createMemoryLocks()
    const hung = locks.request('a', {}, () => new Promise<never>(() => undefined))
    const controller = new AbortController()
    const waiter = locks.request('a', { signal: controller.signal }, async () => 'never')
    controller.abort()
    await expect(waiter).rejects.toThrow('aborted')
    expect(await locks.request('a', { steal: true }, async () => 'taken')).toBe('taken')
    await expect(hung).rejects.toThrow('stolen')
  })
})

it('gives the same random bytes for the same seed', () => {
  expect([...createRandom(7).bytes(8)]).toEqual([...createRandom(7).bytes(8)])
  expect([...createRandom(7).bytes(8)]).not.toEqual([...createRandom(8).bytes(8)])
})

it('keeps bytes apart from the arrays that were handed in and out', async () => {
  const store = createMemoryBytes()
  const value = Uint8Array.of(1)
  await store.setMany([['a', value]])
  value[0] = 2
  const read = (await store.getMany(['a']))[0]
  read![0] = 3
  expect(await store.getMany(['a', 'b'])).toEqual([Uint8Array.of(1), undefined])
})
