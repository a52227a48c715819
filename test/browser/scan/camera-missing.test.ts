import { expect, it } from 'vitest'
import { createCameraReader } from '../../../src/scan/camera.ts'

it('says so when the detector is not served', async () => {
  const reading = createCameraReader({ wasmUrl: '/nowhere/zxing_reader.wasm', engine: 'wasm' })
  await expect(reading).rejects.toMatchObject({ code: 'FEATURE_MISSING', field: 'wasmUrl' })
})

it('asks no other server than the one named', () => {
  const asked = performance.getEntriesByType('resource').map((entry) => new URL(entry.name))
  expect(asked.filter((url) => url.origin !== location.origin)).toEqual([])
  expect(asked.some((url) => url.pathname === '/nowhere/zxing_reader.wasm')).toBe(true)
})
