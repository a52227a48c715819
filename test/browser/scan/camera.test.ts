import QRCode from 'qrcode'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { prepareZXingModule, writeBarcode } from 'zxing-wasm/writer'
import { code128Bars, ean13Bars, type BarWidths } from '../../../src/scan/bars.ts'
import { cameraFormats, createCameraReader, startCamera, type CameraCode } from '../../../src/scan/camera.ts'
import { readScan } from '../../../src/scan/read-scan.ts'
import { scannerTests } from '../../../src/scan/self-test.ts'

const wasm = (part: 'reader' | 'writer'): string =>
  new URL(`../../../node_modules/zxing-wasm/dist/${part}/zxing_${part}.wasm`, import.meta.url).href
const wasmUrl = wasm('reader')
const gtin = '06901010101098'

function blank(width: number, height: number): [HTMLCanvasElement, CanvasRenderingContext2D] {
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  const context = canvas.getContext('2d')
  if (!context) throw new Error('no canvas')
  context.fillStyle = '#fff'
  context.fillRect(0, 0, width, height)
  context.fillStyle = '#000'
  return [canvas, context]
}

function drawBars(bars: BarWidths, scale = 3): HTMLCanvasElement {
  const modules = bars.reduce((sum, each) => sum + each, 0) + 22
  const [canvas, context] = blank(modules * scale, 160)
  let x = 11 * scale
  bars.forEach((width, i) => {
    if (i % 2 === 0) context.fillRect(x, 20, width * scale, 120)
    x += width * scale
  })
  return canvas
}

function drawQr(text: string, scale = 5): HTMLCanvasElement {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' })
  const [canvas, context] = blank((modules.size + 8) * scale, (modules.size + 8) * scale)
  for (let y = 0; y < modules.size; y++) {
    for (let x = 0; x < modules.size; x++)
      if (modules.get(y, x)) context.fillRect((x + 4) * scale, (y + 4) * scale, scale, scale)
  }
  return canvas
}

async function drawWith(text: string, format: 'DataMatrix' | 'EAN8' | 'UPCE' | 'UPCA'): Promise<HTMLCanvasElement> {
  await prepareZXingModule({ overrides: { locateFile: () => wasm('writer') }, fireImmediately: true })
  const { image, error } = await writeBarcode(text, { format, scale: 5, addQuietZones: true })
  if (!image) throw new Error(error)
  const bitmap = await createImageBitmap(image)
  const [canvas, context] = blank(bitmap.width + 80, bitmap.height + 80)
  context.drawImage(bitmap, 40, 40)
  return canvas
}

describe('codes drawn as images', () => {
  it.each([
    ['EAN-13', () => drawBars(ean13Bars('6901010101098')), { form: 'ean13', item: { gtin } }],
    ['UPC-A', () => drawWith('012505115158', 'UPCA'), { form: 'ean13', item: { gtin: '00012505115158' } }],
    ['UPC-E', () => drawWith('04252614', 'UPCE'), { form: 'ean13', item: { gtin: '00042100005264' } }],
    ['EAN-8', () => drawWith('96385074', 'EAN8'), { form: 'ean8', item: { gtin: '00000096385074' } }],
    ['Code 128', () => drawBars(code128Bars('GC0A1B2C3')), { kind: 'serial', item: { serial: 'GC0A1B2C3' } }],
    [
      'GS1-128',
      () => drawBars(code128Bars(`\u001d01${gtin}21GC0A1`), 2),
      { form: 'gs1', item: { gtin, serial: 'GC0A1' } },
    ],
    [
      'QR with a Digital Link',
      () => drawQr(`https://id.gs1.org/01/${gtin}/21/GC0A1B2`),
      { form: 'digital_link', item: { gtin, serial: 'GC0A1B2' } },
    ],
    [
      'QR of an energy label',
      () => drawQr('https://www.energylabel.com.cn/d?recordNo=202106-27-11027226-462651443728322560'),
      { kind: 'label', item: { recordNumber: '202106-27-11027226-462651443728322560' } },
    ],
    [
      'Data Matrix',
      () => drawWith(`https://id.gs1.org/01/${gtin}`, 'DataMatrix'),
      { form: 'digital_link', item: { gtin } },
    ],
  ])('%s', async (_, draw, scan) => {
    const reader = await createCameraReader({ wasmUrl, engine: 'wasm' })
    const codes = await reader.read(await draw())
    expect(codes).toHaveLength(1)
    expect(readScan(codes[0]?.text ?? '', { origin: 'scanner' })).toMatchObject({ ...scan, problem: null, repairs: [] })
  })

  it('gives an empty list for an image without a code', async () => {
    const reader = await createCameraReader({ wasmUrl })
    expect(await reader.read(blank(200, 200)[0])).toEqual([])
  })

  it.each(scannerTests.map((test) => [test.id, test] as const))(
    'draws the scanner test %s so that it reads',
    async (_, test) => {
      const bars = test.symbology === 'ean13' ? ean13Bars(test.content) : code128Bars(test.content)
      const reader = await createCameraReader({ wasmUrl, engine: 'wasm' })
      const [code] = await reader.read(drawBars(bars, 2))
      expect(code?.text.replace(/^\]E0/, '')).toContain(test.symbology === 'gs1_128' ? '9520123456788' : test.content)
    },
  )
})

