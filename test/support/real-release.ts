/** Release "real": the public registers in test/data/real, checked and signed as an authority would. */
import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { checkTables, sortFindings } from '../../src/authority/tables/check-tables.ts'
import { csvLine } from '../../src/authority/tables/csv-text.ts'
import type { Finding } from '../../src/authority/tables/findings.ts'
import type { TableSource } from '../../src/authority/tables/table.ts'
import { buildRelease } from '../../src/authority/project/release.ts'
import { samplePlatform } from '../../src/authority/sample/platform.ts'
import { writeSegments } from '../../src/authority/project/segment-layout.ts'
import { foldName } from '../../src/authority/tables/vocabulary.ts'
import type { Brand, Listing } from '../../src/catalog/listing.ts'
import { utf8, type Bytes } from '../../src/core/bytes.ts'
import type { RuleSet } from '../../src/scheme/rule-set.ts'
import sampleRuleSet from '../../src/scheme/rule-sets/sample.json' with { type: 'json' }
import { generateRoles } from './authority-roles.ts'

const folder = new URL('../data/real/', import.meta.url)

interface Register {
  readonly file: string
  readonly category: string
  readonly brand: string
  readonly model: string
  readonly upc: string | null
  readonly kwh: string | null
  readonly stars: string | null
}

const energyStar = { brand: 'Brand Name', model: 'Model Number', upc: 'UPC', stars: null } as const
const annual = 'Annual Energy Use (kWh/yr)'
const registers: readonly Register[] = [
  { file: 'energystar-2025-clothes-washers.csv', category: 'washing_machine', ...energyStar, kwh: annual },
  { file: 'energystar-2025-dishwashers.csv', category: 'dishwasher', ...energyStar, kwh: annual },
  { file: 'energystar-2025-water-heaters.csv', category: 'water_heater', ...energyStar, kwh: null },
  { file: 'energystar-2024-refrigerators.csv', category: 'refrigerator', ...energyStar, kwh: annual },
  {
    file: 'energystar-2024-televisions.csv',
    category: 'television',
    ...energyStar,
    kwh: 'Reported Annual Energy Consumption (kWh)',
  },
  { file: 'energystar-2024-room-air-conditioners.csv', category: 'air_conditioner', ...energyStar, kwh: annual },
  {
    file: 'au-tv-2018-televisions.csv',
    category: 'television',
    brand: 'Brand_Reg',
    model: 'Model_No',
    upc: null,
    kwh: 'CEC',
    stars: 'Star2',
  },
]

export const ruleSets: readonly RuleSet[] = [sampleRuleSet as RuleSet]

/** Made up: 1,000 yuan and 10 for each kWh a year; 3,000 where none is stated. */
export function filedPriceFor(kwh: string): string {
  const value = Number.parseFloat(kwh)
  return Number.isNaN(value) ? '3000.00' : `${1_000 + 10 * Math.round(value)}.00`
}

/** Australian stars as a grade: 6 and more is 1, then 4.5, 3, 2, and less is 5. */
export function gradeFor(stars: string): string {
  const value = Number.parseFloat(stars)
  if (Number.isNaN(value)) return ''
  return String(value >= 6 ? 1 : value >= 4.5 ? 2 : value >= 3 ? 3 : value >= 2 ? 4 : 5)
}

/** The registers as an authority's tables; row numbers are those of the files. */
export function realTables(): readonly TableSource[] {
  return registers.map((register) => {
    const rows = rowsOf(register).map((row) =>
      csvLine([
        row[register.brand] ?? '',
        row[register.model] ?? '',
        register.upc === null ? '' : (row[register.upc] ?? ''),
        register.category,
        register.stars === null ? '' : gradeFor(row[register.stars] ?? ''),
        filedPriceFor(register.kwh === null ? '' : (row[register.kwh] ?? '')),
      ]),
    )
    return textSource(
      register.file,
      csvLine(['brand', 'model', 'gtin', 'category', 'energy grade', 'filed price']) + rows.join(''),
    )
  })
}

/** Every brand of the registers under one id, whatever its case and dots. No company prefixes are known. */
export function realBrands(): readonly Brand[] {
  const namesById = new Map<string, Set<string>>()
  for (const register of registers) {
    for (const row of rowsOf(register)) {
      const name = row[register.brand]?.trim() ?? ''
      const id = foldName(name).replace(/[^a-z0-9]/g, '')
      if (id !== '') namesById.set(id, (namesById.get(id) ?? new Set()).add(name))
    }
  }
  return [...namesById].map(([id, names]) => ({ id, names: [...names], prefixes: [], serialRules: [] }))
}

export interface RealRelease {
  /** The signed repository, by path: `metadata/…`, `targets/…`. */
  readonly files: ReadonlyMap<string, Bytes>
  /** What a till pins. */
  readonly root: Bytes
  readonly listings: readonly Listing[]
  readonly findings: readonly Finding[]
}

export async function buildRealRelease(nowMs: number): Promise<RealRelease> {
  const brands = realBrands()
  const checked = await checkTables({ tables: realTables(), brands, ruleSets })
  const listings = [...checked.listingsByBrand.keys()].flatMap((brand) => checked.readBrand(brand))
  const content = { brands, ruleSets, platform: (await samplePlatform()).platform, segments: writeSegments(listings) }
  const files = await buildRelease({ content, roles: await generateRoles(), previous: null, nowMs })
  return {
    files,
    root: files.get('metadata/1.root.json') ?? utf8(''),
    listings,
    findings: sortFindings(checked.findings, checked.tables),
  }
}

export function textSource(name: string, text: string | Uint8Array): TableSource {
  return {
    name,
    async *open() {
      yield typeof text === 'string' ? utf8(text) : text
    },
  }
}

function rowsOf({ file }: Register): readonly Record<string, string>[] {
  return parse(readFileSync(new URL(file, folder)), { columns: true })
}
