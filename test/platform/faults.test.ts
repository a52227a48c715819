/** A platform that fails is at fault itself: it says when to come again, and refuses no till for it. */
import { expect, it } from 'vitest'
import type { MemoryStore } from '../../src/testing/memory-store.ts'
import { startMemoryPlatform } from '../conformance/memory-platform.ts'
import { freshSerial, oneItem, TestTill } from '../conformance/test-till.ts'
import { magicItems } from '../../src/testing/magic.ts'

const broken = new Error('connection refused')
const fail = (): never => {
  throw broken
}
const kinds: readonly (keyof MemoryStore)[] = ['key', 'transact']

it.each(kinds)(
  'answers 503 while its store cannot be asked (%s), is told of it, and takes the record then',
  async (name) => {
    const platform = await startMemoryPlatform()
    const till = await new TestTill(platform).open()
    const sale = await till.reserve(oneItem(magicItems.grade_1, freshSerial()))
    const { store, faults } = platform.memory()
    const real = { ...store }
    Object.assign(store, { [name]: fail })
    const response = await platform.fetch('v1/records', {
      method: 'POST',
      headers: { 'content-type': 'application/jose' },
      body: sale.jws,
    })
    expect(response.status).toBe(503)
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(await response.json()).toMatchObject({ code: 'internal', field: null })
    expect(faults).toEqual([broken])
    Object.assign(store, real)
    expect((await till.send(sale.jws)).body).toMatchObject({ standing: 'confirmed' })
  },
)
