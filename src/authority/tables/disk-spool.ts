/** A spool in one temporary file, so that a million listings do not have to fit in memory. */
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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
      const line = `${JSON.stringify([table, row, ...ordered(listing)])}\n`
      let lines = brands.get(listing.brand)
      if (!lines) brands.set(listing.brand, (lines = { written: [], pending: [] }))
      lines.pending.push(line)
      listingsByBrand.set(listing.brand, (listingsByBrand.get(listing.brand) ?? 0) + 1)
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

// One order for writing and reading; a line carries no names.
function ordered(l: Listing): readonly unknown[] {
  return [
    l.gtin,
    l.brand,
    l.model,
    l.category,
    l.gradeKind,
    l.grade,
    l.filedPrice,
    l.basePrice,
    l.averagePrice,
    l.guidePrice,
    l.recordNumber,
    l.registeredModel,
    l.certificate,
    l.serialRule,
    l.from,
    l.to,
    l.status,
    l.name,
  ]
}

type Line = [
  number,
  number,
  Listing['gtin'],
  string,
  string,
  string,
  Listing['gradeKind'],
  Listing['grade'],
  string,
  Listing['basePrice'],
  Listing['averagePrice'],
  Listing['guidePrice'],
  Listing['recordNumber'],
  Listing['registeredModel'],
  Listing['certificate'],
  Listing['serialRule'],
  Listing['from'],
  Listing['to'],
  Listing['status'],
  string,
]

function parseLine(text: string): SpooledListing {
  const [
    table,
    row,
    gtin,
    brand,
    model,
    category,
    gradeKind,
    grade,
    filedPrice,
    basePrice,
    averagePrice,
    guidePrice,
    recordNumber,
    registeredModel,
    certificate,
    serialRule,
    from,
    to,
    status,
    name,
  ] = JSON.parse(text) as Line
  return {
    table,
    row,
    listing: {
      gtin,
      brand,
      model,
      category,
      gradeKind,
      grade,
      filedPrice,
      basePrice,
      averagePrice,
      guidePrice,
      recordNumber,
      registeredModel,
      certificate,
      serialRule,
      from,
      to,
      status,
      name,
    },
  }
}
