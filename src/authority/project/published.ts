/** Reads a published repository, in a folder or on a server, through the till's own trust client. */
import { readFile } from 'node:fs/promises'
import { join, normalize } from 'node:path'
import { readBrands } from '../../catalog/brands.ts'
import type { Brand, Listing } from '../../catalog/listing.ts'
import { openSegment } from '../../catalog/open-catalog.ts'
import { readSegment, type Segment } from '../../catalog/segment-reader.ts'
import type { Bytes } from '../../core/bytes.ts'
import { CheckoutError } from '../../core/errors.ts'
import type { Fetch } from '../../core/ports.ts'
import { createTrustClient, type TrustClient } from '../../trust/client.ts'
import type { TrustedRelease } from '../../trust/release.ts'
import type { TargetFile } from '../../trust/target-file.ts'
import { createMemoryMetadataStore } from '../../trust/store.ts'

export interface PublishedRelease {
  readonly trusted: TrustedRelease
  readonly files: readonly TargetFile[]
  /** The content of a file, its length and hash checked. */
  readonly read: (file: TargetFile) => Promise<Bytes>
  readonly brands: readonly Brand[]
  /** The listings of one segment, which is held to what its signer may speak for. */
  readonly listings: (file: TargetFile) => Promise<readonly Listing[]>
}

/**
 * @param place a folder, or an address that begins with `http`
 * @param root the pinned root's bytes; without it the place's own first root is taken, which proves nothing of its origin
 * @throws {@link CheckoutError} `METADATA_…`, `TRANSPORT_FAILED`: what a till would refuse
 */
export async function openPublished(place: string, root: Uint8Array | null, nowMs: number): Promise<PublishedRelease> {
  const isRemote = /^https?:\/\//.test(place)
  const base = isRemote ? `${place.replace(/\/$/, '')}/` : 'folder:///'
  const fetchFile: Fetch = isRemote ? (url, init) => fetch(url, init) : fetchFromFolder(place)
  const client: TrustClient = createTrustClient({
    root: root ?? (await firstRoot(base, fetchFile)),
    store: createMemoryMetadataStore(),
    fetch: fetchFile,
    metadataUrl: `${base}metadata/`,
    targetUrl: `${base}targets/`,
    clock: { now: () => nowMs },
  })
  const trusted = await client.refresh()
  const files = await trusted.listTargets()
  const read = (file: TargetFile): Promise<Bytes> => client.fetchTarget(file)
  const brandsFile = files.find(({ path }) => path === 'brands.json')
  const brands = brandsFile ? readBrands(await read(brandsFile)) : []
  return {
    trusted,
    files,
    read,
    brands,
    listings: async (file) => listingsOf(openSegment(file.path, await read(file), file.role, brands)),
  }
}

/** Every listing of a segment. @throws {@link CheckoutError} `SEGMENT_MALFORMED` */
export function segmentListings(bytes: Bytes, path: string): readonly Listing[] {
  return listingsOf(readSegment(bytes, path))
}

function listingsOf(segment: Segment): readonly Listing[] {
  return Array.from({ length: segment.count }, (_, row) => segment.listing(row))
}

export function isSegment({ path }: Pick<TargetFile, 'path'>): boolean {
  return path.startsWith('models/') && path.endsWith('.seg')
}

async function firstRoot(base: string, fetchFile: Fetch): Promise<Uint8Array> {
  const response = await fetchFile(`${base}metadata/1.root.json`)
  if (!response.ok)
    throw new CheckoutError('METADATA_INVALID', 'there is no metadata/1.root.json: is this a signed repository?', {
      field: 'root',
    })
  return new Uint8Array(await response.arrayBuffer())
}

function fetchFromFolder(folder: string): Fetch {
  return async (url) => {
    // Role and file names may hold percent-encoded signs: they are file names as they stand.
    const path = normalize(url.slice('folder:///'.length))
    if (path.startsWith('..')) return new Response(null, { status: 404 })
    try {
      return new Response(await readFile(join(folder, path)))
    } catch {
      return new Response(null, { status: 404 })
    }
  }
}