describe("the browser's own detector", () => {
  afterEach(() => {
    vi.unstubAllGlobals()
  })

  const stub = (formats: readonly string[]): void => {
    class Native {
      static getSupportedFormats = (): Promise<readonly string[]> => Promise.resolve(formats)
      detect = (): Promise<readonly object[]> => Promise.resolve([{ rawValue: '012505115158', format: 'upc_a' }])
    }
    vi.stubGlobal('BarcodeDetector', Native)
  }

  it('is used where it knows every format', async () => {
    stub(cameraFormats)
    const reader = await createCameraReader({ wasmUrl: '/nowhere.wasm' })
    expect(reader.engine).toBe('native')
    expect(await reader.read(blank(9, 9)[0])).toEqual([{ text: ']E00012505115158', format: 'upc_a' }])
  })

  it('is passed over where it does not', async () => {
    stub(['qr_code'])
    expect((await createCameraReader({ wasmUrl })).engine).toBe('wasm')
  })
})

describe('a camera', () => {
  let stop: () => void = () => undefined
  afterEach(() => stop())
  const timers = {
    after(ms: number, task: () => void) {
      const id = setTimeout(task, ms)
      return () => clearTimeout(id)
    },
  }

  it('tells each code once while it is in view', async () => {
    const canvas = drawBars(ean13Bars('6901010101098'))
    const redraw = setInterval(() => canvas.getContext('2d')?.fillRect(0, 0, 1, 1), 50)
    const stream = canvas.captureStream(20)
    const codes: CameraCode[] = []
    await new Promise<void>((resolve, reject) => {
      let looks = 0
      const counting = {
        after(ms: number, task: () => void) {
          return timers.after(ms, () => {
            looks += 1
            task()
            if (looks >= 6 && codes.length > 0) resolve()
          })
        },
      }
      const options = {
        wasmUrl,
        timers: counting,
        intervalMs: 20,
        repeatMs: 60_000,
        onScan: (code: CameraCode) => void codes.push(code),
        onError: reject,
      }
      startCamera(document.createElement('video'), {
        ...options,
        mediaDevices: { getUserMedia: () => Promise.resolve(stream) },
      }).then((end) => (stop = end), reject)
    })
    clearInterval(redraw)
    expect(codes).toEqual([{ text: `]E0${gtin.slice(1)}`, format: 'ean_13' }])
    stop()
    expect(stream.getTracks().every((track) => track.readyState === 'ended')).toBe(true)
  })

  it.each([
    ['the page has none', null],
    ['it is not allowed', { getUserMedia: () => Promise.reject(new DOMException('denied', 'NotAllowedError')) }],
  ])('that cannot be had says so: %s', async (_, mediaDevices) => {
    const starting = startCamera(document.createElement('video'), {
      wasmUrl,
      timers,
      mediaDevices,
      onScan: () => undefined,
      onError: () => undefined,
    })
    await expect(starting).rejects.toMatchObject({ code: 'FEATURE_MISSING' })
  })
})
