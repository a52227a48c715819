/** Takes out of a failing case all that it fails without. */
import type { Line } from '../../../src/subsidy/quote.ts'
import type { Case } from './reckon.ts'

export function smaller(found: Case, isWrong: (each: Case) => boolean): Case {
  let small = found
  for (;;) {
    const next = steps(small).find(isWrong)
    if (!next) return small
    small = next
  }
}

function steps(each: Case): Case[] {
  const { cart, facts } = each
  const withLines = (lines: readonly Line[]): Case => ({ ...each, cart: { ...cart, lines } })
  const { orderDiscount, ...plain } = cart
  return [
    ...cart.lines.map((_, i) => withLines(cart.lines.filter((__, j) => i !== j))),
    ...(orderDiscount === undefined ? [] : [{ ...each, cart: plain }]),
    ...cart.lines.flatMap((line, i) =>
      plainer(line).map((to) => withLines(cart.lines.map((same, j) => (i === j ? to : same)))),
    ),
    ...(Object.keys(facts.quotaUsed).length > 0 ? [{ ...each, facts: { ...facts, quotaUsed: {} } }] : []),
    ...(Object.keys(facts.serials).length > 0 ? [{ ...each, facts: { ...facts, serials: {} } }] : []),
    ...(facts.offline ? [{ ...each, facts: { ...facts, offline: null } }] : []),
    ...(facts.entitlement ? [{ ...each, facts: { ...facts, entitlement: null } }] : []),
    ...(facts.freshness === 'fresh' ? [] : [{ ...each, facts: { ...facts, freshness: 'fresh' as const } }]),
    ...(facts.clock === 'trusted' ? [] : [{ ...each, facts: { ...facts, clock: 'trusted' as const } }]),
  ]
}

function plainer(line: Line): Line[] {
  const { quantity = 1, serials } = line
  const without = (['discount', 'installation', 'freight', 'bankPromotion', 'oldUnit'] as const)
    .filter((name) => line[name] !== undefined)
    .map((name) => Object.fromEntries(Object.entries(line).filter(([member]) => member !== name)) as unknown as Line)
  const fewer = { ...line, quantity: quantity - 1, ...(serials && { serials: serials.slice(0, quantity - 1) }) }
  return quantity > 1 ? [fewer, ...without] : without
}
