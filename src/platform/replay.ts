/** Replay: a reserve record's result, derived again from its basis, cart and facts. */
import { canonicalJson } from '../core/canonical-json.ts'
import { quote } from '../subsidy/quote-cart.ts'
import type { Release } from '../catalog/release.ts'
import type { ReserveRecord } from '../record/record.ts'
import { resultOf } from '../record/result.ts'

/** `field`: dotted path in the record of the first member that differs; texts are canonical JSON, null where there is none. */
export type Replay =
  | { readonly status: 'same' }
  | {
      readonly status: 'differs'
      readonly field: string
      readonly recorded: string | null
      readonly derived: string | null
    }

/**
 * Byte for byte: both results are compared as canonical JSON. The record's `at` is the instant at
 * which it was calculated, and its `basis` names the release that must be passed.
 *
 * @param release the release that `record.basis` names; null where the record had none
 * @throws CheckoutError `INPUT_INVALID` or `INPUT_TOO_LARGE` for a cart that no quote can be made of
 */
export function replay(record: ReserveRecord, release: Release | null): Replay {
  const { at, setting, facts, cart } = record
  const derived = quote(cart, { release, facts, setting: { at, ...setting } })
  return (
    compare('basis', record.basis, derived.basis) ??
    compare('result', record.result, resultOf(derived)) ?? { status: 'same' }
  )
}

function compare(field: string, recorded: unknown, derived: unknown): Replay | null {
  const [a, b] = [textOf(recorded), textOf(derived)]
  if (a === b) return null
  if (isBranch(recorded) && isBranch(derived)) {
    const keys = new Set([...Object.keys(recorded), ...Object.keys(derived)])
    for (const key of [...keys].sort()) {
      const found = compare(`${field}.${key}`, recorded[key], derived[key])
      if (found) return found
    }
  }
  return { status: 'differs', field, recorded: a, derived: b }
}

function textOf(value: unknown): string | null {
  return value === undefined ? null : canonicalJson(value)
}

function isBranch(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
