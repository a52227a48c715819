import { describe, expect, it } from 'vitest'
import { lintRuleSets } from '../../src/scheme/lint.ts'
import type { RuleFindingCode } from '../../src/scheme/rule-finding.ts'
import type { CategoryRule, RuleSet } from '../../src/scheme/rule-set.ts'
import { shippedRuleSet } from '../support/rule-sets.ts'

const sample = shippedRuleSet('sample')
const dated = [
  'shanxi-2024-09',
  'shanxi-2024-11',
  'national-2025',
  'shanxi-2025',
  'national-2025-digital',
  'shanxi-2026-01',
  'shanxi-2026',
].map(shippedRuleSet)

const codes = (ruleSets: readonly RuleSet[], known?: ReadonlySet<string>): readonly string[] =>
  lintRuleSets(ruleSets, known).map(({ code, field }) => `${code} ${field}`)
const errors = (ruleSets: readonly RuleSet[]): readonly string[] =>
  lintRuleSets(ruleSets)
    .filter(({ weight }) => weight === 'error')
    .map(({ code, field }) => `${code} ${field}`)
const withCategory = (over: Partial<CategoryRule>): RuleSet => ({
  ...sample,
  categories: sample.categories.map((rule, i) => (i === 0 ? { ...rule, ...over } : rule)),
})

