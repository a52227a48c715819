/** Small tables for the tests of this folder. */
import type { Brand } from '../../../src/catalog/listing.ts'
import { checkTables, sortFindings, type CheckedListings } from '../../../src/authority/tables/check-tables.ts'
import type { TableSource } from '../../../src/authority/tables/table.ts'
import { ruleSets, textSource } from '../../support/real-release.ts'

export const brands: readonly Brand[] = [
  {
    id: 'haice',
    names: ['海测', 'Haice'],
    prefixes: ['6901234'],
    serialRules: [{ id: 'unit', pattern: '^[A-Z]{2}\\d{6}$', example: 'AB123456' }],
  },
  { id: 'kongshi', names: ['空试', 'Kongshi'], prefixes: ['9520002'], serialRules: [] },
  { id: 'wuma', names: ['无码', 'Wuma'], prefixes: [], serialRules: [] },
]

export const header = '品牌,型号,品类,备案价格,商品条码'

export async function checkText(text: string | Uint8Array, name = 'table.csv'): Promise<CheckedListings> {
  return checkSources([textSource(name, text)])
}

/** Runs all checks, those between listings too. */
export async function checkSources(
  tables: readonly TableSource[],
): Promise<CheckedListings & { readonly listings: ReturnType<CheckedListings['readBrand']> }> {
  const checked = await checkTables({ tables, brands, ruleSets })
  const listings = [...checked.listingsByBrand.keys()].flatMap((brand) => checked.readBrand(brand))
  sortFindings(checked.findings, checked.tables)
  return { ...checked, listings }
}

/** `2:model cell_missing` for each finding. */
export async function faultsIn(...rows: readonly string[]): Promise<readonly string[]> {
  const { findings } = await checkSources([textSource('t.csv', [header, ...rows].join('\n'))])
  return findings.map(({ row, column, code }) => `${row}:${column ?? 'row'} ${code}`)
}
