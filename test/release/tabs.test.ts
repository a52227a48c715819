import { expect, test } from 'vitest'
import { createMemoryLocks } from '../../src/testing/memory-ports.ts'
import { createDevice, createStand, openLibrary, release } from './stand.ts'

test('two tabs that refresh at once fetch each file once', async () => {
  const stand = await createStand()
  await stand.publish(release({ 'brands.json': '1', 'models/a/1.txt': 'a1', 'models/b/1.txt': 'b1' }))
  const device = createDevice()
  const locks = createMemoryLocks()
  const tabs = [openLibrary(stand, device, { locks }), openLibrary(stand, device, { locks })]
  const outcomes = await Promise.all(tabs.map((tab) => tab.refresh()))
  expect(outcomes.map(({ held }) => Object.keys(held.content).length)).toEqual([3, 3])
  expect(stand.asked.filter((path) => path.startsWith('targets/'))).toHaveLength(3)
})

test('old files stay while another tab is fetching', async () => {
  const stand = await createStand()
  await stand.publish(release({ 'brands.json': '1' }))
  const device = createDevice()
  const locks = createMemoryLocks()
  await openLibrary(stand, device, { locks }).refresh()
  await device.bytes.setMany([['sha256:new', new Uint8Array(1)]])
  const starting = openLibrary(stand, device, { locks })
  await locks.request('refresh', {}, async () => {
    await starting.load()
    await starting.settled()
  })
  expect(device.bytes.values.has('sha256:new')).toBe(true)
})