describe('lintRuleSets', () => {
  it('finds no error in what is shipped', () => {
    expect(errors(dated)).toEqual([])
    expect(codes([sample])).toEqual([])
    expect(codes(['sample', 'car-sample', 'rural-sample'].map(shippedRuleSet))).toEqual([])
    expect(codes([shippedRuleSet('rural-sample')])).toEqual([])
  })

  it('warns of the days between two of the rule sets, and of what no source states', () => {
    const warnings = lintRuleSets(dated)
    expect(warnings.find(({ code }) => code === 'interval_gap')).toMatchObject({
      ruleSet: 'shanxi-2026-01',
      detail: 'national-2025 2026-01-01T00:00:00+08:00',
    })
    expect(
      warnings.filter(({ code }) => code === 'clause_unsourced').map(({ ruleSet, field }) => `${ruleSet} ${field}`),
    ).toContain('shanxi-2024-09 clauses.rounding.source')
  })

  const cases: readonly (readonly [RuleFindingCode, string, readonly RuleSet[]])[] = [
    ['id_repeated', 'id', [dated[0] as RuleSet, { ...(dated[1] as RuleSet), id: 'shanxi-2024-09' }]],
    ['interval_reversed', 'to', [{ ...sample, to: sample.from }]],
    ['interval_overlap', 'from', [sample, { ...sample, id: 'other', from: '2030-01-01T00:00:00+08:00' }]],
    ['category_in_two_schemes', 'categories', [sample, { ...sample, id: 'other', scheme: 'rural' }]],
    [
      'category_in_two_schemes',
      'categories',
      [
        { ...sample, regions: ['140105'], to: '2025-01-01T00:00:00+08:00' },
        { ...sample, id: 'other', scheme: 'rural', paused: true },
      ],
    ],
    ...(
      [
        'from',
        'deduction',
        'reservation.holdMinutes',
        'freshness',
        'ceiling.suspiciousBelow',
        'quota.returned',
      ] as const
    ).map((path): readonly [RuleFindingCode, string, readonly RuleSet[]] => {
      const cites = Object.fromEntries(Object.entries(sample.cites).filter(([each]) => each !== path))
      return ['clause_missing', `cites.${path}`, [{ ...sample, cites }]]
    }),
    ['clause_missing', 'cites.to', [{ ...sample, to: '2030-01-01T00:00:00+08:00' }]],
    ['clause_missing', 'cites.deduction', [{ ...sample, cites: { ...sample.cites, deduction: 'nowhere' } }]],
    ['zone_unknown', 'zone', [{ ...sample, zone: 'Asia/Taiyuan' }]],
    [
      'hours_unused',
      'entitlement.redeemable',
      [
        {
          ...sample,
          entitlement: {
            ...sample.entitlement,
            redeemable: { store: { from: '10:00', to: '22:00' }, online: { from: '00:00', to: '24:00' } },
          },
        },
      ],
    ],
    [
      'hours_empty',
      'entitlement.redeemable.store',
      [
        {
          ...sample,
          entitlement: {
            ...sample.entitlement,
            need: 'signed_token',
            redeemable: { store: { from: '22:00', to: '10:00' }, online: { from: '00:00', to: '24:00' } },
          },
        },
      ],
    ],
    ['freshness_order', 'freshness.warnHours', [{ ...sample, freshness: { warnHours: 24, refuseHours: 24 } }]],
    ['offline_unreachable', 'offline.mode', [{ ...sample, entitlement: { ...sample.entitlement, need: 'platform' } }]],
    [
      'carries_over_unknown',
      'quota.carriesOver',
      [{ ...sample, quota: { ...sample.quota, carriesOver: ['nowhere'] } }],
    ],
    [
      'category_repeated',
      'categories.1.code',
      [
        {
          ...sample,
          categories: sample.categories.map((rule, i) => (i === 1 ? { ...rule, code: 'refrigerator' } : rule)),
        },
      ],
    ],
    [
      'category_unreachable',
      'categories.0.benefit',
      [withCategory({ benefit: { kind: 'rate', byGrade: {}, ungraded: null } })],
    ],
    [
      'category_unreachable',
      'categories.0.benefit',
      [withCategory({ benefit: { kind: 'rate', byGrade: { '1': '0.00' }, ungraded: null } })],
    ],
    ['group_unknown', 'categories.0.group', [withCategory({ group: 'fridges' })]],
    ['group_unused', 'groups.0.code', [withCategory({ group: 'television' })]],
    ['group_repeated', 'groups.15.code', [{ ...sample, groups: [...sample.groups, { code: 'television', units: 2 }] }]],
    [
      'grade_order',
      'categories.0.benefit.byGrade.2',
      [withCategory({ benefit: { kind: 'rate', byGrade: { '1': '0.15', '2': '0.2' }, ungraded: null } })],
    ],
    ['cap_too_low', 'categories.0.cap', [withCategory({ cap: '0.00' })]],
    [
      'cap_too_low',
      'categories.0.cap',
      [{ ...withCategory({ cap: '0.99' }), rounding: { ...sample.rounding, unit: '1.00' } }],
    ],
    ['cap_unreachable', 'categories.0.cap', [withCategory({ priceLimit: '6000.00' })]],
    [
      'amount_above_cap',
      'categories.0.cap',
      [withCategory({ benefit: { kind: 'fixed', byGrade: { '1': '2000.01' }, ungraded: null } })],
    ],
    ['clause_missing', 'categories.0.clause', [withCategory({ clause: 'nowhere' })]],
    [
      'clause_unused',
      'clauses.spare',
      [{ ...sample, clauses: { ...sample.clauses, spare: { zh: '备用', en: 'Spare', source: 'unsourced' } } }],
    ],
    ['language_missing', 'title.zh', [{ ...sample, title: { zh: 'Sample', en: 'Sample' } }]],
    ['language_missing', 'categories.0.name.en', [withCategory({ name: { zh: '冰箱', en: '冰箱' } })]],
    [
      'region_unreachable',
      'regional.0.regions',
      [{ ...sample, regional: [{ regions: ['110105'], categories: sample.categories.slice(0, 1) }] }],
    ],
    [
      'category_unreachable',
      'regional.1.categories',
      [{ ...sample, regional: [0, 1].map(() => ({ regions: ['140921'], categories: sample.categories.slice(0, 1) })) }],
    ],
  ]
  it.each(cases)('%s at %s', (code, field, ruleSets) => {
    expect(codes(ruleSets)).toContain(`${code} ${field}`)
  })

  it('names a category that the brand tables do not know', () => {
    const known = new Set(sample.categories.map(({ code }) => code).filter((code) => code !== 'projector'))
    expect(codes([sample], known)).toEqual(['category_unknown categories.13.code'])
  })

  it('lets schemes stand beside each other that share no category where both hold', () => {
    const other: RuleSet = { ...sample, id: 'other', scheme: 'rural' }
    const apart: readonly Partial<RuleSet>[] = [
      { regions: ['150000'] },
      { to: sample.from, from: '2024-01-01T00:00:00+08:00' },
      { categories: shippedRuleSet('car-sample').categories, groups: [{ code: 'car', units: 1 }] },
    ]
    for (const over of apart)
      expect(codes([sample, { ...other, ...over }])).not.toContain('category_in_two_schemes categories')
    // Where the county has rules of its own in the other scheme, without the category, the province's do not hold.
    const county: RuleSet = { ...other, id: 'county', regions: ['140921'], ...apart[2] }
    const here: RuleSet = { ...sample, regions: ['140921'] }
    expect(codes([county, other, here])).not.toContain('category_in_two_schemes categories')
    expect(codes([other, here])).toContain('category_in_two_schemes categories')
  })

  it('sees a gap that a rule set for more, or for less, leaves open', () => {
    const [first, second]: readonly RuleSet[] = [
      { ...sample, id: 'first', to: '2025-01-01T00:00:00+08:00' },
      { ...sample, id: 'second', from: '2025-01-20T00:00:00+08:00' },
    ]
    const gaps = (...ruleSets: RuleSet[]): readonly string[] =>
      lintRuleSets(ruleSets).flatMap(({ code, ruleSet, detail }) =>
        code === 'interval_gap' ? `${ruleSet}: ${detail}` : [],
      )
    const found = ['second: first 2025-01-01T00:00:00+08:00']
    expect(gaps(first!, second!)).toEqual(found)
    expect(gaps(first!, { ...second!, regions: ['000000'] })).toEqual(found)
    expect(gaps({ ...first!, regions: ['000000'] }, second!)).toEqual(found)
    expect(gaps(first!, { ...sample, id: 'all', regions: ['000000'], to: null }, second!)).toEqual([])
    expect(gaps(first!, { ...second!, scheme: 'other' })).toEqual([])
    expect(gaps({ ...first!, channels: ['online'] }, { ...second!, channels: ['store'] })).toEqual([])
  })

  it('says of a sample beside a real rule set that it never holds, and nothing else', () => {
    const real: RuleSet = { ...sample, id: 'real', sample: false }
    const found = lintRuleSets([{ ...sample, groups: [] }, real, { ...sample, id: 'rural', scheme: 'rural' }])
    expect(found.filter(({ code }) => code !== 'clause_unsourced')).toEqual([
      { ruleSet: sample.id, code: 'sample_ignored', weight: 'warning', field: 'sample', detail: 'real' },
      { ruleSet: 'rural', code: 'sample_ignored', weight: 'warning', field: 'sample', detail: 'real' },
    ])
    expect(codes([sample, { ...real, quota: { ...real.quota, carriesOver: [sample.id] } }])).toContain(
      'carries_over_unknown quota.carriesOver',
    )
  })

  it('finds two schemes on one category that begin within a second', () => {
    const from = '2026-03-01T00:00:00.500+08:00'
    const other: RuleSet = { ...sample, id: 'other', scheme: 'rural', from }
    expect(codes([sample, other])).toContain('category_in_two_schemes categories')
  })

  it('lets a county stand beside its province', () => {
    const county: RuleSet = { ...sample, id: 'county', regions: ['140921'], from: '2025-01-01T00:00:00+08:00' }
    expect(codes([sample, county])).toEqual([])
  })

  it('lets a store scheme stand beside an online one', () => {
    const half = (id: string, channel: 'store' | 'online'): RuleSet => ({ ...sample, id, channels: [channel] })
    expect(codes([half('a', 'store'), half('b', 'online')])).toEqual([])
  })
})
