/** A platform's decision on a reserve record: does the sale count, and what does it hold. */
import { instantToMs, wallClock } from '../core/clock.ts'
import { isZero } from '../core/money.ts'
import { categoryRule } from '../scheme/category.ts'
import { withUse } from '../scheme/entitlement-fact.ts'
import { quotaPeriod } from '../scheme/quota-period.ts'
import type { RuleSet } from '../scheme/rule-set.ts'
import { bankPromotionOf } from '../subsidy/charge.ts'
import { entitlementReasons } from '../subsidy/entitlement-reasons.ts'
import { productId } from '../verify/serial-key.ts'
import type { Decision, Judgement, AcceptanceContext } from './decision.ts'
import {
  isTaken,
  serialKeysOf,
  unitsOfOthers,
  withClaim,
  type Ledger,
  type LedgerKeys,
  type SaleQuota,
  type LedgerSale,
  type SaleUnit,
} from './ledger.ts'
import type { ReserveRecord } from '../record/record.ts'

const minute = 60_000

/** Rows that the decision reads. */
export function reserveKeys(record: ReserveRecord, judgement: Judgement | null): LedgerKeys {
  const { ruleSet = null, buyer = null, entitlement = null } = judgement ?? {}
  const quotas = quotasOf(record, ruleSet, buyer)
  return {
    sale: record.id,
    serials: serialKeysOf(saleUnits(record)),
    quotas: quotas.flatMap(({ key, counted }) => [key, ...counted]),
    entitlement: entitlement?.id ?? null,
  }
}

export function decideReserve(record: ReserveRecord, situation: AcceptanceContext): Decision {
  const { judgement, ledger, nowMs } = situation
  const sale = saleRow(record, situation)
  const subsidised = !isZero(record.result.subsidy)
  const { refuse, review } =
    judgement && subsidised ? findings(record, sale, judgement, ledger, nowMs) : { refuse: [], review: [] }
  const extra = judgement ?? { refuse: [], review: [] }
  const refused = [...refuse, ...extra.refuse]
  const reviewed = [...review, ...extra.review]
  const standing = refused.length > 0 ? 'refused' : reviewed.length > 0 ? 'review' : 'confirmed'
  const decided: LedgerSale = { ...sale, standing, reasons: [...new Set([...refused, ...reviewed])] }
  if (standing === 'refused' || !subsidised) {
    return {
      standing,
      notes: [],
      writes: { sale: { ...decided, quotas: [], entitlement: null }, serials: [], quotas: [], entitlement: null },
    }
  }
  const claim = { sale: sale.id, untilMs: sale.untilMs }
  const entitlement = judgement?.entitlement ?? null
  return {
    standing,
    notes: [],
    writes: {
      sale: decided,
      serials: serialKeysOf(sale.units)
        .filter((key) => !isTaken(ledger.serials.get(key), sale.id, nowMs))
        .map((key) => ({ key, claim })),
      quotas: sale.quotas.map((quota) => withClaim(ledger.quotas.get(quota.key), quota, claim, quota.units, nowMs)),
      entitlement: entitlement ? { id: entitlement.id, fact: ledger.entitlement?.fact ?? null, claim } : null,
    },
  }
}

function findings(
  record: ReserveRecord,
  sale: LedgerSale,
  judgement: Judgement,
  ledger: Ledger,
  nowMs: number,
): { readonly refuse: string[]; readonly review: string[] } {
  const refuse: string[] = []
  const review: string[] = []
  if (judgement.basis === 'stale') refuse.push('basis_stale')
  // A release that the platform does not hold proves nothing against the till: a person looks.
  if (judgement.basis === 'unknown' || !judgement.ruleSet) review.push('basis_stale')
  else if (judgement.replay !== 'same') refuse.push('result_differs')
  if (judgement.buyer === null) review.push('buyer_unreadable')

  const keys = serialKeysOf(sale.units)
  for (const key of keys) {
    const row = ledger.serials.get(key)
    if (isTaken(row, sale.id, nowMs)) refuse.push(row?.untilMs === null ? 'serial_redeemed_elsewhere' : 'serial_held')
  }
  if (new Set(keys).size < keys.length) refuse.push('serial_redeemed_here')
  for (const quota of sale.quotas) {
    if (unitsOfOthers(ledger.quotas, quota, sale.id, nowMs) + quota.units > quota.limit) refuse.push('quota_used')
  }
  refuse.push(...entitlementFindings(record, sale, judgement, ledger, nowMs))
  return { refuse, review }
}

