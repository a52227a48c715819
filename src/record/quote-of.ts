/** The quote that a reserve record signs, as far as the record itself says it: for a sale of another till. */
import { add, subtract, timesQuantity, zero } from '../core/money.ts'
import { hasOwn } from '../core/own.ts'
import { bareListing } from '../catalog/bare-listing.ts'
import type { Listing } from '../catalog/listing.ts'
import { normalizeGtin } from '../scan/gtin.ts'
import type { Quote, QuoteLine } from '../subsidy/quote.ts'
import { reason, reasonRules, type ReasonCode } from '../verify/reasons.ts'
import type { Item, Verdict } from '../verify/verdict.ts'
import type { RecordResult, ReserveRecord } from './record.ts'

type RecordedLine = RecordResult['lines'][number]

/** Units, amounts and totals are the signed ones. Of a listing, what the record does not say is null. */
export function quoteOf(record: ReserveRecord): Quote {
  const { at, setting, basis, cart, facts, result } = record
  const { deduction, invoiceTotal, subsidy, payable } = result
  const tender = { kind: 'tradein_subsidy', amount: subsidy } as const
  const lines = result.lines.map((line) => lineOf(line, record))
  return {
    v: 1,
    at,
    ...setting,
    basis,
    schemes: [],
    deduction,
    lines,
    invoiceTotal,
    subsidy,
    payable,
    tender,
    cart,
    facts,
  }
}

function lineOf(line: RecordedLine, record: ReserveRecord): QuoteLine {
  const { id, units, steps } = line
  const asked = record.cart.lines.find((each) => each.id === id)
  const goods = add(zero, ...units.map(({ price }) => price))
  const list = timesQuantity(asked?.item.price ?? zero, units.length)
  const extras = add(asked?.installation ?? zero, asked?.freight ?? zero)
  const invoiceTotal = add(goods, extras)
  const subsidy = add(zero, ...units.map((unit) => unit.subsidy))
  return {
    id,
    verdict: line.status === 'other' ? null : verdictOf(line, line.status, asked?.item ?? {}, record),
    units,
    list,
    discount: subtract(list, goods),
    extras,
    invoiceTotal,
    subsidy,
    payable: subtract(invoiceTotal, subsidy),
    steps,
  }
}

function verdictOf(line: RecordedLine, status: Verdict['status'], item: Item, record: ReserveRecord): Verdict {
  const { at, basis, facts } = record
  return {
    status,
    reasons: line.reasons
      .filter((code): code is ReasonCode => hasOwn(reasonRules, code))
      .map((code) => reason(code, { field: 'item' })),
    item,
    listing: line.listing && listingOf(line.listing, item),
    candidates: [],
    evidence: { at, basis, freshness: facts.freshness, clock: facts.clock },
  }
}

function listingOf(recorded: NonNullable<RecordedLine['listing']>, { gtin }: Item): Listing {
  return {
    ...bareListing,
    ...recorded,
    gtin: gtin === undefined ? null : normalizeGtin(gtin),
    gradeKind: recorded.grade === null ? 'none' : 'energy',
    name: recorded.model,
  }
}
