/**
 * Reads codes with a camera. Uses the browser's own detector where it knows every format needed, and
 * else ZXing compiled to WebAssembly, which is loaded only then and from the address the host names:
 * no third party's server is ever asked. WebAssembly needs `'wasm-unsafe-eval'` in `script-src`.
 */
import { CheckoutError } from '../core/errors.ts'
import type { Timers } from '../core/ports.ts'
import { expandUpcE } from './gtin.ts'

/** The names of the Barcode Detection API. */
export type CameraFormat = 'ean_13' | 'ean_8' | 'upc_a' | 'upc_e' | 'code_128' | 'qr_code' | 'data_matrix'

/** The symbologies that the camera looks for. */
export const cameraFormats: readonly CameraFormat[] = [
  'ean_13',
  'ean_8',
  'upc_a',
  'upc_e',
  'code_128',
  'qr_code',
  'data_matrix',
]

export interface CameraCode {
  /** For `readScan`: EAN and UPC with their symbology identifier, so that none is taken for another. */
  readonly text: string
  readonly format: string
}

export type CameraImage = HTMLVideoElement | HTMLCanvasElement | HTMLImageElement | ImageBitmap | ImageData | Blob

export interface CameraReader {
  /** `native`: the browser's own detector. */
  readonly engine: 'native' | 'wasm'
  /** Every code in the image; none is an empty list. */
  read(image: CameraImage): Promise<readonly CameraCode[]>
}

export interface CameraReaderOptions {
  /** Where the host serves `zxing-wasm/reader/zxing_reader.wasm` from: `"/assets/zxing_reader.wasm"`. */
  readonly wasmUrl: string
  /** `auto` (default) prefers the browser's own detector. */
  readonly engine?: 'auto' | 'wasm'
}

interface Detector {
  detect(image: CameraImage): Promise<readonly { readonly rawValue: string; readonly format: string }[]>
}
interface DetectorClass {
  new (options: { formats: CameraFormat[] }): Detector
  getSupportedFormats(): Promise<readonly string[]>
}

/**
 * @throws {@link CheckoutError} `FEATURE_MISSING` when neither detector can be had; its `cause` says why;
 * `INPUT_INVALID` naming the option that is not of its type
 */
export async function createCameraReader(options: CameraReaderOptions): Promise<CameraReader> {
  const native = options.engine === 'wasm' ? null : await nativeDetector()
  const detector = native ?? (await wasmDetector(options.wasmUrl))
  return {
    engine: native ? 'native' : 'wasm',
    async read(image) {
      const found = await detector.detect(image).catch((cause: unknown) => {
        const expected = 'a picture that has loaded'
        throw new CheckoutError('INPUT_INVALID', `image must be ${expected}`, { field: 'image', expected, cause })
      })
      return found.map(({ rawValue, format }) => ({ text: identified(rawValue, format), format }))
    },
  }
}

async function nativeDetector(): Promise<Detector | null> {
  const Native = (globalThis as { BarcodeDetector?: DetectorClass }).BarcodeDetector
  if (!Native) return null
  const supported = await Native.getSupportedFormats().catch((): readonly string[] => [])
  return cameraFormats.every((format) => supported.includes(format))
    ? new Native({ formats: [...cameraFormats] })
    : null
}

async function wasmDetector(wasmUrl: string): Promise<Detector> {
  try {
    const { BarcodeDetector, prepareZXingModule } = await import('barcode-detector/ponyfill')
    await prepareZXingModule({
      overrides: { locateFile: (path: string, prefix: string) => (path.endsWith('.wasm') ? wasmUrl : prefix + path) },
      fireImmediately: true,
      // Asked for once; the package's own comparison does not run before Chromium 93.
      equalityFn: Object.is,
    })
    return new BarcodeDetector({ formats: [...cameraFormats] })
  } catch (cause) {
    throw new CheckoutError(
      'FEATURE_MISSING',
      'camera: no barcode detector; serve wasmUrl and allow wasm-unsafe-eval',
      {
        field: 'wasmUrl',
        received: wasmUrl.slice(0, 200),
        cause,
      },
    )
  }
}

/** The code with the identifier a scanner would send; the format is known here, and lost afterwards. */
function identified(rawValue: string, format: string): string {
  if (format === 'ean_13' || format === 'upc_a') return `]E0${rawValue.padStart(13, '0')}`
  if (format === 'ean_8') return `]E4${rawValue}`
  // Detectors give a UPC-E short or written out.
  if (format === 'upc_e') return `]E0${(expandUpcE(rawValue) ?? rawValue).padStart(13, '0')}`
  return rawValue
}

export interface CameraScannerOptions extends CameraReaderOptions {
  readonly onScan: (code: CameraCode) => void
  /** Told once, of what ends the scanning. */
  readonly onError: (error: unknown) => void
  readonly timers: Timers
  /** `navigator.mediaDevices`; null where the page has none. */
  readonly mediaDevices: Pick<MediaDevices, 'getUserMedia'> | null
  /** Pause between two looks, milliseconds; default 120. */
  readonly intervalMs?: number
  /** The same code is not told again within this, milliseconds; default 2000. */
  readonly repeatMs?: number
}

/**
 * Shows the rear camera in `video` and tells of each code it sees, until the returned function is called.
 * @throws {@link CheckoutError} `FEATURE_MISSING` without a camera, without leave to use it, or without a detector;
 * `INPUT_INVALID` naming the argument or option that is not of its type
 */
export async function startCamera(video: HTMLVideoElement, options: CameraScannerOptions): Promise<() => void> {
  const stream = await openCamera(options.mediaDevices)
  let callOff: (() => void) | null = null
  let stopped = false
  const stop = (): void => {
    stopped = true
    callOff?.()
    for (const track of stream.getTracks()) track.stop()
    video.srcObject = null
  }
  const recent = new Map<string, () => void>()
  try {
    const reader = await createCameraReader(options)
    video.srcObject = stream
    video.muted = true
    await video.play().catch(unopened)
    const look = async (): Promise<void> => {
      for (const code of await reader.read(video)) {
        if (stopped) return
        if (!recent.has(code.text)) options.onScan(code)
        recent.get(code.text)?.()
        recent.set(
          code.text,
          options.timers.after(options.repeatMs ?? 2000, () => void recent.delete(code.text)),
        )
      }
    }
    const next = (): void => {
      if (stopped) return
      callOff = options.timers.after(options.intervalMs ?? 120, () => {
        look().then(next, (error: unknown) => {
          stop()
          options.onError(error)
        })
      })
    }
    next()
    return stop
  } catch (error) {
    stop()
    throw error
  }
}

async function openCamera(mediaDevices: CameraScannerOptions['mediaDevices']): Promise<MediaStream> {
  if (!mediaDevices)
    throw new CheckoutError('FEATURE_MISSING', 'camera: the page has none; it needs HTTPS', { field: 'mediaDevices' })
  return mediaDevices
    .getUserMedia({ video: { facingMode: 'environment', width: { ideal: 1280 } }, audio: false })
    .catch(unopened)
}

function unopened(cause: unknown): never {
  throw new CheckoutError('FEATURE_MISSING', 'camera: it could not be opened; allow it for this page', {
    field: 'camera',
    cause,
  })
}
