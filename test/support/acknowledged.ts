/** What tills were told against what the platform has: each acknowledged record is there once, in whole chains. */
import { expect } from 'vitest'
import type { SellingStand } from './selling-stand.ts'

/** @returns how many records were acknowledged, and how many there are @throws AssertionError */
export async function expectAllThere(
  stand: SellingStand,
): Promise<{ readonly acknowledged: number; readonly records: number }> {
  expect(stand.told.filter(({ tell }) => tell === 'fault')).toEqual([])
  const records = await stand.records()
  const acknowledged = acknowledgedBy(stand)
  const kept = countOf(records.flatMap(({ kind, sale }) => (sale === null ? [] : [`${kind} ${sale}`])))
  expect([...acknowledged].filter((each) => !kept.has(each))).toEqual([])
  expect([...kept].filter(([, times]) => times > 1)).toEqual([])
  // Whole chains: in each epoch every place is taken once, from the first on.
  const length = new Map<number, number>()
  for (const { epoch, seq, linked } of records) {
    const place = length.get(epoch) ?? 0
    expect({ epoch, seq, linked }).toEqual({ epoch, seq: place, linked: true })
    length.set(epoch, place + 1)
  }
  const standing = (await stand.sales()).filter(({ state }) => state !== 'cancelled')
  expect([...countOf(standing.map(({ order }) => order))].filter(([, times]) => times > 1)).toEqual([])
  return { acknowledged: acknowledged.size, records: records.length }
}

/** `"commit 0198…"`: each record that a cashier was told is durable. */
function acknowledgedBy(stand: SellingStand): ReadonlySet<string> {
  return new Set(
    stand.told.flatMap((told) =>
      told.tell === 'outcome' && told.sale !== null && told.status !== 'not_durable'
        ? [`${told.deed} ${told.sale}`]
        : [],
    ),
  )
}

/** Records that were acknowledged and that the platform does not have. */
export async function missingFrom(stand: SellingStand): Promise<readonly string[]> {
  const there = new Set((await stand.records()).map(({ kind, sale }) => `${kind} ${sale ?? ''}`))
  return [...acknowledgedBy(stand)].filter((each) => !there.has(each))
}

function countOf(names: readonly string[]): ReadonlyMap<string, number> {
  const count = new Map<string, number>()
  for (const name of names) count.set(name, (count.get(name) ?? 0) + 1)
  return count
}
