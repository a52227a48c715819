/** A small release and a store, for the tests of this folder. Brands and barcodes are invented (GS1 demonstration prefix 952). */
import { createCatalog } from '../../src/catalog/catalog.ts'
import { bareListing } from '../../src/catalog/bare-listing.ts'
import type { Brand, Listing } from '../../src/catalog/listing.ts'
import { readSegment } from '../../src/catalog/segment-reader.ts'
import { writeSegment } from '../../src/catalog/segment-writer.ts'
import type { RuleSet } from '../../src/scheme/rule-set.ts'
import { readSchemeFile } from '../../src/scheme/scheme-file.ts'
import sample from '../../src/scheme/rule-sets/sample.json' with { type: 'json' }
import type { Release } from '../../src/catalog/release.ts'
import type { Setting } from '../../src/scheme/in-force.ts'
import type { Facts, Item, VerifyContext } from '../../src/verify/verdict.ts'

export const brands: readonly Brand[] = [
  {
    id: 'haiyun',
    names: ['海云', 'Haiyun'],
    prefixes: ['952123'],
    serialRules: [{ id: 'haiyun-20', pattern: '^[A-Z0-9]{20}$', example: 'AA5SZ0E05001A3A00001' }],
  },
  { id: 'beichen', names: ['北辰', 'Beichen'], prefixes: ['952456'], serialRules: [] },
  { id: 'meide', names: ['美的', 'Meide'], prefixes: [], serialRules: [] },
]

export const airConditioner: Listing = {
  gtin: '09521234567899',
  brand: 'haiyun',
  model: 'KFR-35GW/01A',
  category: 'air_conditioner',
  gradeKind: 'energy',
  grade: 1,
  filedPrice: '4999.00',
  basePrice: '4899.00',
  averagePrice: '4780.55',
  guidePrice: '5299.00',
  recordNumber: '202106-27-11027226-462651443728322560',
  registeredModel: 'KFR-35GW/01AaC1',
  certificate: '2021010703456789',
  serialRule: 'haiyun-20',
  from: '2024-09-14T00:00:00+08:00',
  to: null,
  status: 'listed',
  name: '海云 KFR-35GW/01A 变频空调',
}

/** Without barcode, grade and label. */
export const robot: Listing = {
  ...bareListing,
  from: airConditioner.from,
  to: airConditioner.to,
  brand: 'beichen',
  model: 'RV-2000 Pro',
  category: 'robot_vacuum',
  filedPrice: '2999.00',
  name: '北辰扫地机器人',
}

/** One barcode on two models that come to the same, as registers have it. */
export const whiteWasher: Listing = {
  ...airConditioner,
  gtin: '09521234567905',
  model: 'XQG100-W',
  category: 'washing_machine',
  filedPrice: '3999.00',
  name: '',
}
export const blackWasher: Listing = { ...whiteWasher, model: 'XQG100-B', filedPrice: '3899.00' }

export const good: Item = { gtin: '9521234567899', serial: 'AA5SZ0E05001A3A00001', price: '4999.00' }

export const sampleRules: RuleSet = (readSchemeFile({ v: 1, ruleSets: [sample] }) as readonly [RuleSet])[0]

export const facts: Facts = {
  freshness: 'fresh',
  clock: 'trusted',
  serials: {},
  quotaUsed: {},
  entitlement: null,
  offline: null,
}
export const setting: Setting = { at: '2026-03-06T10:00:00+08:00', region: '140100', channel: 'store' }

export function releaseOf(listings: readonly Listing[], change: Partial<Release> = {}): Release {
  return {
    basis: { versions: { root: 1, snapshot: 1 }, snapshot: '0'.repeat(64), issued: '2026-03-06T00:00:00+08:00' },
    catalog: createCatalog([readSegment(writeSegment(listings), 'models/test.seg')], brands),
    ruleSets: [sampleRules],
    redeemed: null,
    ...change,
  }
}

export const release: Release = releaseOf([airConditioner, robot, whiteWasher, blackWasher])
export const context: VerifyContext = { release, facts, setting }

/** The context with other facts, setting, rules or listings. */
export function contextWith(change: {
  readonly facts?: Partial<Facts>
  readonly setting?: Partial<Setting>
  readonly rules?: (rules: RuleSet) => RuleSet
  readonly listings?: readonly Listing[]
  readonly release?: Partial<Release>
}): VerifyContext {
  const base = change.listings ? releaseOf(change.listings) : release
  return {
    release: { ...base, ...(change.rules && { ruleSets: [change.rules(sampleRules)] }), ...change.release },
    facts: { ...facts, ...change.facts },
    setting: { ...setting, ...change.setting },
  }
}
