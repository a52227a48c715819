/**
 * "After subsidy" prices on a shop's pages: the same rules and the same signatures as at the till, over the
 * part of the release that the items on the page need. It promises nothing, keeps nothing and knows no buyer.
 */
import * as z from 'zod/mini'
import { readBrands } from './catalog/brands.ts'
import { createPart } from './catalog/part.ts'
import { freshnessOf, type Freshness } from './scheme/freshness.ts'
import type { Brand, Catalog } from './catalog/listing.ts'
import { openSegment } from './catalog/open-catalog.ts'
import { releaseBasis } from './catalog/release.ts'
import { createSegmentGuide, type SegmentGuide } from './catalog/partial.ts'
import type { Segment } from './catalog/segment-reader.ts'
import { utf8ToText } from './core/bytes.ts'
import { msToUtc, type Instant } from './core/clock.ts'
import { CheckoutError, isCheckoutError } from './core/errors.ts'
import { loaded } from './core/late.ts'
import { parse, regionSchema, textSchema } from './core/schema.ts'
import type { Clock, Fetch, Timers } from './core/ports.ts'
import { channelSchema, openRuleSets, ruleSetsAt, type Setting } from './scheme/in-force.ts'
import type { Channel, RuleSet } from './scheme/rule-set.ts'
import { readSchemeFile } from './scheme/scheme-file.ts'
import { pinnedRootSchema, repositoryAddress, rootBytes } from './trust/pinned.ts'
import { createTrustClient } from './trust/client.ts'
import type { TrustedRelease } from './trust/release.ts'
import { createMemoryMetadataStore } from './trust/store.ts'
import { readItem } from './verify/item.ts'
import { readCart } from './subsidy/cart.ts'
import { preview, type Preview } from './subsidy/preview.ts'
import type { Cart } from './subsidy/quote.ts'
import { noFacts, ruleSetOfCart } from './subsidy/sale-scheme.ts'

export interface ShopOptions {
  /** Address of the signed repository, absolute, ending in `/`. */
  readonly repository: string
  /** The pinned initial root metadata: JSON text or bytes. */
  readonly root: string | Uint8Array
  /** GB/T 2260 code of where the goods go, 6 digits. */
  readonly region: string
  readonly channel: Channel
  readonly fetch: Fetch
  /** A call that finds it broken throws `OPTIONS_INVALID` naming `options.clock`. */
  readonly clock: Pick<Clock, 'now'>
  /** Ends downloads that stall; without them only the transport's own time-outs do. */
  readonly timers?: Timers
}

export interface Shop {
  /** Fetches and verifies the newest release's terms; listings follow as they are needed. @throws CheckoutError as a refresh does */
  refresh(): Promise<void>
  /**
   * Prices for the cart. Fetches the listings it needs the first time: those of the brands that its items
   * name or whose barcodes they carry, and all of them for an item that is not to be found there. Where
   * these cannot be fetched, its verdict is `undetermined`: `catalog_missing`.
   * @throws CheckoutError `CATALOG_MISSING` before {@link Shop.refresh}; `INPUT_INVALID` or `INPUT_TOO_LARGE`
   * naming the member of the cart that is wrong: `lines.0.discount`
   */
  preview(cart: Cart): Promise<Preview>
  readonly issued: Instant | null
  readonly freshness: Freshness
}

/** Of a long visit to many products: making one again costs milliseconds. */
const mostCatalogs = 32

interface ShopRelease {
  readonly trusted: TrustedRelease
  readonly brands: readonly Brand[]
  readonly ruleSets: readonly RuleSet[]
  readonly guide: SegmentGuide
  /** By path, as far as they were needed. */
  readonly segments: Map<string, Promise<Segment>>
  /** By the paths that each is made of, so that a verdict rests on what its cart needs, whatever else was loaded. */
  readonly catalogs: Map<string, Catalog>
}

const isFunction = (value: unknown): boolean => typeof value === 'function'
const optionsSchema = z.object({
  repository: textSchema(500),
  root: pinnedRootSchema,
  region: regionSchema,
  channel: channelSchema,
  fetch: z.custom(isFunction, 'a function as fetch is'),
  clock: z.looseObject({ now: z.custom(isFunction, 'a function') }),
  timers: z.optional(z.looseObject({ after: z.custom(isFunction, 'a function') })),
})

/**
 * A shop's previews over the signed repository. Nothing is fetched before the first call.
 *
 * ```ts
 * const shop = createShop({ repository: 'https://platform.example/repository/', root, region: '140100', channel: 'online', fetch, clock })
 * await shop.refresh()
 * ```
 * @throws CheckoutError `OPTIONS_INVALID` naming the option
 */
