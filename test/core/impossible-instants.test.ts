import { describe, expect, it } from 'vitest'
import { requireListing } from '../../src/catalog/listing-check.ts'
import { parse } from '../../src/core/schema.ts'
import { answerSchema } from '../../src/record/protocol.ts'
import { recordSchema } from '../../src/record/schema.ts'
import { ruleSetsAt } from '../../src/scheme/in-force.ts'
import { ruleSetSchema } from '../../src/scheme/scheme-file.ts'
import { dateSchema } from '../../src/till/inputs.ts'
import { timestampSchema } from '../../src/trust/metadata.ts'
import { sampleRecords } from '../record/samples.ts'
import { listing } from '../support/array-catalog.ts'
import { shippedRuleSet } from '../support/rule-sets.ts'

const ruleSet = shippedRuleSet('sample')
const answer = {
  record: sampleRecords[0]?.id,
  sale: null,
  standing: 'confirmed',
  reasons: [],
  countersignature: null,
}
const timestamp = { _type: 'timestamp', spec_version: '1.0.31', version: 1, meta: { 'snapshot.json': { version: 1 } } }
const tuf = { ...timestamp, expires: '2027-01-01T00:00:00Z' }

const boundaries: Readonly<Record<string, (instant: string) => unknown>> = {
  'a record': (at) => parse(recordSchema, { ...sampleRecords[0], at }, ''),
  'an answer of the platform': (serverTime) => parse(answerSchema, { ...answer, serverTime }, ''),
  'the start of a rule set': (from) => parse(ruleSetSchema, { ...ruleSet, from }, ''),
  'the end of a rule set': (to) => parse(ruleSetSchema, { ...ruleSet, to }, ''),
  'a rule set that was not read from a file': (from) =>
    ruleSetsAt([{ ...ruleSet, from }], { at: '2026-03-06T10:00:00+08:00', region: '140100', channel: 'store' }),
  'the instant that is asked about': (at) => ruleSetsAt([ruleSet], { at, region: '140100', channel: 'store' }),
  'the start of a listing': (from) => requireListing(listing('F', 'refrigerator', { from }), 'listing'),
  'the end of a listing': (to) => requireListing(listing('F', 'refrigerator', { to }), 'listing'),
  'the expiry of metadata': (expires) => parse(timestampSchema, { ...timestamp, expires }, ''),
  'the issue of metadata': (issued) => parse(timestampSchema, { ...tuf, issued }, ''),
  'a day': (instant) => parse(dateSchema, instant.slice(0, instant.indexOf('T')), ''),
}
const impossible = ['2026-02-29T00:00:00Z', '2026-13-01T00:00:00Z', '2026-04-31T00:00:00Z', '2026-02-00T00:00:00Z']
const impossibleHours = [
  '2026-03-06T24:00:00Z',
  '2026-03-06T10:60:00Z',
  '2026-06-30T23:59:60Z',
  '2026-03-06T10:00:00+25:00',
  '2026-03-06T10:00:00',
]

describe.each(Object.entries(boundaries))('%s', (name, read) => {
  it('takes an instant that exists', () => {
    for (const instant of ['2024-02-29T00:00:00Z', '2026-12-31T23:59:59Z']) expect(() => read(instant)).not.toThrow()
  })
  it.each(name === 'a day' ? impossible : [...impossible, ...impossibleHours])('refuses %s', (instant) => {
    expect(() => read(instant)).toThrow(expect.objectContaining({ name: 'CheckoutError', code: 'INPUT_INVALID' }))
  })
})
