/** Typed views over a segment's bytes: what is checked here once is read without a check ever after. */
import { CheckoutError } from '../core/errors.ts'
import type { Bytes } from '../core/bytes.ts'
import { textsPerStart } from './segment-format.ts'
import { decodeText } from './segment-texts.ts'

/** One entry of the directory. */
export interface SegmentEntry {
  readonly name: string
  readonly width: number
  readonly count: number
  readonly offset: number
  readonly length: number
  readonly base: number
  readonly step: number
}

/** A column of whole numbers, 0 to 2^53 - 1. */
export interface Numbers {
  /** -1 stands for null. */
  at(row: number): number
}

/** Texts by place, in one heap. */
export interface Texts {
  readonly count: number
  text(place: number): string
  /** Where the text begins in the heap. */
  start(place: number): number
  length(place: number): number
}

export function malformed(segment: string, field: string, problem: string): CheckoutError {
  return new CheckoutError('SEGMENT_MALFORMED', `${segment}: ${field} ${problem}`, { field })
}

/** What a column's values must be. */
export interface NumbersRule {
  /** Every value lies below it. */
  readonly below: number
  /** No value is null. */
  readonly required?: boolean
}

/** @throws {@link CheckoutError} `SEGMENT_MALFORMED` unless every value fits `rule` */
export function numbersOver(
  bytes: Bytes,
  entry: SegmentEntry,
  segment: string,
  { below, required = false }: NumbersRule,
): Numbers {
  const { name, width, count, offset, length, base, step } = entry
  if (!Number.isInteger(base) || base < (required && entry.count > 0 ? 0 : -1) || base >= below)
    throw malformed(segment, name, 'has a base out of range')
  if (width === 0) {
    if (length !== 0) throw malformed(segment, name, 'has cells where its width says none')
    return { at: () => base }
  }
  if (step < 1) throw malformed(segment, name, 'has no step')
  if (base < 0) throw malformed(segment, name, 'has cells and no base')
  if (length !== width * count) throw malformed(segment, name, `is ${length} bytes, not ${width} × ${count}`)
  const cells = cellsOver(bytes, offset, width, count)
  if (!cells) throw malformed(segment, name, 'has an unknown width')
  const least = required ? 1 : 0
  const most = Math.ceil((below - base) / step)
  // Cells too narrow to pass the limit need no walk.
  if (required || width === 8 || 2 ** (8 * width) > most) {
    if (!areWithin(cells, least, most)) throw malformed(segment, name, 'has a cell out of range')
  }
  return numbersOf(cells, base, step)
}

/** A function a width: one that meets arrays of several kinds is ten times slower. */
function numbersOf(cells: Cells, base: number, step: number): Numbers {
  const first = base - step
  if (cells instanceof Uint8Array) return { at: (row) => (cells[row] ? first + cells[row] * step : -1) }
  if (cells instanceof Uint16Array) return { at: (row) => (cells[row] ? first + cells[row] * step : -1) }
  if (cells instanceof Uint32Array) return { at: (row) => (cells[row] ? first + cells[row] * step : -1) }
  return { at: (row) => (cells[row] ? first + cells[row] * step : -1) }
}

// An index and no iterator: at a page's start this runs before the engine has optimised it.
function areWithin(cells: Cells, least: number, most: number): boolean {
  for (let row = 0; row < cells.length; row++) {
    const cell = cells[row] ?? 0
    if (!(cell >= least && cell <= most && Math.floor(cell) === cell)) return false
  }
  return true
}

type Cells = Uint8Array | Uint16Array | Uint32Array | Float64Array

function cellsOver(bytes: Bytes, offset: number, width: number, count: number): Cells | null {
  const start = bytes.byteOffset + offset
  if (width === 1) return new Uint8Array(bytes.buffer, start, count)
  if (width === 2) return new Uint16Array(bytes.buffer, start, count)
  if (width === 4) return new Uint32Array(bytes.buffer, start, count)
  return width === 8 ? new Float64Array(bytes.buffer, start, count) : null
}

/** @throws {@link CheckoutError} `SEGMENT_MALFORMED` unless the texts lie one after another inside the heap */
export function textsOver(bytes: Bytes, entry: SegmentEntry, heap: Bytes, segment: string): Texts {
  const { name, width, count, offset, length } = entry
  const blocks = Math.ceil(count / textsPerStart)
  if (width !== 1 && width !== 2) throw malformed(segment, name, 'has an unknown width')
  if (length < 4 * blocks + width * count) throw malformed(segment, name, 'is too short for its texts')
  const start = bytes.byteOffset + offset
  const starts = new Uint32Array(bytes.buffer, start, blocks)
  const lengths =
    width === 1
      ? new Uint8Array(bytes.buffer, start + 4 * blocks, count)
      : new Uint16Array(bytes.buffer, start + 4 * blocks, count)
  let end = starts[0] ?? 0
  for (let place = 0; place < count; place++) {
    if (place % textsPerStart === 0 && starts[place / textsPerStart] !== end)
      throw malformed(segment, name, 'has a start out of line')
    end += lengths[place] ?? 0
  }
  if (end > heap.length) throw malformed(segment, name, 'runs beyond the heap')
  const startOf = (place: number): number => {
    let at = starts[Math.floor(place / textsPerStart)] ?? 0
    for (let before = place - (place % textsPerStart); before < place; before++) at += lengths[before] ?? 0
    return at
  }
  return {
    count,
    start: startOf,
    length: (place) => lengths[place] ?? 0,
    text(place) {
      const from = startOf(place)
      return decodeText(heap, from, from + (lengths[place] ?? 0))
    },
  }
}
