/** Building the columns of a segment: numbers in the narrowest cells that hold them, texts in one heap. */
import { utf8, type Bytes } from '../core/bytes.ts'
import { alignTo, textsPerStart, type SectionKind } from './segment-format.ts'

/** One section, ready to be placed. */
export interface BuiltSection {
  readonly kind: SectionKind
  readonly width: number
  readonly count: number
  readonly base: number
  readonly step: number
  readonly body: Bytes
}

const cellsByWidth = { 1: Uint8Array, 2: Uint16Array, 4: Uint32Array, 8: Float64Array } as const

/** Cell 0 is null; a value is stored as `(value - base) / step + 1`. A column of one value takes no bytes. */
export function buildNumbers(values: readonly (number | null)[]): BuiltSection {
  let least = Infinity
  let most = -Infinity
  let nulls = 0
  for (const value of values) {
    if (value === null) nulls++
    else {
      if (value < least) least = value
      if (value > most) most = value
    }
  }
  const count = values.length
  const bare = { kind: 'numbers', width: 0, count, step: 1, body: new Uint8Array(0) } as const
  if (nulls === count) return { ...bare, base: -1 }
  if (least === most && nulls === 0) return { ...bare, base: least }
  const step = commonStep(values, least)
  const span = (most - least) / step + 1
  const width = span <= 0xff ? 1 : span <= 0xffff ? 2 : span <= 0xffffffff ? 4 : 8
  const cells = new cellsByWidth[width](count)
  values.forEach((value, row) => {
    if (value !== null) cells[row] = (value - least) / step + 1
  })
  return { kind: 'numbers', width, count, base: least, step, body: new Uint8Array(cells.buffer) }
}

/** The greatest step, below 2^32, by which every value lies above `least`: prices in whole yuan go by 100. */
function commonStep(values: readonly (number | null)[], least: number): number {
  let step = 0
  for (const value of values) {
    if (value === null) continue
    for (let rest = value - least; rest !== 0;) [step, rest] = [rest, step % rest]
    if (step === 1) return 1
  }
  return step === 0 || step > 0xffffffff ? 1 : step
}

/** Collects the texts of all sections one after another. */
export interface HeapBuilder {
  readonly size: number
  add(text: Uint8Array): void
  build(): BuiltSection
}

export function createHeap(): HeapBuilder {
  let bytes = new Uint8Array(65_536)
  let size = 0
  return {
    get size() {
      return size
    },
    add(text) {
      if (size + text.length > bytes.length) {
        const larger = new Uint8Array(Math.max(2 * bytes.length, size + text.length))
        larger.set(bytes)
        bytes = larger
      }
      bytes.set(text, size)
      size += text.length
    },
    build: () => ({ kind: 'heap', width: 1, count: size, base: 0, step: 1, body: bytes.slice(0, size) }),
  }
}

/** Starts of every sixteenth text in the heap, then the length of each. */
export function buildTexts(texts: readonly string[], heap: HeapBuilder): BuiltSection {
  const count = texts.length
  const encoded = texts.map(utf8)
  const width = encoded.some((text) => text.length > 0xff) ? 2 : 1
  const starts = new Uint32Array(Math.ceil(count / textsPerStart))
  const lengths = new cellsByWidth[width](count)
  encoded.forEach((text, i) => {
    if (i % textsPerStart === 0) starts[i / textsPerStart] = heap.size
    lengths[i] = text.length
    heap.add(text)
  })
  const body = new Uint8Array(alignTo(starts.byteLength + lengths.byteLength, 8))
  body.set(new Uint8Array(starts.buffer))
  body.set(new Uint8Array(lengths.buffer), starts.byteLength)
  return { kind: 'texts', width, count, base: 0, step: 1, body }
}

/** Texts that recur, each kept once, in the order in which they first come up. */
export interface Dictionary {
  place(text: string | null): number | null
  readonly texts: readonly string[]
}

export function createDictionary(): Dictionary {
  const places = new Map<string, number>()
  return {
    place(text) {
      if (text === null) return null
      let place = places.get(text)
      if (place === undefined) {
        place = places.size
        places.set(text, place)
      }
      return place
    },
    get texts() {
      return [...places.keys()]
    },
  }
}
