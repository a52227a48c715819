/** A signed repository of sample listings, of any size, for benchmarks and browser tests. */
import { samplePlatform } from '../../src/authority/sample/platform.ts'
import { buildRelease, type ReleaseRoles } from '../../src/authority/project/release.ts'
import { brandsForSample, generateListings } from '../../src/authority/sample/sample.ts'
import { writeSegments } from '../../src/authority/project/segment-layout.ts'
import type { Listing } from '../../src/catalog/listing.ts'
import type { Bytes } from '../../src/core/bytes.ts'
import type { RuleSet } from '../../src/scheme/rule-set.ts'
import sampleRuleSet from '../../src/scheme/rule-sets/sample.json' with { type: 'json' }
import { generateRoles } from './authority-roles.ts'

export interface SampleRepository {
  readonly listings: readonly Listing[]
  /** Every file by path: `"metadata/timestamp.json"`. */
  readonly files: Map<string, Bytes>
  readonly root: Bytes
  /** Signs a release with these listings instead. @returns the files that are new */
  readonly publish: (listings: readonly Listing[]) => Promise<ReadonlyMap<string, Bytes>>
}

export async function sampleRepository(count: number): Promise<SampleRepository> {
  const listings = [...generateListings({ count })]
  const roles: ReleaseRoles = await generateRoles()
  const files = new Map<string, Bytes>()
  let nowMs = Date.now() - 60_000
  async function publish(changed: readonly Listing[]): Promise<ReadonlyMap<string, Bytes>> {
    const added = await buildRelease({
      content: {
        brands: brandsForSample({ count }),
        ruleSets: [sampleRuleSet as unknown as RuleSet],
        platform: (await samplePlatform()).platform,
        segments: writeSegments(changed),
      },
      roles,
      previous: files.size > 0 ? files : null,
      nowMs: (nowMs += 1000),
    })
    const fresh = new Map([...added].filter(([path]) => !files.has(path) || path === 'metadata/timestamp.json'))
    for (const [path, bytes] of fresh) files.set(path, bytes)
    return fresh
  }
  await publish(listings)
  const root = files.get('metadata/1.root.json')
  if (!root) throw new Error('the release has no root')
  return { listings, files, root, publish }
}
