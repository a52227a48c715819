/** From a release's files to the brand database and the redeemed filter. */
import type { Bytes } from '../core/bytes.ts'
import { CheckoutError } from '../core/errors.ts'
import { readBrands } from './brands.ts'
import { createCatalog } from './catalog.ts'
import type { SegmentCatalog } from './part.ts'
import type { Brand, RedeemedFilter } from './listing.ts'
import { joinFilters, readFilter } from './redeemed-filter.ts'
import type { ReleaseFiles } from './release-files.ts'
import { readSegment, type Segment } from './segment-reader.ts'

export interface OpenedCatalog {
  readonly catalog: SegmentCatalog
  /** Null where the release has no filter of any period. */
  readonly redeemed: RedeemedFilter | null
}

/** The roles that may speak for every brand. A segment signed by another is held to its own. */
const commonRoles: readonly string[] = ['brands', 'targets']
const clearedPath = 'redeemed/cleared.flt'

/**
 * @throws {@link CheckoutError} `TARGET_UNKNOWN` without `brands.json`, `BRANDS_INVALID`,
 * `SEGMENT_MALFORMED`, `FILTER_MALFORMED`: one bad file refuses the release whole
 */
export function openCatalog(files: ReleaseFiles): OpenedCatalog {
  const brands = readBrands(files.read('brands.json'))
  const segments = files.paths
    .filter((path) => path.endsWith('.seg'))
    .map((path) => openSegment(path, files.read(path), files.role(path), brands))
  const periods = files.paths
    .filter((path) => path.endsWith('.flt') && path !== clearedPath)
    .map((path) => readFilter(files.read(path), path))
  const cleared = files.has(clearedPath) ? readFilter(files.read(clearedPath), clearedPath) : null
  return {
    catalog: createCatalog(segments, brands),
    redeemed: periods.length > 0 ? joinFilters(periods, cleared) : null,
  }
}

const segmentByBytes = new WeakMap<Bytes, Segment>()

/**
 * Opens a file ahead of the others of its release, so that a release is opened in many short pieces
 * of work. What was opened once is not opened again for the next release that has it.
 * @throws {@link CheckoutError} `SEGMENT_MALFORMED`
 */
export function examineFile(path: string, bytes: Bytes): void {
  if (path.endsWith('.seg')) segmentOf(bytes, path)
}

function segmentOf(bytes: Bytes, path: string): Segment {
  let segment = segmentByBytes.get(bytes)
  if (!segment) {
    segment = readSegment(bytes, path)
    segmentByBytes.set(bytes, segment)
  }
  return segment
}

/**
 * A segment, held to what its signer may speak for: a brand that signs for itself lists its own
 * models, under barcodes of its own company prefixes.
 * @throws {@link CheckoutError} `SEGMENT_MALFORMED`
 */
export function openSegment(path: string, bytes: Bytes, role: string, brands: readonly Brand[]): Segment {
  const segment = segmentOf(bytes, path)
  if (commonRoles.includes(role)) return segment
  const folder = /^models\/([^/]+)\//.exec(path)?.[1] ?? ''
  const brand = brands.find(({ id }) => id === folder)
  if (!brand || segment.brands.some((id) => id !== folder))
    throw foreign(path, 'brands', `are not ${folder} alone, for which ${role} signs`)
  const ranges = brand.prefixes.map(
    (prefix) => [Number(prefix.padEnd(13, '0')), Number(prefix.padEnd(13, '9'))] as const,
  )
  for (let row = 0; row < segment.count; row++) {
    const gtin = segment.gtin(row)
    // Without the indicator digit in front and the company's own digits behind, what is left is the prefix.
    const code = gtin % 1e13
    if (gtin >= 0 && !ranges.some(([first, last]) => code >= first && code <= last))
      throw foreign(path, 'gtin', `has a barcode without a company prefix of ${folder}`)
  }
  return segment
}

function foreign(path: string, field: string, problem: string): CheckoutError {
  return new CheckoutError('SEGMENT_MALFORMED', `${path}: ${field} ${problem}`, { field })
}
