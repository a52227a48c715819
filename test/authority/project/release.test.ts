/** A release as tills get it: read back through the trust client, from the pinned root. */
import { beforeAll, describe, expect, it } from 'vitest'
import {
  buildRelease,
  type BuildOptions,
  type ReleaseDraft,
  type ReleaseRoles,
} from '../../../src/authority/project/release.ts'
import { generateListings, brandsForSample } from '../../../src/authority/sample/sample.ts'
import { samplePlatform } from '../../../src/authority/sample/platform.ts'
import { writeSegments } from '../../../src/authority/project/segment-layout.ts'
import { segmentListings } from '../../../src/authority/project/published.ts'
import { diffListings } from '../../../src/authority/project/release-diff.ts'
import type { Listing } from '../../../src/catalog/listing.ts'
import type { Bytes } from '../../../src/core/bytes.ts'
import { createTrustClient, type TrustClient } from '../../../src/trust/client.ts'
import { createMemoryMetadataStore } from '../../../src/trust/store.ts'
import { generateRoles } from '../../support/authority-roles.ts'
import { ruleSets } from '../../support/real-release.ts'

const nowMs = Date.parse('2026-03-06T10:00:00+08:00')
const day = 86_400_000
const listings = [...generateListings({ count: 400 })]
const brands = brandsForSample()

function clientOf(files: ReadonlyMap<string, Bytes>, atMs: number): TrustClient {
  return createTrustClient({
    root: files.get('metadata/1.root.json') ?? new Uint8Array(),
    store: createMemoryMetadataStore(),
    fetch: async (url) => {
      const bytes = files.get(url.slice('https://till.example/'.length))
      return bytes ? new Response(bytes) : new Response(null, { status: 404 })
    },
    metadataUrl: 'https://till.example/metadata/',
    targetUrl: 'https://till.example/targets/',
    clock: { now: () => atMs },
  })
}

describe('a release', () => {
  let roles: ReleaseRoles
  let content: ReleaseDraft
  let files: Map<string, Bytes>

  const build = (options: Partial<BuildOptions> = {}): Promise<Map<string, Bytes>> =>
    buildRelease({ content, roles, previous: null, nowMs, ...options })

  beforeAll(async () => {
    roles = await generateRoles()
    content = { brands, ruleSets, platform: (await samplePlatform()).platform, segments: writeSegments(listings) }
    files = await build()
  })

  it('is accepted by a till, with every listing and the signed instant of issue', async () => {
    const client = clientOf(files, nowMs)
    const trusted = await client.refresh()
    const targets = await trusted.listTargets()
    const found: Listing[] = []
    for (const target of targets.filter(({ path }) => path.endsWith('.seg')))
      found.push(...segmentListings(await client.fetchTarget(target), target.path))
    expect(diffListings(listings, found)).toEqual([])
    expect(trusted.issued).toBe('2026-03-06T02:00:00Z')
    expect(new Map(targets.map(({ path, role }) => [path.split('/')[0], role]))).toEqual(
      new Map([
        ['platform.json', 'targets'],
        ['brands.json', 'brands'],
        ['models', 'brands'],
        ['scheme.json', 'scheme'],
      ]),
    )
  })

  it('has the same target files, and the same documents for people to sign, for the same input', async () => {
    // Snapshot and timestamp name files by a hash that covers ECDSA's random signatures.
    const signed = (all: ReadonlyMap<string, Bytes>): [string, unknown][] =>
      [...all]
        .filter(([path]) => !/snapshot|timestamp/.test(path))
        .map(([path, bytes]) => [
          path,
          path.startsWith('metadata/')
            ? (JSON.parse(new TextDecoder().decode(bytes)) as { signed: unknown }).signed
            : bytes,
        ])
    expect(signed(await build())).toEqual(signed(files))
  })

  it('changes only the files of the brands that changed', async () => {
    const changed = listings.map((listing) =>
      listing.brand === 'shuolan' ? { ...listing, filedPrice: '1.00' } : listing,
    )
    const next = await build({
      previous: files,
      nowMs: nowMs + day,
      content: { ...content, segments: writeSegments(changed, new Set(brands.map(({ id }) => id))) },
    })
    const again = await build({
      previous: files,
      nowMs: nowMs + day,
      content: { ...content, segments: writeSegments(listings, new Set(brands.map(({ id }) => id))) },
    })
    const paths = [...next.keys()].filter((path) => path.startsWith('targets/') && !again.has(path))
    expect(paths.every((path) => path.startsWith('targets/models/shuolan/'))).toBe(true)
    expect(paths).toHaveLength(1)
    expect([...next.keys()].filter((path) => path.startsWith('metadata/'))).toEqual([
      'metadata/2.brands.json',
      'metadata/2.snapshot.json',
      'metadata/timestamp.json',
    ])
  })

  it('goes out with the brands key alone when only listings change', async () => {
    const atHand = Object.fromEntries(
      Object.entries(roles).map(([role, setup]) => [
        role,
        ['root', 'targets', 'scheme'].includes(role) ? { ...setup, signers: [] } : setup,
      ]),
    )
    const next = await build({
      previous: files,
      roles: atHand,
      content: { ...content, segments: writeSegments(listings.slice(1)) },
    })
    expect(next.has('metadata/2.brands.json')).toBe(true)
    const [set] = ruleSets
    await expect(
      build({
        previous: files,
        roles: atHand,
        content: { ...content, ruleSets: set ? [{ ...set, paused: true }] : [] },
      }),
    ).rejects.toMatchObject({ code: 'METADATA_UNSIGNED' })
  })

  it.each([
    [
      'brands',
      'BRANDS_INVALID',
      (now: ReleaseDraft) => ({ ...now, brands: [{ id: 'A B', names: ['x'], prefixes: [], serialRules: [] }] }),
    ],
    ['rule sets', 'SCHEME_INVALID', (now: ReleaseDraft) => ({ ...now, ruleSets: [] })],
    [
      'platform keys',
      'PLATFORM_INFO_INVALID',
      (now: ReleaseDraft) => ({ ...now, platform: { v: 1, api: 'https://x.example/' } }),
    ],
    [
      "a private key among the platform's",
      'PLATFORM_INFO_INVALID',
      (now: ReleaseDraft) => {
        const platform = now.platform as { sealingKey: object }
        return { ...now, platform: { ...platform, sealingKey: { ...platform.sealingKey, d: 'A'.repeat(43) } } }
      },
    ],
  ])('is refused with wrong %s', async (_, code, change) => {
    await expect(build({ content: change(content) })).rejects.toMatchObject({ code })
  })

  describe('with a brand that signs for itself', () => {
    const own = new Set(['shuolan'])

    it('has its listings signed by the brand and nobody else', async () => {
      const delegated = await build({
        roles: await generateRoles(['shuolan']),
        content: { ...content, segments: writeSegments(listings, own), delegatedBrands: ['shuolan'] },
      })
      const targets = await (await clientOf(delegated, nowMs).refresh()).listTargets()
      const roleOf = new Map(targets.map(({ path, role }) => [path, role]))
      expect(roleOf.get('models/shuolan/0.seg')).toBe('brand.shuolan')
      expect([...roleOf].filter(([, role]) => role === 'brand.shuolan')).toHaveLength(1)
    })
  })
})
