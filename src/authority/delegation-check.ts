/** What a brand that signs for itself may list: its own models, under barcodes of its own company prefixes. */
import type { Brand, Listing } from '../catalog/listing.ts'
import type { TargetFile } from '../trust/target-file.ts'
import { brandRole } from './release.ts'

/** Faults of a segment by the role that signed it; none for the authority's own `brands` role. */
export function delegationFaults({ path, role }: Pick<TargetFile, 'path' | 'role'>, listings: readonly Listing[], brands: readonly Brand[]): readonly string[] {
  if (role === 'brands') return []
  const folder = /^models\/([^/]+)\//.exec(path)?.[1] ?? ''
  if (role !== brandRole(folder)) return [`is signed by ${role}, which may not speak for ${folder}`]
  const prefixes = brands.find(({ id }) => id === folder)?.prefixes ?? []
  return listings.flatMap((listing) => {
    if (listing.brand !== folder) return [`lists ${listing.model} of ${listing.brand}`]
    const { gtin } = listing
    const isOwn = gtin === null || prefixes.some((prefix) => gtin.slice(1).startsWith(prefix))
    return isOwn ? [] : [`lists ${listing.model} under ${gtin}, which has no company prefix of ${folder}`]
  })
}
