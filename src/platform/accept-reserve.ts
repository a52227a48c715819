/** A platform's decision on a reserve record: does the sale count, and what does it hold. */
import { instantToMs, msToUtc, wallClock } from '../core/clock.ts'
import { isZero } from '../core/money.ts'
import { categoryRule } from '../scheme/category.ts'
import { withUse } from '../scheme/entitlement-fact.ts'
import type { RuleSet } from '../scheme/rule-set.ts'
import { chargeOf } from '../subsidy/charge.ts'
import { entitlementReasons } from '../subsidy/entitlement-reasons.ts'
import { productId } from '../verify/serial-key.ts'
import type { Decision, Judgement, AcceptanceContext } from './decision.ts'
import {
  isPublishedOnly,
  isTaken,
  isUsedUp,
  noWrites,
  serialKeysOf,
  type LedgerKeys,
  type SaleQuota,
  type LedgerSale,
  type SaleUnit,
} from './ledger.ts'
import { isLate, instantOf, instantStanding, toleranceMs } from './record-time.ts'
import { offlineFindings } from './offline-budget.ts'
import type { ReserveRecord } from '../record/record.ts'
import { take } from './take.ts'

const minute = 60_000

/** Rows that the decision reads. */
export function reserveKeys(record: ReserveRecord, judgement: Judgement | null): LedgerKeys {
  const { ruleSet = null, buyer = null, entitlement = null } = judgement ?? {}
  const quotas = quotasOf(record, ruleSet, buyer)
  return {
    sale: record.id,
    serials: serialKeysOf(saleUnits(record, judgement)),
    quotas: quotas.map(({ key }) => key),
    entitlement: entitlement?.id ?? null,
  }
}

export function decideReserve(record: ReserveRecord, situation: AcceptanceContext): Decision {
  const { judgement, ledger, nowMs, receivedMs } = situation
  const sale = saleRow(record, situation)
  const subsidised = [record.result, ...sale.units].some(({ subsidy }) => !isZero(subsidy))
  const found: Finding[] = [placeFindings(record, situation), judgement ?? nothing]
  if (judgement) found.push(subsidised ? findings(record, sale, judgement, situation) : resultFindings(judgement))
  const refuse = found.flatMap((each) => each.refuse)
  const review = found.flatMap((each) => each.review)
  const standing = refuse.length > 0 ? 'refused' : review.length > 0 ? 'review' : 'confirmed'
  const decided: LedgerSale = { ...sale, standing, reasons: [...new Set([...refuse, ...review])] }
  if (!subsidised) return { standing, notes: [], writes: { ...noWrites, sale: { ...decided, entitlement: null } } }
  // What it would take is kept with it, for a person who overrules this.
  if (standing === 'refused') return { standing, notes: [], writes: { ...noWrites, sale: decided } }
  const { entitlement = null, ...taken } = take(sale, ledger, sale.untilMs, nowMs).writes
  const arrival = { atMs: instantOf(record), receivedMs }
  return {
    standing,
    notes: [],
    writes: {
      ...noWrites,
      ...taken,
      sale: decided,
      entitlement: entitlement && { ...entitlement, buyer: entitlement.buyer ?? judgement?.buyer ?? null },
    },
    ...(standing === 'confirmed' && isLate(arrival) && { late: { ...arrival, sale: sale.id, subsidy: sale.subsidy } }),
  }
}

interface Finding {
  readonly refuse: readonly string[]
  readonly review: readonly string[]
}
const nothing: Finding = { refuse: [], review: [] }

function placeFindings({ setting }: ReserveRecord, { place, judgement }: AcceptanceContext): Finding {
  const scheme = judgement?.ruleSet?.scheme
  const isOwn =
    place === null ||
    (place.region === setting.region &&
      place.channels.includes(setting.channel) &&
      (scheme === undefined || place.schemes.includes(scheme)))
  return isOwn ? nothing : { refuse: ['setting_mismatch'], review: [] }
}

function resultFindings({ replay }: Judgement): Finding {
  return replay === 'differs' ? { refuse: ['result_differs'], review: [] } : nothing
}

function findings(
  record: ReserveRecord,
  sale: LedgerSale,
  judgement: Judgement,
  situation: AcceptanceContext,
): Finding {
  const { ledger, nowMs, isPublished } = situation
  const refuse: string[] = []
  const review: string[] = []
  if (judgement.basis === 'stale') refuse.push('basis_stale')
  // A release that the platform does not hold proves nothing against the till, and neither does one
  // that it could still go by: a person looks.
  if (judgement.basis === 'unknown' || judgement.basis === 'other' || !judgement.ruleSet) review.push('basis_stale')
  if (judgement.replay === 'differs') refuse.push('result_differs')
  if (judgement.buyer === null) review.push('buyer_unreadable')

  const keys = serialKeysOf(sale.units)
  for (const key of keys) {
    const row = ledger.serials.get(key)
    if (isTaken(row, sale.id, nowMs)) refuse.push(row?.untilMs === null ? 'serial_redeemed_elsewhere' : 'serial_held')
  }
  if (new Set(keys).size < keys.length) refuse.push('serial_redeemed_here')
  if (isPublishedOnly(sale.units, ledger, isPublished)) review.push('serial_maybe_redeemed')
  for (const quota of sale.quotas) if (isUsedUp(ledger.quotas, quota, sale.id, nowMs)) refuse.push('quota_used')
  refuse.push(...entitlementFindings(record, sale, judgement, situation))
  const time = timeFindings(record, sale, judgement, situation)
  return { refuse: [...refuse, ...time.refuse], review: [...review, ...time.review] }
}

