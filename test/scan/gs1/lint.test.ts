import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { aiTable } from '../../../src/scan/gs1/ai-table.ts'
import { linters } from '../../../src/scan/gs1/lint.ts'
import { aiTableSource } from '../../support/gs1-table.ts'

type Case = readonly [linter: string, data: string | { readonly hex: string }, fault: string | null]

const read = (name: string): string => readFileSync(new URL(`../../data/gs1/${name}`, import.meta.url), 'utf8')
const cases = JSON.parse(read('linters.json')) as Case[]
const text = (data: Case[1]): string =>
  typeof data === 'string' ? data : Buffer.from(data.hex, 'hex').toString('latin1')

/**
 * These cases run against a list of issued company prefixes, or against one that is offline. GS1
 * publishes no such list to embed, so a company prefix is only checked for its form here.
 */
const needsPrefixList = (fault: string | null, linter: string): boolean =>
  fault === 'gcp_datasource_offline' || (fault === 'invalid_gcp_prefix' && linter.startsWith('gcppos'))

describe("the linters agree with GS1's own cases, fault by fault", () => {
  const names = [...new Set(cases.map(([linter]) => linter))]

  it.each(names)('%s', (name) => {
    const lint = linters[name]
    expect(lint).toBeDefined()
    for (const [linter, data, fault] of cases) {
      if (linter !== name || needsPrefixList(fault, linter)) continue
      expect([text(data), lint?.(text(data)) ?? null]).toEqual([text(data), fault])
    }
  })

  it('leaves out six of 2,836', () => {
    expect(cases.filter(([linter, , fault]) => needsPrefixList(fault, linter))).toHaveLength(6)
    expect(cases).toHaveLength(2836)
  })
})

describe('the table of application identifiers', () => {
  it('is what the dictionary gives', () => {
    expect(readFileSync(new URL('../../../src/scan/gs1/ai-table.ts', import.meta.url), 'utf8')).toBe(aiTableSource())
  })

  it('names no check that does not exist', () => {
    const named = [...aiTable.matchAll(/\[?[NXYZ](?:\.\.)?\d+\]?((?:,\w+)+)/g)].flatMap(([, names = '']) =>
      names.slice(1).split(','),
    )
    expect(named.length).toBeGreaterThan(100)
    for (const name of named) expect(Object.keys(linters)).toContain(name)
  })
})

describe('checks beyond the supplied cases', () => {
  it.each([
    ['iso3166', '156', null],
    ['iso3166alpha2', 'CN', null],
    ['iso4217', '156', null],
    ['mediatype', '00', 'invalid_media_type'],
    ['mi', '60', 'illegal_minute'],
    ['hhmi', '2400', 'illegal_hour'],
    ['hhmi', '11111', 'hour_with_minute_too_long'],
    ['yymmdd', '2506061', 'date_too_long'],
    ['yymmdd', '250600', 'illegal_day'],
    ['latitude', '1800000001', 'invalid_latitude'],
    ['iban', 'de91100000000123456789', 'invalid_iban_character'],
    ['iban', 'DE92100000000123456789', 'incorrect_iban_checksum'],
    ['cset64', 'ABC12=', null],
    ['gcppos1', '952012', null],
    ['gcppos2', '19520', null],
    ['gcppos1', '95A0', 'invalid_gcp_prefix'],
    ['gcppos1', '952', 'too_short_for_gcp'],
    ['csum', '', 'too_short_for_check_digit'],
  ])('%s of %s: %s', (name, data, fault) => expect(linters[name]?.(data)).toBe(fault))
})
