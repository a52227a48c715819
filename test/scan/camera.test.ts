import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { cameraFormats } from '../../src/scan/camera.ts'
import { createCameraReader, startCamera } from '../../src/entries/scan.ts'

const detect = vi.fn<() => Promise<readonly { rawValue: string; format: string }[]>>()
class Detector {
  static getSupportedFormats = (): Promise<readonly string[]> => Promise.resolve(cameraFormats)
  detect = detect
}

beforeEach(() => {
  vi.stubGlobal('BarcodeDetector', Detector)
})
afterEach(() => {
  vi.unstubAllGlobals()
})

it('names a picture that the detector cannot read', async () => {
  detect.mockRejectedValueOnce(new DOMException('not loaded', 'InvalidStateError'))
  const reader = await createCameraReader({ wasmUrl: '/reader.wasm' })
  await expect(reader.read(null as never)).rejects.toMatchObject({ code: 'INPUT_INVALID', field: 'image' })
})

it('says that the camera cannot be had where the page does not let its picture play, and lets go of it', async () => {
  const stop = vi.fn()
  const video = { play: () => Promise.reject(new DOMException('no gesture', 'NotAllowedError')) }
  const starting = startCamera(video as never, {
    wasmUrl: '/reader.wasm',
    onScan: () => undefined,
    onError: () => undefined,
    timers: { after: () => () => undefined },
    mediaDevices: { getUserMedia: () => Promise.resolve({ getTracks: () => [{ stop }] } as never) },
  })
  await expect(starting).rejects.toMatchObject({ code: 'FEATURE_MISSING', field: 'camera' })
  expect(stop).toHaveBeenCalledOnce()
})
