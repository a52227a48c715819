import { expect, test } from 'vitest'
import { killAt, killPoints } from './killed-refresh.ts'

test('a browser killed at any write of a refresh starts with the old release or the new one, whole', async () => {
  const outcomes = await killAt(killPoints)
  expect(outcomes.filter(({ started, refreshed }) => started === 'other' || refreshed !== 'new')).toEqual([])
  expect(new Set(outcomes.map(({ started }) => started))).toEqual(new Set(['old', 'new']))
})
