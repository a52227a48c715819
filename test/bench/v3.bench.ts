/** V3: what it costs to read one scan, all of `readScan`, beside a parser and the budget's limits. */
import { createRequire } from 'node:module'
import { readScan } from '../../src/scan/read-scan.ts'
import { inTurn, lessIsBetter, type BenchLine } from './bench.ts'

const peer = createRequire(import.meta.url)('gs1-barcode-parser-mod') as { parseBarcode(text: string): unknown }

// Short rounds, many of them: a round that another process interrupts does not move the median.
const calls = 100
const rounds = 1001
const gs = '\u001d'

// Different codes in turn, so that no engine can keep an answer.
const eans = ['6901010101098', '6901234567892', '9520123456788', '4006381333931']
const serials = ['GC0A1B2C3', 'ABC123XYZ', '00018410000001', 'Z9Y8X7']
const elementStrings = eans.map((ean, i) => `]C1010${ean}21${serials[i]}${gs}240KFR-35GW/01A`)
const links = eans.map((ean, i) => `https://id.gs1.org/01/0${ean}/21/${serials[i]}?240=KFR-35GW%2F01A`)

const microseconds = (ms: number): number => (ms * 1000) / calls

function many(texts: readonly string[], read: (text: string) => unknown): () => void {
  return () => {
    for (let i = 0; i < calls; i++) read(texts[i % texts.length] ?? '')
  }
}

export async function run(): Promise<BenchLine[]> {
  const [ean = 0, eanPeer = 0] = await inTurn(
    rounds,
    many(eans, (text) => readScan(text)),
    // The peer reads element strings alone: it gets the same number as (01).
    many(
      eans.map((code) => `]C1010${code}`),
      (text) => peer.parseBarcode(text),
    ),
  )
  const [elements = 0, elementsPeer = 0] = await inTurn(
    rounds,
    many(elementStrings, (text) => readScan(text)),
    many(elementStrings, (text) => peer.parseBarcode(text)),
  )
  const [link = 0] = await inTurn(
    rounds,
    many(links, (text) => readScan(text)),
  )
  return [
    lessIsBetter('V3', microseconds(ean), microseconds(eanPeer), 'EAN-13: gs1-barcode-parser-mod', 'µs'),
    lessIsBetter('V3', microseconds(ean), 3, 'EAN-13: limit', 'µs'),
    lessIsBetter(
      'V3',
      microseconds(elements),
      microseconds(elementsPeer),
      'GS1 element string: gs1-barcode-parser-mod',
      'µs',
    ),
    lessIsBetter('V3', microseconds(elements), 10, 'GS1 element string: limit', 'µs'),
    lessIsBetter('V3', microseconds(link), 20, 'Digital Link: limit', 'µs'),
  ]
}
