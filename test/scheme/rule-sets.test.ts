import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readSchemeFile } from '../../src/scheme/scheme-file.ts'

const folder = new URL('../../src/scheme/rule-sets/', import.meta.url)
const files = readdirSync(folder)

describe('the rule sets shipped as data', () => {
  it.each(files)('%s follows the schema', (file) => {
    const ruleSet: unknown = JSON.parse(readFileSync(new URL(file, folder), 'utf8'))
    const [read] = readSchemeFile({ v: 1, ruleSets: [ruleSet] })
    expect(`${read?.id}.json`).toBe(file)
  })
})

describe('readSchemeFile', () => {
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
