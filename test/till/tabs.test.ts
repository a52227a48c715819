import { expect, it } from 'vitest'
import type { Connectivity, Locks } from '../../src/core/ports.ts'
import type { OutboxContext } from '../../src/outbox/context.ts'
import { createTabPresence, type TabPresence } from '../../src/till/tabs.ts'

const held = new Set<string>()
const locks: Locks = {
  async request(name, _options, task) {
    const granted = !held.has(name)
    held.add(name)
    const result = await task(granted)
    if (granted) held.delete(name)
    return result
  },
}

function presence(tab: string): TabPresence & { readonly wake: () => void } {
  let wake = (): void => undefined
  const connectivity: Connectivity = {
    online: () => true,
    subscribe(listener) {
      wake = listener
      return () => (wake = () => undefined)
    },
  }
  const context = { db: { name: 'till' }, tab, ports: { locks } } as unknown as OutboxContext
  return Object.assign(createTabPresence(context, connectivity), { wake: () => wake() })
}

it('is seen by other tabs from its start to its end, also after its page was put away and came back', async () => {
  const [one, other] = [presence('1'), presence('2')]
  expect(await other.isAlive('1')).toBe(false)
  await one.enter()
  expect(await other.isAlive('1')).toBe(true)
  one.wake()
  // What a browser does that puts a page away.
  held.clear()
  expect(await other.isAlive('1')).toBe(false)
  one.wake()
  expect(await other.isAlive('1')).toBe(true)
  one.leave()
  await Promise.resolve()
  one.wake()
  await expect.poll(() => other.isAlive('1')).toBe(false)
})
