import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { openRuleSets, ruleSetsAt } from '../../src/scheme/in-force.ts'
import type { RuleSet } from '../../src/scheme/rule-set.ts'
import { readEveryRuleSet, readSchemeFile } from '../../src/scheme/scheme-file.ts'
import { shippedRuleSet } from '../support/rule-sets.ts'

const folder = new URL('../../src/scheme/rule-sets/', import.meta.url)
const files = readdirSync(folder)

describe('the rule sets shipped as data', () => {
  it.each(files)('%s follows the schema', (file) => {
    const ruleSet: unknown = JSON.parse(readFileSync(new URL(file, folder), 'utf8'))
    const [read] = readSchemeFile({ v: 1, ruleSets: [ruleSet] })
    expect(`${read?.id}.json`).toBe(file)
  })

  it.each(files)('%s cites a text for each clause, or says that it has none', (file) => {
    const { clauses } = shippedRuleSet(file.slice(0, -'.json'.length))
    for (const [id, { source }] of Object.entries(clauses))
      expect(`${id}: ${source}`).toMatch(/: (https?:\/\/\S+|unsourced$)/)
  })
})

describe('the rules of 2025 and 2026', () => {
  const real = files.map((file) => shippedRuleSet(file.slice(0, -'.json'.length))).filter(({ sample }) => !sample)
  const open = (at: string, region: string): readonly string[] =>
    openRuleSets(ruleSetsAt(real, { at, region, channel: 'store' }))
      .map(({ id }) => id)
      .sort()

  it('begin with the eight older categories, and with the new ones at each locality’s own date', () => {
    expect(open('2024-12-31T23:59:59.999+08:00', '140100')).toEqual(['shanxi-2024-11'])
    expect(open('2025-01-01T00:00:00+08:00', '140100')).toEqual(['national-2025'])
    expect(open('2025-01-20T00:00:00+08:00', '140100')).toEqual(['national-2025', 'national-2025-digital'])
    expect(open('2025-06-01T00:00:00+08:00', '140100')).toEqual(['national-2025-digital', 'shanxi-2025'])
    expect(open('2025-06-01T00:00:00+08:00', '510100')).toEqual(['national-2025', 'national-2025-digital'])
    const units = (id: string): number | undefined =>
      shippedRuleSet(id).groups.find(({ code }) => code === 'air_conditioner')?.units
    expect(['national-2025', 'shanxi-2025'].map((id) => [shippedRuleSet(id).categories.length, units(id)])).toEqual([
      [8, 1],
      [12, 3],
    ])
    expect(shippedRuleSet('shanxi-2025').clauses['start']?.source).toBe('unsourced')
  })

  it('leave the twelve without a grade at full price', () => {
    for (const id of ['national-2025', 'shanxi-2025'])
      for (const { benefit } of shippedRuleSet(id).categories) expect(benefit.ungraded).toBeNull()
  })

  it('ask in 2026 for an address in Shanxi, and for the serial of what leaves a warehouse at delivery', () => {
    for (const id of ['shanxi-2026-01', 'shanxi-2026']) {
      const { evidence, cites, clauses, categories } = shippedRuleSet(id)
      expect(evidence).toEqual(['receiving_address'])
      expect(clauses[cites['evidence'] ?? '']?.zh).toContain('收货地址')
      for (const { serial } of categories) expect(serial).toEqual({ store: 'at_sale', online: 'at_fulfilment' })
    }
  })

  it('say of what no cited text states that it is unsourced', () => {
    const unsourced = (id: string): readonly string[] => {
      const { cites, clauses } = shippedRuleSet(id)
      return Object.entries(cites).flatMap(([path, clause]) => (clauses[clause]?.source === 'unsourced' ? path : []))
    }
    for (const id of ['shanxi-2024-09', 'shanxi-2024-11', 'national-2025'])
      expect(unsourced(id)).toContain('quota.returned')
    for (const id of ['shanxi-2024-09', 'shanxi-2024-11', 'shanxi-2026-01', 'shanxi-2026'])
      expect(unsourced(id)).toEqual(expect.arrayContaining(['base.bankPromotion', 'base.oldUnit']))
    expect(unsourced('shanxi-2026-01')).not.toContain('from')
    expect(unsourced('shanxi-2026')).not.toContain('quota.returned')
  })
})

