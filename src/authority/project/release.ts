/** Listings, brands, rule sets and platform keys become one signed release. Runs in Node and in a page. */
import { canonicalJson } from '../../core/canonical-json.ts'
import { utf8, type Bytes } from '../../core/bytes.ts'
import type { Brand } from '../../catalog/listing.ts'
import { parse } from '../../core/schema.ts'
import { brandsFileSchema } from '../../catalog/brands.ts'
import type { RuleSet } from '../../scheme/rule-set.ts'
import { schemeFileSchema } from '../../scheme/scheme-file.ts'
import type { TargetMeta } from '../../trust/metadata.ts'
import type { RepositoryFiles } from '../../trust/repository.ts'
import { writeRelease, type ReleaseDelegation, type ReleaseInput, type RoleSetup } from '../../trust/writer.ts'
import { readPlatformInfo } from '../../scheme/platform-info.ts'

/** What a release says. */
export interface ReleaseDraft {
  readonly brands: readonly Brand[]
  readonly ruleSets: readonly RuleSet[]
  /** `platform.json`: the record API's base and the platform's public keys. */
  readonly platform: unknown
  /** Segment files by path: `"models/haier/0.seg"`. A file that is already published may be given by its description. */
  readonly segments: ReadonlyMap<string, Bytes | TargetMeta>
  /** Filters of redeemed serials by path: `"redeemed/2024-09.flt"`. */
  readonly redeemed?: ReadonlyMap<string, Bytes | TargetMeta>
  /** Brands that sign their own listings: by role {@link brandRole}. */
  readonly delegatedBrands?: readonly string[]
}

/** Keys, signers at hand and lifetimes: {@link standardRoles}, and {@link brandRole} of each delegated brand. */
export type ReleaseRoles = Readonly<Record<string, RoleSetup>>

export interface BuildOptions {
  readonly content: ReleaseDraft
  readonly roles: ReleaseRoles
  /** The repository's files as they stand; null for the first release. */
  readonly previous: RepositoryFiles | null
  /** Milliseconds since 1970: the release's `issued`. */
  readonly nowMs: number
  /** Roles to sign again although nothing in them changed. */
  readonly renew?: readonly string[]
}

/** The roles that every repository has. The first four hold keys that stay off line. */
export const offlineRoles = ['root', 'targets', 'brands', 'scheme'] as const
export const onlineRoles = ['timestamp', 'snapshot', 'redeemed'] as const
export const standardRoles: readonly string[] = [...offlineRoles, ...onlineRoles]

/** The role that signs a brand's own listings. */
export function brandRole(brand: string): string {
  return `brand.${brand}`
}

/**
 * The files to add to the repository; `metadata/timestamp.json` is to be put up last.
 * The same content, keys and instant give the same target files and the same root and targets documents.
 * Signatures differ, since ECDSA draws a random number for each, and with them what names their files.
 * @throws {@link CheckoutError} `BRANDS_INVALID`, `SCHEME_INVALID`, `PLATFORM_INFO_INVALID` for content no
 * till would accept, `METADATA_UNSIGNED` when a role that changed has too few signers at hand
 */
export async function buildRelease(options: BuildOptions): Promise<Map<string, Bytes>> {
  return writeRelease(releaseInput(options))
}

/** What is to be written and signed, before any signature. */
export function releaseInput({ content, roles, previous, nowMs, renew }: BuildOptions): ReleaseInput {
  const brands = { v: 1, brands: [...content.brands].sort((a, b) => (a.id < b.id ? -1 : 1)) } as const
  const scheme = { v: 1, ruleSets: content.ruleSets } as const
  parse(brandsFileSchema, brands, 'brands', 'BRANDS_INVALID')
  parse(schemeFileSchema, scheme, 'scheme', 'SCHEME_INVALID')
  const platform = readPlatformInfo(content.platform)
  const delegated = content.delegatedBrands ?? []
  const targets = new Map<string, Map<string, Bytes | TargetMeta>>([
    ['targets', new Map([['platform.json', json(platform)]])],
    ['brands', new Map([['brands.json', json(brands)]])],
    ['scheme', new Map([['scheme.json', json(scheme)]])],
    ['redeemed', new Map(content.redeemed ?? [])],
    ...delegated.map((brand) => [brandRole(brand), new Map()] as const),
  ])
  for (const [path, file] of content.segments) {
    const brand = /^models\/([^/]+)\//.exec(path)?.[1] ?? ''
    targets.get(delegated.includes(brand) ? brandRole(brand) : 'brands')?.set(path, file)
  }
  return {
    previous,
    nowMs,
    roles,
    delegations: delegationsFor(delegated),
    targets: Object.fromEntries(targets),
    ...(renew && { renew }),
  }
}

function delegationsFor(delegatedBrands: readonly string[]): readonly ReleaseDelegation[] {
  return [
    { role: 'brands', paths: ['brands.json', 'models/*/*'], terminating: true },
    { role: 'scheme', paths: ['scheme.json'], terminating: true },
    { role: 'redeemed', paths: ['redeemed/*'], terminating: true },
    // The holder of the brands key says who else may speak for a brand, and for no other brand.
    ...delegatedBrands.map((brand) => ({
      role: brandRole(brand),
      paths: [`models/${brand}/*`],
      terminating: true,
      by: 'brands',
    })),
  ]
}

function json(value: unknown): Bytes {
  return utf8(canonicalJson(value))
}