export function createShop(options: ShopOptions): Shop {
  parse(optionsSchema, options, 'options', 'OPTIONS_INVALID')
  const { root, region, channel, fetch, timers } = options
  const clock = { now: () => timeOf(options.clock) }
  const repository = repositoryAddress(options.repository, undefined, 'options.repository')
  const trust = createTrustClient({
    root: rootBytes(root),
    store: createMemoryMetadataStore(),
    fetch,
    clock,
    ...(timers && { timers }),
    metadataUrl: `${repository}metadata/`,
    targetUrl: `${repository}targets/`,
  })
  let terms: ShopRelease | null = null

  async function read(
    trusted: TrustedRelease,
    path: string,
  ): Promise<{ readonly bytes: Uint8Array<ArrayBuffer>; readonly role: string }> {
    const file = await trusted.target(path)
    if (!file) throw new CheckoutError('TARGET_UNKNOWN', `${path} is not in the release`, { field: path })
    return { bytes: await trust.fetchTarget(file), role: file.role }
  }
  function segmentAt(path: string, { trusted, brands, segments }: ShopRelease): Promise<Segment> {
    let segment = segments.get(path)
    if (!segment) {
      segment = read(trusted, path).then(({ bytes, role }) => openSegment(path, bytes, role, brands))
      segments.set(path, segment)
      segment.catch(() => segments.delete(path))
    }
    return segment
  }
  /** Nearly every item of a page is listed: what tells whom the others look like is fetched for the first of those. */
  async function catalogOf(paths: readonly string[], release: ShopRelease, isWhole = false): Promise<Catalog> {
    const { catalogs, brands } = release
    const key = isWhole ? '*' : paths.join()
    let catalog = catalogs.get(key)
    if (!catalog) {
      const segments = await Promise.all(paths.map((path) => segmentAt(path, release)))
      catalog = isWhole
        ? (await loaded(import('./catalog/catalog.ts'))).createCatalog(segments, brands)
        : createPart(segments, brands)
      if (catalogs.size >= mostCatalogs) catalogs.clear()
      catalogs.set(key, catalog)
    }
    return catalog
  }
  const freshnessUnder = (ruleSets: readonly RuleSet[]): Freshness =>
    freshnessOf(terms ? terms.trusted.issued : undefined, clock.now(), ruleSets)

  return {
    async refresh() {
      const trusted = await trust.refresh()
      // What the next refresh is compared with: a mirror takes nobody back.
      await trust.save(trusted)
      if (terms?.trusted.snapshotHash === trusted.snapshotHash) {
        terms = { ...terms, trusted }
        return
      }
      const [brands, scheme, files] = await Promise.all([
        read(trusted, 'brands.json'),
        read(trusted, 'scheme.json'),
        trusted.listTargets(),
      ])
      const brandList = readBrands(brands.bytes)
      terms = {
        trusted,
        brands: brandList,
        ruleSets: readSchemeFile(jsonOf(scheme.bytes)),
        guide: createSegmentGuide(
          files.map(({ path }) => path),
          brandList,
        ),
        segments: new Map(),
        catalogs: new Map(),
      }
    },
    async preview(input) {
      const cart = readCart(input)
      const current = terms
      if (!current) throw new CheckoutError('CATALOG_MISSING', 'no release was fetched yet: call refresh first')
      const { guide } = current
      const setting: Setting = { at: msToUtc(clock.now()), region, channel }
      const schemes = ruleSetsAt(current.ruleSets, setting)
      const previewOver = (catalog: Catalog): Preview => {
        const { trusted, ruleSets } = current
        const release = { basis: releaseBasis(trusted), catalog, ruleSets, redeemed: null }
        const blind = { release, setting, schemes }
        const ruleSet = ruleSetOfCart(cart, blind)
        return preview(cart, { ...blind, facts: { ...noFacts, freshness: freshnessUnder(ruleSet ? [ruleSet] : []) } })
      }
      const wanted = new Set(
        cart.lines.flatMap(({ item, other }) => (other === true ? [] : guide.segmentsFor(readItem(item)))),
      )
      const paths = guide.all.filter((path) => wanted.has(path))
      const first = previewOver(await catalogOf(paths, current))
      // A verdict that rests on no release waits for the rest of it.
      if (!first.lines.some(({ verdict }) => verdict?.evidence.basis === null)) return first
      try {
        return previewOver(await catalogOf(guide.all, current, true))
      } catch (error) {
        if (isCheckoutError(error) && (error.code === 'TRANSPORT_FAILED' || error.code === 'PART_MISSING')) return first
        throw error
      }
    },
    get issued() {
      return terms?.trusted.issued ?? null
    },
    get freshness() {
      const setting = { at: msToUtc(clock.now()), region, channel }
      return freshnessUnder(terms ? openRuleSets(ruleSetsAt(terms.ruleSets, setting)) : [])
    },
  }
}

/** @throws CheckoutError `OPTIONS_INVALID` for a clock that throws or says what no calendar has */
function timeOf(clock: ShopOptions['clock']): number {
  try {
    const ms = clock.now()
    msToUtc(ms)
    return ms
  } catch (cause) {
    const details = { field: 'options.clock', expected: 'milliseconds since 1970', cause }
    throw new CheckoutError('OPTIONS_INVALID', 'options.clock does not say the time', details)
  }
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(utf8ToText(bytes, 'scheme')) as unknown
  } catch (cause) {
    throw new CheckoutError('SCHEME_INVALID', 'scheme.json is not JSON', { field: 'scheme', cause })
  }
}