/** The instant against the release it rests on, its arrival, its chain, and the till's offline budget. */
function timeFindings(
  record: ReserveRecord,
  sale: LedgerSale,
  { ruleSet, replay }: Judgement,
  { receivedMs, latestMs, late }: AcceptanceContext,
): Finding {
  const atMs = instantOf(record)
  const standing = instantStanding(record, receivedMs, latestMs)
  const isBeforeItsRelease = record.basis !== null && atMs < instantToMs(record.basis.issued) - toleranceMs
  const isImpossible = standing === 'impossible' || isBeforeItsRelease || record.clock.state !== record.facts.clock
  const isDoubtful = standing === 'doubtful' || replay === 'shifted'
  const offline = ruleSet
    ? offlineFindings(ruleSet, { sale: sale.id, atMs, receivedMs, subsidy: sale.subsidy }, late)
    : nothing
  return {
    refuse: [...(isImpossible ? ['clock_untrusted'] : []), ...offline.refuse],
    review: [...(isDoubtful ? ['clock_untrusted'] : []), ...offline.review],
  }
}

/** By the till's own rule, over what the platform itself found out of the entitlement. */
function entitlementFindings(
  record: ReserveRecord,
  sale: LedgerSale,
  { ruleSet, entitlement, isBuyersOwn, buyer }: Judgement,
  { ledger, nowMs }: AcceptanceContext,
): readonly string[] {
  const { setting } = record
  const at = msToUtc(instantOf(record))
  const fact = entitlement && withUse(entitlement, isTaken(ledger.entitlement?.claim, sale.id, nowMs))
  const categories = new Set(sale.units.flatMap(({ category, subsidy }) => (isZero(subsidy) ? [] : (category ?? []))))
  const reasonsIn = (category: string, rules: RuleSet): readonly string[] => {
    // A subsidy without a rule is no result of the rule set, which the replay has said.
    const rule = categoryRule(rules, category, setting.region)
    return rule ? entitlementReasons(rules, rule, fact, { at, ...setting }).map(({ code }) => code) : []
  }
  // Without rules nobody knows what it is good for; what is used up is used up by any.
  const isUsed = fact?.state === 'used'
  const reasons = ruleSet
    ? [...categories].flatMap((category) => reasonsIn(category, ruleSet))
    : isUsed
      ? ['entitlement_used']
      : []
  const first = ledger.entitlement?.buyer ?? null
  // What another sale holds is used, whoever has it.
  const isAnothers = fact !== null && (!isBuyersOwn || (!isUsed && first !== null && first !== buyer))
  return isAnothers ? [...reasons, 'entitlement_mismatch'] : reasons
}

function saleRow(record: ReserveRecord, situation: AcceptanceContext): LedgerSale {
  const { hash, nowMs, receivedMs, judgement, tillNumber } = situation
  const { ruleSet = null, buyer = null, entitlement = null } = judgement ?? {}
  const holdMs = (ruleSet?.reservation.holdMinutes ?? 0) * minute
  const atMs = instantOf(record)
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
    charge: chargeOf({ cart: record.cart, ...record.result }),
    units: saleUnits(record, judgement),
    // A sale made offline arrives late: the platform holds for it from then on.
    untilMs: nowMs + holdMs,
    payableUntilMs: (isLate({ atMs, receivedMs }) ? atMs : Math.max(atMs, receivedMs)) + holdMs,
    offlineHours: ruleSet?.offline.mode === 'provisional' ? ruleSet.offline.hours : 0,
    quotas: quotasOf(record, ruleSet, buyer),
    quotaReturned: ruleSet?.quota.returned ?? 'burned',
    entitlement: entitlement?.id ?? null,
    countersignature: null,
  }
}

/** Every unit of the sale. */
function saleUnits(record: ReserveRecord, judgement: Judgement | null): SaleUnit[] {
  return record.result.lines.flatMap(({ id, listing, units }) =>
    units.map(({ serial, subsidy, payable }, unit) => ({
      line: id,
      unit,
      category: listing?.category ?? null,
      product: listing ? productId(listing) : null,
      twins: (listing && judgement?.twins.get(productId(listing))) ?? [],
      serial,
      subsidy,
      payable,
      returned: null,
    })),
  )
}

function groupOf(ruleSet: RuleSet, category: string, region: string): string | null {
  return categoryRule(ruleSet, category, region)?.group ?? null
}

function quotasOf(record: ReserveRecord, ruleSet: RuleSet | null, buyer: string | null): SaleQuota[] {
  if (!ruleSet || buyer === null) return []
  const units = new Map<string, string[]>()
  for (const { category, subsidy } of saleUnits(record, null)) {
    const group = category === null || isZero(subsidy) ? null : groupOf(ruleSet, category, record.setting.region)
    if (group !== null && category !== null) units.set(group, [...(units.get(group) ?? []), category])
  }
  const day = wallClock(instantOf(record), ruleSet.zone).date
  const { id, quota } = ruleSet
  const rule = { id, quota: { period: quota.period, carriesOver: quota.carriesOver } }
  return [...units].map(([group, categories]) => ({
    key: [buyer, group].join('|'),
    group,
    rule,
    day,
    categories: [...new Set(categories)],
    units: categories.length,
    limit: ruleSet.groups.find(({ code }) => code === group)?.units ?? 0,
  }))
}
