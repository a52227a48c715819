import { describe, expect, it } from 'vitest'
import { openRuleSets, ruleSetsAt } from '../../src/scheme/in-force.ts'
import type { RuleSet } from '../../src/scheme/rule-set.ts'
import { shippedRuleSet } from '../support/rule-sets.ts'

const sample = shippedRuleSet('sample')
const set = (id: string, over: Partial<RuleSet> = {}): RuleSet => ({ ...sample, id, ...over })
const place = { at: '2024-10-01T12:00:00+08:00', region: '140105', channel: 'store' } as const
const answer = (
  ruleSets: readonly RuleSet[],
  over: Partial<{ at: string; region: string; channel: 'store' | 'online' }> = {},
): string =>
  ruleSetsAt(ruleSets, { ...place, ...over })
    .map(({ status, ruleSet }) => `${status} ${ruleSet.id}`)
    .join(', ')

describe('ruleSetsAt', () => {
  const autumn = set('autumn', { from: '2024-09-14T00:00:00+08:00', to: '2024-11-09T00:00:00+08:00' })
  const winter = set('winter', { from: '2024-11-09T00:00:00+08:00', to: '2025-01-01T00:00:00+08:00' })

  it('counts the first instant in and the last out', () => {
    expect(answer([autumn], { at: '2024-09-13T23:59:59.999+08:00' })).toBe('not_open autumn')
    expect(answer([autumn], { at: '2024-09-14T00:00:00+08:00' })).toBe('open autumn')
    expect(answer([autumn], { at: '2024-11-08T23:59:59.999+08:00' })).toBe('open autumn')
    expect(answer([autumn], { at: '2024-11-09T00:00:00+08:00' })).toBe('closed autumn')
  })

  it('changes rules on the instant, in any offset', () => {
    expect(answer([winter, autumn], { at: '2024-11-08T15:59:59Z' })).toBe('open autumn')
    expect(answer([winter, autumn], { at: '2024-11-08T16:00:00Z' })).toBe('open winter')
  })

  it('names the next rule set in a gap, and the last one after the end', () => {
    const later = set('later', { from: '2026-01-09T10:00:00+08:00', to: '2027-01-01T00:00:00+08:00' })
    expect(answer([autumn, winter, later], { at: '2025-06-01T00:00:00+08:00' })).toBe('not_open later')
    expect(answer([winter, autumn], { at: '2025-06-01T00:00:00+08:00' })).toBe('closed winter')
  })

  it('prefers the county to the city, the province and the country', () => {
    const levels = [
      set('country', { regions: ['000000'] }),
      set('county', { regions: ['140105'] }),
      set('province'),
      set('city', { regions: ['140100'] }),
    ]
    expect(answer(levels)).toBe('open county')
    expect(answer(levels, { region: '140106' })).toBe('open city')
    expect(answer(levels, { region: '140200' })).toBe('open province')
    expect(answer(levels, { region: '110105' })).toBe('open country')
  })

  it('prefers the one that began last among equals, whatever their order', () => {
    const newer = set('newer', { from: '2024-09-20T00:00:00+08:00' })
    expect(answer([sample, newer])).toBe('open newer')
    expect(answer([newer, sample])).toBe('open newer')
  })

  it('does not open the province where the city is paused', () => {
    expect(answer([sample, set('city', { regions: ['140100'], paused: true })])).toBe('paused city')
  })

  it('finds the rule set of the channel', () => {
    const stores = set('stores', { channels: ['store'] })
    expect(answer([stores, set('shops', { channels: ['online'] })], { channel: 'online' })).toBe('open shops')
    expect(answer([stores], { channel: 'online' })).toBe('channel stores')
  })

  it('says that the region is not covered, or that there is nothing at all', () => {
    expect(answer([sample], { region: '110105' })).toBe('region sample')
    expect(answer([])).toBe('')
  })

  it('takes no instant without an offset', () => {
    expect(() => answer([sample], { at: '2024-10-01T12:00:00' })).toThrow(
      expect.objectContaining({ code: 'INPUT_INVALID', field: 'at' }),
    )
  })
})

describe('schemes side by side', () => {
  const phones = set('phones', { scheme: 'digital', from: '2025-01-20T00:00:00+08:00' })
  const bikes = set('bikes', { scheme: 'e_bikes', regions: ['140100'] })
  const file = [sample, phones, bikes]

  it('holds one rule set of each, however close or late another scheme’s is', () => {
    expect(answer(file, { at: '2025-06-01T00:00:00+08:00' })).toBe('open sample, open phones, open bikes')
    expect(answer([...file].reverse(), { at: '2025-06-01T00:00:00+08:00' })).toBe(
      'open bikes, open phones, open sample',
    )
  })

  it('says of each by itself why it does not hold', () => {
    expect(answer(file, { region: '140200' })).toBe('open sample, not_open phones, region bikes')
    expect(answer([{ ...sample, paused: true }, bikes])).toBe('paused sample, open bikes')
  })

  it('leaves out those that the store takes no part in', () => {
    const setting = { ...place, at: '2025-06-01T00:00:00+08:00', schemes: ['digital', 'cars'] }
    expect(openRuleSets(ruleSetsAt(file, setting)).map(({ id }) => id)).toEqual(['phones'])
    expect(ruleSetsAt(file, { ...setting, schemes: [] })).toEqual([])
  })
})
