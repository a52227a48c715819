/** A spool in one temporary file, so that a million listings do not have to fit in memory. */
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bareListing } from '../../catalog/bare-listing.ts'
import type { Listing } from '../../catalog/listing.ts'
import type { Spool, SpooledListing } from './spool.ts'

/** Characters of lines that wait in memory before all of them are written. */
const limitPending = 16_000_000

interface BrandLines {
  /** `[position, bytes]` in the file. */
  readonly written: (readonly [number, number])[]
  pending: string[]
}

export function createDiskSpool(folder: string = tmpdir()): Spool {
  const own = mkdtempSync(join(folder, 'tradein-authority-'))
  const file = openSync(join(own, 'listings'), 'w+', 0o600)
  const brands = new Map<string, BrandLines>()
  const listingsByBrand = new Map<string, number>()
  let pending = 0
  let position = 0

  function flush(): void {
    for (const lines of brands.values()) {
      if (lines.pending.length === 0) continue
      const bytes = Buffer.from(lines.pending.join(''))
      for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at, bytes.length - at, position + at)
      lines.written.push([position, bytes.length])
      lines.pending = []
      position += bytes.length
    }
    pending = 0
  }

  return {
    listingsByBrand,
    add({ table, row, listing }) {
      const { brand } = listing
      const line = `${JSON.stringify([table, row, ...fields.map((field) => listing[field])])}\n`
      let lines = brands.get(brand)
      if (!lines) brands.set(brand, (lines = { written: [], pending: [] }))
      lines.pending.push(line)
      listingsByBrand.set(brand, (listingsByBrand.get(brand) ?? 0) + 1)
      pending += line.length
      if (pending >= limitPending) flush()
    },
    read(brand) {
      flush()
      const text = (brands.get(brand)?.written ?? []).map(([from, length]) => readText(file, from, length)).join('')
      return text.split('\n').slice(0, -1).map(parseLine)
    },
    close() {
      closeSync(file)
      rmSync(own, { recursive: true, force: true })
    },
  }
}

function readText(file: number, from: number, length: number): string {
  const bytes = Buffer.allocUnsafe(length)
  for (let at = 0; at < length;) at += readSync(file, bytes, at, length - at, from + at)
  return bytes.toString('utf8')
}

// A line carries no names: the fields stand in this order.
const blank: Listing = { brand: '', model: '', category: '', filedPrice: '', name: '', ...bareListing }
const fields = Object.keys(blank) as (keyof Listing)[]

function parseLine(text: string): SpooledListing {
  const [table, row, ...cells] = JSON.parse(text) as [number, number, ...never[]]
  const listing: { -readonly [Field in keyof Listing]: Listing[Field] } = { ...blank }
  fields.forEach((field, i) => (listing[field] = cells[i] as never))
  return { table, row, listing }
}
