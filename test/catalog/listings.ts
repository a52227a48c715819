/** Listings for the tests of this folder: one whole, and as many more as a test wants, seeded. */
import type { Brand, Listing } from '../../src/catalog/listing.ts'

export const airConditioner: Listing = {
  gtin: '09521234567894',
  brand: 'haiyun',
  model: 'KFR-35GW/01A',
  category: 'air_conditioner',
  gradeKind: 'energy',
  grade: 1,
  filedPrice: '4999.00',
  basePrice: '4899.00',
  averagePrice: '4780.55',
  guidePrice: null,
  recordNumber: '202106-27-11027226-462651443728322560',
  registeredModel: null,
  certificate: '2021010703456789',
  serialRule: 'haiyun-20',
  from: '2024-09-14T00:00:00+08:00',
  to: null,
  status: 'listed',
  name: '海云 KFR-35GW/01A 变频空调',
}

export const brands: readonly Brand[] = [
  {
    id: 'haiyun',
    names: ['海云', 'Haiyun'],
    prefixes: ['952123'],
    serialRules: [{ id: 'haiyun-20', pattern: '^[A-Z0-9]{20}$', example: 'AA5SZ0E05001A3A00001' }],
  },
  { id: 'beichen', names: ['北辰', 'Beichen', 'BEICHEN 北辰'], prefixes: ['952456', '9524'], serialRules: [] },
]

/** A small seeded generator (xorshift32): the same numbers on every machine. */
export function seeded(seed: number): (below: number) => number {
  let state = seed | 0 || 1
  return (below) => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % below
  }
}

export function gtin14(body: number): string {
  const digits = String(body).padStart(13, '0')
  let sum = 0
  for (let i = 0; i < 13; i++) sum += Number(digits[i]) * (i % 2 === 0 ? 3 : 1)
  return digits + String((10 - (sum % 10)) % 10)
}

/** Listings that look like a register's: models in series, some fields absent. */
export function someListings(count: number, seed: number): Listing[] {
  const next = seeded(seed)
  const pick = <T>(values: readonly T[]): T => values[next(values.length)] as T
  return Array.from({ length: count }, (_, i) => {
    const model = `${pick(['KFR', 'BCD', 'XQG', 'CXW'])}-${20 + next(80)}${pick(['GW', 'WT', 'L', ''])}/${next(1000)}${pick(['A', 'B1', '(N)', ''])}`
    const price = 50_000 + next(900_000)
    const fen = (value: number): string => `${Math.floor(value / 100)}.${String(value % 100).padStart(2, '0')}`
    return {
      ...airConditioner,
      gtin: next(10) === 0 ? null : gtin14(952_123_000_000 + i * 3 + next(3)),
      brand: pick(['haiyun', 'beichen']),
      model,
      category: pick(['air_conditioner', 'refrigerator', 'washing_machine', 'range_hood']),
      gradeKind: pick(['energy', 'water', 'none']),
      grade: pick([null, 1, 2, 3, 5]),
      filedPrice: fen(price),
      basePrice: pick([null, fen(price - 100)]),
      averagePrice: pick([null, fen(price - 2055)]),
      guidePrice: pick([null, '0.00', '99999999.99']),
      recordNumber: pick([
        null,
        `20${10 + next(16)}0${1 + next(9)}-27-${next(99_999_999)}-${next(1e9)}${next(1e9)}`,
        'W-000',
        '202106-27-11027226-00000000000000000012',
      ]),
      registeredModel: pick([null, `${model}X`]),
      certificate: pick([null, `20210107${String(next(1e8)).padStart(8, '0')}`]),
      serialRule: pick([null, 'haiyun-20']),
      from: pick([null, '2024-09-14T00:00:00+08:00']),
      to: pick([null, '2025-01-01T00:00:00+08:00', '2024-12-31T16:00:00Z']),
      status: pick(['listed', 'listed', 'suspended', 'withdrawn']),
      name: pick(['', model, `海云 ${model} 变频空调`, 'Réfrigérateur à 两门 🧊', `${model} ${model}`]),
    } satisfies Listing
  })
}
