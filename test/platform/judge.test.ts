import { describe, expect, it } from 'vitest'
import { createJudge } from '../../src/platform/judge.ts'
import type { ReserveRecord } from '../../src/record/record.ts'
import { listing } from '../support/array-catalog.ts'
import { shippedRuleSet } from '../support/rule-sets.ts'
import { sampleRecords } from '../record/samples.ts'
import { contextOf, releaseOf } from '../subsidy/situations.ts'
import { quote } from '../../src/subsidy/quote-cart.ts'
import { resultOf } from '../../src/record/result.ts'

const sample = shippedRuleSet('sample')
const release = releaseOf([sample], [listing('A', 'refrigerator')])
const known = { ...release, versions: release.basis.versions, fromMs: 0, untilMs: null }
const judge = createJudge({
  releaseBy: () => Promise.resolve(known),
  releaseAt: () => Promise.resolve(known),
  openBuyer: () => Promise.reject(new Error('no buyer here')),
  pseudonym: (idNumber) => Promise.resolve(idNumber),
  commitment: (entitlement, idNumber) => Promise.resolve(`${entitlement} ${idNumber}`),
  readEntitlement: () => Promise.resolve(null),
})
const template = sampleRecords.find((record) => record.kind === 'reserve') as ReserveRecord

function soldAt(at: string): ReserveRecord {
  const context = contextOf(release, { at })
  const { basis, cart, facts, ...priced } = quote(
    { lines: [{ id: 'a', item: { model: 'A', price: '10.00' }, serials: ['SN00000001'] }] },
    context,
  )
  const setting = { region: context.setting.region, channel: context.setting.channel }
  return {
    ...template,
    clock: { state: 'trusted', offsetMs: 0 },
    at,
    setting,
    basis,
    cart,
    facts,
    result: resultOf({ ...priced, basis, cart, facts }),
  }
}

describe('a release that a sale rests on', () => {
  // Issued at 2024-09-14T00:00:00+08:00; the sample refuses at 168 hours.
  it.each([
    ['a second before the rule set’s hard limit', '2024-09-20T23:59:59+08:00', 'held'],
    ['at the limit', '2024-09-21T00:00:00+08:00', 'stale'],
  ])('is judged %s as the till judges it', async (_, at, expected) => {
    expect(sample.freshness.refuseHours).toBe(168)
    expect(await judge(soldAt(at))).toMatchObject({ basis: expected, replay: 'same' })
  })
})
