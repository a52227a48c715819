/**
 * Real barcodes of real appliances, as they stand in public registers, scanned in a real browser against a signed
 * release of the same registers: the broken ones too.
 */
import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { chromium, type Browser, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chromiumLaunch } from '../support/chromium.ts'
import { startPlatform, type PlatformProcess } from '../support/platform-process.ts'
import { buildRealRelease, type RealRelease } from '../support/real-release.ts'

interface Row {
  readonly code: string
  readonly reading: string
  readonly gtin13: string
  readonly brand: string
  readonly model: string
}
interface Found {
  readonly code: string
  readonly kind: string
  readonly problem: string | null
  readonly gtin: string | null
  readonly status: string | null
  readonly reasons: readonly string[]
  /** GTINs of the listing and the candidates. */
  readonly listed: readonly (string | null)[]
  /** Their brands and models. */
  readonly models: readonly string[]
}

const rows = parse<Row>(readFileSync(new URL('../data/scan/gtin-real.csv', import.meta.url)), { columns: true })
let platform: PlatformProcess
let browser: Browser
let page: Page
let release: RealRelease
let found: readonly Found[]

beforeAll(async () => {
  ;[platform, release] = await Promise.all([startPlatform({ listings: 60 }), buildRealRelease(Date.now())])
  browser = await chromium.launch(await chromiumLaunch())
  page = await browser.newPage()
  // The page's own platform, but for the repository: there the real release lies.
  await page.route('**/config.json', async (route) => {
    const config = (await (await route.fetch()).json()) as Record<string, unknown>
    await route.fulfill({ json: { ...config, root: new TextDecoder().decode(release.root) } })
  })
  await page.route('**/repository/**', async (route) => {
    const path = decodeURIComponent(new URL(route.request().url()).pathname.slice('/repository/'.length))
    const bytes = release.files.get(path)
    await route.fulfill(bytes ? { body: Buffer.from(bytes) } : { status: 404 })
  })
  await page.goto(platform.url)
  await page.locator('tradein-till input[name="ask"]').waitFor()
  found = await page.evaluate(
    (codes) => {
      const checkout = document.querySelector('tradein-till')!.checkout!
      return codes.map((code) => {
        const scan = checkout.scan(code)
        const { gtin } = scan.item
        const verdict = gtin === undefined ? null : checkout.verify({ gtin, price: '1000.00', serial: 'SN-000001' })
        const listings = verdict ? [...(verdict.listing ? [verdict.listing] : []), ...verdict.candidates] : []
        return {
          code,
          kind: scan.kind,
          problem: scan.problem,
          gtin: gtin ?? null,
          status: verdict?.status ?? null,
          reasons: verdict?.reasons.map((each) => each.code) ?? [],
          listed: listings.map((listing) => listing.gtin),
          models: listings.map(({ brand, model }) => `${brand} ${model}`),
        }
      })
    },
    rows.map((row) => row.code),
  )
})
afterAll(async () => {
  await browser.close()
  await platform.dispose()
})

const of = (...readings: readonly string[]): { readonly row: Row; readonly seen: Found }[] =>
  rows.flatMap((row, i) => (readings.includes(row.reading) ? [{ row, seen: found[i]! }] : []))

// GS1 General Specifications §1.4: prefixes 02, 04 and 2 are for restricted circulation.
const isInStore = ({ gtin13 }: Row): boolean => /^(?:02|04|2)/.test(gtin13)

describe('a real barcode', () => {
  it('is read as what its maker printed, and finds its listings where the authority took its row', () => {
    const listed = new Set(release.listings.map((listing) => listing.gtin))
    const sound = of('valid12', 'valid13').filter(({ row }) => !isInStore(row))
    expect(sound.length).toBeGreaterThan(150)
    for (const { row, seen } of sound) {
      const gtin = `0${row.gtin13}`
      expect(seen, row.code).toMatchObject({ kind: 'product', problem: null, gtin })
      if (listed.has(gtin)) expect(seen.listed, row.code).toContain(gtin)
      else expect(seen.reasons, row.code).toContain('model_unlisted')
    }
    const hits = sound.filter(({ seen }) => seen.listed.length > 0).length
    expect(hits / sound.length).toBeGreaterThan(0.9)
  })

  it('that a shop prints for itself names no product, even when it stands in a register', () => {
    const inStore = of('valid12', 'valid13').filter(({ row }) => isInStore(row))
    expect(inStore.length).toBeGreaterThan(0)
    for (const { row, seen } of inStore)
      expect(seen, row.code).toMatchObject({ gtin: null, problem: 'not_a_product_code' })
  })

  it('that a spreadsheet robbed of its zero or gave a fraction is put right, because a check digit proves it', () => {
    const mended = of('lost_leading_zero', 'float_suffix', 'float_suffix_lost_zero')
    expect(mended.length).toBeGreaterThan(50)
    for (const { row, seen } of mended)
      expect(seen, row.code).toMatchObject({ kind: 'product', gtin: `0${row.gtin13}` })
  })

  it('that fails its check digit, is too short or was rounded is refused by name, never taken for another product', () => {
    const broken = of('bad_check_digit', 'bad_length_or_chars', 'spreadsheet_rounded')
    expect(broken.length).toBeGreaterThan(20)
    for (const { row, seen } of broken) {
      expect(seen.listed, row.code).toEqual([])
      if (seen.gtin === null)
        expect(seen.problem ?? seen.kind, row.code).toMatch(
          /^(barcode_check_digit|barcode_garbled|barcode_unreadable|not_a_product_code|unknown|serial)$/,
        )
    }
  })

  it('that stands on several models asks which one, and names them', () => {
    const models = new Map<string, Set<string>>()
    for (const { gtin, brand, model } of release.listings) {
      if (gtin !== null) models.set(gtin, (models.get(gtin) ?? new Set()).add(`${brand} ${model}`))
    }
    const shared = found.filter(({ gtin }) => gtin !== null && (models.get(gtin)?.size ?? 0) > 1)
    expect(shared.length).toBeGreaterThan(5)
    for (const seen of shared) expect(new Set(seen.models), seen.code).toEqual(models.get(seen.gtin!))
  })
})

describe('the register with the real release', () => {
  it('shows a real appliance by a scan of its barcode', async () => {
    const [first] = of('valid12').filter(({ seen }) => seen.listed.length === 1)
    const listing = release.listings.find(({ gtin }) => gtin === first!.seen.gtin)!
    await page.keyboard.type(first!.row.code)
    await page.keyboard.press('Enter')
    await page.locator('tradein-till [data-line]').filter({ hasText: listing.model }).waitFor()
  })
})
