/** An authority in memory: signs releases, serves them as a static server would, and remembers each. */
import { sha256Hex, type Bytes } from '../core/bytes.ts'
import type { Clock } from '../core/ports.ts'
import { standardRoles, buildRelease } from '../authority/project/release.ts'
import { writeSegments } from '../authority/project/segment-layout.ts'
import type { Brand, Listing } from '../catalog/listing.ts'
import { openReleaseAt } from '../platform/release-at.ts'
import type { KnownRelease } from '../platform/judge.ts'
import type { Releases } from '../platform/platform.ts'
import { isRedeemedIn, productsIn } from '../platform/products.ts'
import type { PlatformInfo } from '../scheme/platform-info.ts'
import type { RuleSet } from '../scheme/rule-set.ts'
import sampleRuleSet from '../scheme/rule-sets/sample.json' with { type: 'json' }
import type { Release } from '../catalog/release.ts'
import type { Basis } from '../verify/verdict.ts'
import { firstRootText, readRepository } from '../trust/repository.ts'
import { generateSigner } from '../trust/signer.ts'
import { resignTimestamp, type RoleSetup } from '../trust/writer.ts'
import { magicBrand, magicItems } from './magic.ts'

const day = 86_400_000

/** What a release says. */
export interface AuthorityContent {
  readonly listings: readonly Listing[]
  readonly brands: readonly Brand[]
  readonly ruleSets: readonly RuleSet[]
  readonly platform: PlatformInfo
  /** Filters of redeemed serials, by path: `"redeemed/2026-03.flt"`. */
  readonly redeemed?: ReadonlyMap<string, Bytes>
}

export interface AuthorityOptions extends Partial<Omit<AuthorityContent, 'platform'>> {
  readonly platform: PlatformInfo
  readonly clock: Pick<Clock, 'now'>
  /** How long the timestamp holds, milliseconds; default one day. */
  readonly timestampLifetimeMs?: number
}

export interface Authority extends Releases {
  /** The pinned initial root metadata. */
  readonly root: string
  /** Every file of the repository, by path: `"metadata/timestamp.json"`. To look at, or to spoil. */
  readonly files: Map<string, Bytes>
  /** Signs a new release with the change. */
  publish(change?: Partial<AuthorityContent>): Promise<void>
  /** Signs the timestamp again: nothing newer exists. */
  resign(): Promise<void>
  /** The release in force, without going through the trust client; for tests of single stages. */
  release(): Release
  /** Serves a file as a static server does: 404 for what is not there. */
  handle(path: string): Response
}

/** The sample rule set that is open in Shanxi with no end. */
export const sampleRules: RuleSet = sampleRuleSet as unknown as RuleSet

/** Signs a first release: by default the magic listings under the sample rule set. */
export async function createAuthority(options: AuthorityOptions): Promise<Authority> {
  const { clock, platform, timestampLifetimeMs = day } = options
  const magic = Object.values(magicItems).flatMap(({ listing }) => (listing ? [listing] : []))
  let content: AuthorityContent = {
    listings: options.listings ?? magic,
    brands: options.brands ?? [magicBrand],
    ruleSets: options.ruleSets ?? [sampleRules],
    platform,
    ...(options.redeemed && { redeemed: options.redeemed }),
  }
  const roles: Record<string, RoleSetup> = {}
  for (const role of standardRoles) {
    const signer = await generateSigner()
    const lifetimeMs = role === 'timestamp' ? timestampLifetimeMs : 3650 * day
    roles[role] = { keys: [signer], threshold: 1, signers: [signer], lifetimeMs }
  }
  const timestampRole = roles['timestamp'] as RoleSetup
  const files = new Map<string, Bytes>()
  const known = new Map<string, KnownRelease>()
  let current: { readonly basis: Release['basis']; readonly release: KnownRelease } | null = null

  const sign = async (): Promise<void> => {
    const segments = writeSegments(content.listings)
    const { brands, ruleSets, redeemed } = content
    const added = await buildRelease({
      content: { brands, ruleSets, platform: content.platform, segments, ...(redeemed && { redeemed }) },
      roles,
      previous: files.size > 0 ? files : null,
      nowMs: clock.now(),
    })
    for (const [path, bytes] of added) files.set(path, bytes)
    const basis = await basisOf(files)
    for (const [snapshot, release] of known)
      if (release.untilMs === null) known.set(snapshot, { ...release, untilMs: clock.now() })
    const opened = await openReleaseAt(
      (path) => Promise.resolve(files.get(path) ?? null),
      basis.versions['snapshot'] ?? 0,
    )
    const release: KnownRelease = { ...opened, fromMs: clock.now(), untilMs: null }
    known.set(basis.snapshot, release)
    current = { basis, release }
  }
  await sign()

  const inForce = (): NonNullable<typeof current> => current as NonNullable<typeof current>
  return {
    root: firstRootText(files),
    files,
    async publish(change = {}) {
      content = { ...content, ...change }
      await sign()
    },
    async resign() {
      for (const [path, bytes] of await resignTimestamp(files, clock.now(), timestampRole)) files.set(path, bytes)
      current = { ...inForce(), basis: await basisOf(files) }
    },
    release() {
      const { basis, release } = inForce()
      return { basis, catalog: release.catalog, ruleSets: release.ruleSets, redeemed: release.redeemed }
    },
    by: (snapshot) => Promise.resolve(known.get(snapshot) ?? null),
    at: (ms) => Promise.resolve([...known.values()].filter(({ fromMs }) => fromMs <= ms).at(-1) ?? null),
    isPublished: (product, serial) => isRedeemedIn(inForce().release, product, serial),
    productsOf: (number) => productsIn(inForce().release.catalog, number),
    handle(path) {
      const bytes = files.get(path)
      if (!bytes) return new Response('not found', { status: 404 })
      const type = path.endsWith('.json') ? 'application/json' : 'application/octet-stream'
      return new Response(bytes, { headers: { 'content-type': type, 'access-control-allow-origin': '*' } })
    },
  }
}

/** The basis that a till with the newest metadata has. */
export async function basisOf(files: ReadonlyMap<string, Bytes>): Promise<Omit<Basis, 'ruleSet'>> {
  const { root, timestamp, snapshot } = readRepository(files)
  const versions: Record<string, number> = {
    root: root.signed.version,
    timestamp: timestamp.signed.version,
    snapshot: snapshot.signed.version,
  }
  for (const [file, { version }] of Object.entries(snapshot.signed.meta))
    versions[file.replace(/\.json$/, '')] = version
  return {
    versions,
    snapshot: await sha256Hex(snapshot.bytes),
    issued: timestamp.signed.issued ?? timestamp.signed.expires,
  }
}