describe('the rules for the countryside', () => {
  it('give six product groups of grade 2 and above, and record the recycling', () => {
    const { categories, regional, sample, cites } = shippedRuleSet('rural-sample')
    expect(sample && regional.length === 0).toBe(true)
    expect(categories).toHaveLength(6)
    for (const { benefit, evidence } of categories) {
      expect([Object.keys(benefit.byGrade), benefit.ungraded]).toEqual([['1', '2'], null])
      expect(evidence).toEqual(['old_unit_recycling'])
    }
    expect(cites).toMatchObject({ 'categories.evidence': 'recycling' })
  })

  it('hold in their counties before the province’s', () => {
    const both = ['sample', 'rural-sample'].map(shippedRuleSet)
    const id = (region: string): string | undefined =>
      ruleSetsAt(both, { at: '2026-03-06T10:00:00+08:00', region, channel: 'store' })[0]?.ruleSet.id
    expect([id('140728'), id('140702')]).toEqual(['rural-sample', 'sample'])
  })
})

describe('readSchemeFile', () => {
  it('counts samples only where all are samples', () => {
    const [sampleSet, real] = [shippedRuleSet('sample'), shippedRuleSet('shanxi-2026')]
    const file = (...ruleSets: readonly RuleSet[]): unknown => ({ v: 1, ruleSets })
    const idsOf = (ruleSets: readonly RuleSet[]): string[] => ruleSets.map(({ id }) => id)
    expect(idsOf(readSchemeFile(file(sampleSet, real)))).toEqual(['shanxi-2026'])
    expect(idsOf(readSchemeFile(file(sampleSet)))).toEqual(['sample'])
    expect(idsOf(readEveryRuleSet(file(sampleSet, real)))).toEqual(['sample', 'shanxi-2026'])
  })

  const sample: Record<string, unknown> = JSON.parse(readFileSync(new URL('sample.json', folder), 'utf8')) as Record<
    string,
    unknown
  >
  it.each([
    [
      'a rounding unit of nothing',
      { rounding: { mode: 'down', unit: '0.00', clause: 'rounding' } },
      'scheme.ruleSets.0.rounding.unit',
    ],
    ['a member that it does not know', { colour: 'red' }, 'scheme.ruleSets.0.colour'],
    ['a day that does not exist', { from: '2026-02-29T00:00:00+08:00' }, 'scheme.ruleSets.0.from'],
    ['an hour that does not exist', { to: '2026-03-06T24:00:00+08:00' }, 'scheme.ruleSets.0.to'],
    ['a zone that does not exist', { zone: 'Mars/Base' }, 'scheme.ruleSets.0.zone'],
    ['a date without an offset', { from: '2024-09-14' }, 'scheme.ruleSets.0.from'],
    ['a region of five digits', { regions: ['14000'] }, 'scheme.ruleSets.0.regions.0'],
    [
      'a number where an amount belongs',
      { ceiling: { against: ['filed'], mode: 'refuse', tolerance: 0, suspiciousBelow: null, clause: 'ceiling' } },
      'scheme.ruleSets.0.ceiling.tolerance',
    ],
    [
      'hours that open as the day ends',
      {
        entitlement: {
          need: 'none',
          redeemable: { store: { from: '24:00', to: '24:00' }, online: { from: '10:00', to: '24:00' } },
          clause: 'entitlement',
        },
      },
      'scheme.ruleSets.0.entitlement.redeemable.store.from',
    ],
    [
      'an hour past midnight',
      {
        entitlement: {
          need: 'none',
          redeemable: { store: { from: '10:00', to: '24:01' }, online: { from: '10:00', to: '24:00' } },
          clause: 'entitlement',
        },
      },
      'scheme.ruleSets.0.entitlement.redeemable.store.to',
    ],
  ])('refuses %s', (_, over, field) => {
    expect(() => readSchemeFile({ v: 1, ruleSets: [{ ...sample, ...over }] })).toThrow(
      expect.objectContaining({ code: 'SCHEME_INVALID', field }),
    )
  })
})
