import { expect, it } from 'vitest'
import { onceAtATime } from '../../src/core/once-at-a-time.ts'

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

it('runs again after what was asked for during a run, also during the second', async () => {
  let value = 0
  let seen = -1
  let runs = 0
  const look = onceAtATime(async () => {
    runs++
    const read = value
    await turn()
    seen = read
  })
  const asks = [look()]
  for (value = 1; value < 6; value++) {
    asks.push(look())
    await Promise.resolve()
    if (value % 2 === 0) await turn()
  }
  asks.push(look())
  await Promise.all(asks)
  expect(seen).toBe(6)
  expect(runs).toBeLessThan(asks.length)
})

it('goes on after a run that failed', async () => {
  let fails = true
  const work = onceAtATime(() => (fails ? Promise.reject(new Error('no')) : Promise.resolve()))
  await expect(work()).rejects.toThrow('no')
  fails = false
  await work()
})