/** By the till's own rule, over what the platform itself found out of the entitlement. */
function entitlementFindings(
  { at, setting }: ReserveRecord,
  sale: LedgerSale,
  { ruleSet, entitlement }: Judgement,
  ledger: Ledger,
  nowMs: number,
): readonly string[] {
  if (!ruleSet) return []
  const fact = entitlement && withUse(entitlement, isTaken(ledger.entitlement?.claim, sale.id, nowMs))
  const categories = new Set(sale.units.flatMap(({ category, subsidy }) => (isZero(subsidy) ? [] : (category ?? []))))
  return [...categories].flatMap((category) => {
    // A subsidy without a rule is no result of the rule set, which the replay has said.
    const rule = categoryRule(ruleSet, category, setting.region)
    return rule ? entitlementReasons(ruleSet, rule, fact, { at, ...setting }).map(({ code }) => code) : []
  })
}

function saleRow(record: ReserveRecord, { hash, nowMs, judgement, tillNumber }: AcceptanceContext): LedgerSale {
  const { ruleSet = null, buyer = null, entitlement = null } = judgement ?? {}
  const holdMs = (ruleSet?.reservation.holdMinutes ?? 0) * minute
  return {
    id: record.id,
    store: record.store,
    till: record.till,
    tillNumber,
    epoch: record.epoch,
    seq: record.seq,
    hash,
    orderId: record.orderId,
    receipt: record.receipt,
    at: record.at,
    channel: record.setting.channel,
    ruleSet: record.basis?.ruleSet ?? null,
    state: 'reserved',
    standing: 'provisional',
    reasons: [],
    deduction: record.result.deduction,
    invoiceTotal: record.result.invoiceTotal,
    subsidy: record.result.subsidy,
    payable: record.result.payable,
    bankPromotion: bankPromotionOf(record.cart),
    units: saleUnits(record),
    // A sale made offline arrives late: the platform holds for it from then on.
    untilMs: nowMs + holdMs,
    tillUntilMs: instantToMs(record.at) + holdMs,
    quotas: quotasOf(record, ruleSet, buyer),
    quotaReturned: ruleSet?.quota.returned ?? 'burned',
    entitlement: entitlement?.id ?? null,
    countersignature: null,
  }
}

/** Every unit of the sale. */
function saleUnits(record: ReserveRecord): SaleUnit[] {
  return record.result.lines.flatMap(({ id, listing, units }) =>
    units.map(({ serial, subsidy, payable }, unit) => ({
      line: id,
      unit,
      category: listing?.category ?? null,
      product: listing ? productId(listing) : null,
      serial,
      subsidy,
      payable,
      returned: false,
    })),
  )
}

function groupOf(ruleSet: RuleSet, category: string, region: string): string | null {
  return categoryRule(ruleSet, category, region)?.group ?? null
}

function quotasOf(record: ReserveRecord, ruleSet: RuleSet | null, buyer: string | null): SaleQuota[] {
  if (!ruleSet || buyer === null) return []
  const units = new Map<string, string[]>()
  for (const { category, subsidy } of saleUnits(record)) {
    const group = category === null || isZero(subsidy) ? null : groupOf(ruleSet, category, record.setting.region)
    if (group !== null && category !== null) units.set(group, [...(units.get(group) ?? []), category])
  }
  const period = quotaPeriod(ruleSet, wallClock(instantToMs(record.at), ruleSet.zone).date)
  return [...units].map(([group, categories]) => ({
    key: [buyer, group, ruleSet.id, period].join('|'),
    counted: ruleSet.quota.carriesOver.map((other) => [buyer, group, other, period].join('|')),
    group,
    categories: [...new Set(categories)],
    units: categories.length,
    limit: ruleSet.groups.find(({ code }) => code === group)?.units ?? 0,
  }))
}
