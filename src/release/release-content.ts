/** The files of a verified release, as the stages read them. Whatever is wrong in one refuses the release whole. */
import type { SearchHit } from '../catalog/listing.ts'
import { openCatalog } from '../catalog/open-catalog.ts'
import { searchListings } from '../catalog/search.ts'
import type { ReleaseFiles } from '../catalog/release-files.ts'
import { utf8ToText, type Bytes } from '../core/bytes.ts'
import { CheckoutError, type ErrorCode } from '../core/errors.ts'
import { readSchemeFile } from '../scheme/scheme-file.ts'
import type { TrustedRelease } from '../trust/release.ts'
import { releaseBasis, type Release } from '../catalog/release.ts'
import { readPlatformInfo, type PlatformInfo } from '../scheme/platform-info.ts'

export interface OpenRelease {
  readonly release: Release
  /** `platform.json`. */
  readonly platform: PlatformInfo
  /** For what has no barcode. */
  readonly search: (text: string, limit?: number) => readonly SearchHit[]
  /** Builds the catalogue's look-up tables, in steps of a few milliseconds. */
  readonly warm: () => Generator<void, void>
}

/** Largest `scheme.json` and `platform.json`, bytes. */
const jsonLimitBytes = 4_194_304

/** @throws CheckoutError `BRANDS_INVALID`, `SCHEME_INVALID`, `PLATFORM_INFO_INVALID`, `SEGMENT_MALFORMED`, `FILTER_MALFORMED`, `TARGET_UNKNOWN` */
export function openReleaseContent(files: ReleaseFiles, trusted: TrustedRelease): OpenRelease {
  const { catalog, redeemed } = openCatalog(files)
  return {
    release: {
      basis: releaseBasis(trusted),
      catalog,
      ruleSets: readSchemeFile(readJson(files.read('scheme.json'), 'scheme', 'SCHEME_INVALID')),
      redeemed,
    },
    platform: readPlatformInfo(readJson(files.read('platform.json'), 'platform', 'PLATFORM_INFO_INVALID')),
    search: (text, limit) => searchListings(catalog.searchIndex, text, limit),
    warm: () => catalog.warm(),
  }
}

/** The same files, confirmed anew: decisions from here on rest on the newer confirmation. */
export function confirmedContent(content: OpenRelease, trusted: TrustedRelease): OpenRelease {
  return { ...content, release: { ...content.release, basis: releaseBasis(trusted) } }
}

function readJson(bytes: Bytes, field: string, code: ErrorCode): unknown {
  if (bytes.length > jsonLimitBytes) throw tooLarge(`${field}.json`, jsonLimitBytes)
  try {
    return JSON.parse(utf8ToText(bytes, field)) as unknown
  } catch (cause) {
    throw new CheckoutError(code, `${field}.json is not JSON`, { field, cause })
  }
}

function tooLarge(name: string, limitBytes: number): CheckoutError {
  return new CheckoutError('TARGET_TOO_LARGE', `${name} is larger than it may be`, {
    field: name,
    expected: `at most ${limitBytes} bytes`,
  })
}
