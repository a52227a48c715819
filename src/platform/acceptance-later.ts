/** A platform's decisions on what follows a reservation: commit, cancel, refund, fulfil. */
import { instantToMs } from '../core/clock.ts'
import { add, compareAmounts, isZero, subtract, zero, type Amount } from '../core/money.ts'
import type { Decision, AcceptanceContext } from './decision.ts'
import { unitKey } from './acceptance-reserve.ts'
import {
  isTaken,
  noWrites,
  unitsOfOthers,
  withClaim,
  type Ledger,
  type LedgerWrites,
  type SaleQuota,
  type LedgerSale,
  type SaleUnit,
} from './ledger.ts'
import type { CancelRecord, CommitRecord, FulfilRecord, RefundRecord, UnitRef } from '../record/record.ts'

/** The record is without effect; the sale stays as it is. */
function without(sale: LedgerSale | null, note: string): Decision {
  return { standing: sale?.standing ?? 'review', notes: [note], writes: noWrites }
}

function written(sale: LedgerSale, writes: Partial<LedgerWrites> = {}, notes: readonly string[] = []): Decision {
  return { standing: sale.standing, notes, writes: { ...noWrites, ...writes, sale } }
}

/** Puts a sale before a person; one that was refused stays refused. */
function reviewed(sale: LedgerSale, reasons: readonly string[]): LedgerSale {
  if (reasons.length === 0) return sale
  return {
    ...sale,
    standing: sale.standing === 'refused' ? 'refused' : 'review',
    reasons: [...new Set([...sale.reasons, ...reasons])],
  }
}

/** Only the till that reserved a sale commits, cancels and fulfils it. */
function ownSale(record: CommitRecord | CancelRecord | FulfilRecord, ledger: Ledger): LedgerSale | null {
  const { sale } = ledger
  return sale && sale.store === record.store && sale.till === record.till ? sale : null
}

export function decideCommit(record: CommitRecord, { ledger, nowMs }: AcceptanceContext): Decision {
  const sale = ownSale(record, ledger)
  if (!sale) return without(null, 'refers_unknown')
  switch (sale.state) {
    case 'cancelled': {
      // A cancel wins: whatever was handed out after it, the fund does not pay.
      return written({ ...sale, standing: 'refused', reasons: [...new Set([...sale.reasons, 'already_cancelled'])] })
    }
    case 'committed':
    case 'refunded':
      return without(sale, 'already_committed')
    case 'reserved':
      break
  }
  if (sale.standing === 'refused') return written({ ...sale, state: 'committed' })

  const reasons = sumFits(record, sale) ? [] : ['amounts_differ']
  const atMs = record.clock.state === 'trusted' ? instantToMs(record.at) : nowMs
  if (nowMs > sale.untilMs && atMs > sale.tillUntilMs) reasons.push('reservation_lapsed')
  const taken = takeForGood(sale, ledger, nowMs)
  return written(reviewed({ ...sale, state: 'committed' }, [...reasons, ...taken.conflicts]), taken.writes)
}

/** What banks take off may or may not be among the payments, and so may a subsidy that the payment channel deducts. */
function sumFits({ payments }: CommitRecord, sale: LedgerSale): boolean {
  const sum = add(...payments.map(({ amount }) => amount))
  const whole = sale.deduction === 'payment' ? [sale.payable, sale.invoiceTotal] : [sale.payable]
  return whole.some(
    (amount) => compareAmounts(sum, amount) === 0 || compareAmounts(sum, lessPromotion(amount, sale)) === 0,
  )
}

function lessPromotion(amount: Amount, { bankPromotion }: LedgerSale): Amount {
  return compareAmounts(bankPromotion, amount) >= 0 ? zero : subtract(amount, bankPromotion)
}

function takeForGood(
  sale: LedgerSale,
  ledger: Ledger,
  nowMs: number,
): { readonly writes: Partial<LedgerWrites>; readonly conflicts: string[] } {
  const claim = { sale: sale.id, untilMs: null }
  const conflicts: string[] = []
  const keys = sale.units.flatMap(unitKey)
  const free = keys.filter((key) => !isTaken(ledger.serials.get(key), sale.id, nowMs))
  if (free.length < keys.length) conflicts.push('serial_held')
  for (const quota of sale.quotas) {
    if (unitsOfOthers(ledger.quotas, quota, sale.id, nowMs) + quota.units > quota.limit) conflicts.push('quota_used')
  }
  const entitled = sale.entitlement !== null && !isTaken(ledger.entitlement?.claim, sale.id, nowMs)
  if (sale.entitlement !== null && !entitled) conflicts.push('entitlement_used')
  return {
    conflicts,
    writes: {
      serials: free.map((key) => ({ key, claim })),
      quotas: sale.quotas.map((quota) => withClaim(ledger.quotas.get(quota.key), quota, claim, quota.units, nowMs)),
      entitlement: entitled ? { id: sale.entitlement, fact: ledger.entitlement?.fact ?? null, claim } : null,
    },
  }
}

export function decideCancel(record: CancelRecord, { ledger, nowMs }: AcceptanceContext): Decision {
  const sale = ownSale(record, ledger)
  if (!sale) return without(null, 'refers_unknown')
  switch (sale.state) {
    case 'cancelled':
      return without(sale, 'already_cancelled')
    case 'committed':
    case 'refunded':
      // The till says that it was paid and that it was called off: a person finds out.
      return sale.standing === 'refused'
        ? without(sale, 'already_committed')
        : written(reviewed(sale, ['already_committed']))
    case 'reserved':
      break
  }
  if (sale.standing === 'refused') return written({ ...sale, state: 'cancelled' })
  return written(
    { ...sale, state: 'cancelled', standing: 'confirmed', reasons: [] },
    giveBack(sale, sale.units, ledger, nowMs, true).writes,
  )
}

export function decideRefund(record: RefundRecord, { ledger, nowMs }: AcceptanceContext): Decision {
  const { sale } = ledger
  if (!sale) return without(null, 'refers_unknown')
  if (sale.state === 'cancelled') return without(sale, 'already_cancelled')
  if (sale.state === 'reserved') return without(sale, 'refers_unknown')
  const units = record.units.map((each) => sale.units.find((unit) => isSame(unit, each)))
  const found = units.filter((unit) => unit !== undefined)
  if (found.length < units.length || new Set(found).size < found.length) return without(sale, 'refers_unknown')
  if (found.some(({ returned }) => returned)) return without(sale, 'already_refunded')
  const subsidy = add(...found.map((unit) => unit.subsidy))
  const payable = add(...found.map((unit) => unit.payable))
  if (compareAmounts(subsidy, record.subsidy) !== 0 || compareAmounts(payable, record.payable) !== 0) {
    return written(reviewed(sale, ['amounts_differ']))
  }
  const left = sale.units.map((unit) => (found.includes(unit) ? { ...unit, returned: true } : unit))
  const state = left.every(({ returned }) => returned) ? 'refunded' : sale.state
  const restores = sale.quotaReturned === 'restored'
  const given = giveBack(sale, found, ledger, nowMs, restores)
  return written({ ...sale, units: left, state, quotas: given.quotas }, given.writes)
}

/** Frees what the units hold; quota and entitlement only where the rule set gives them back. `quotas`: what the sale keeps. */
function giveBack(
  sale: LedgerSale,
  units: readonly SaleUnit[],
  ledger: Ledger,
  nowMs: number,
  restores: boolean,
): { readonly writes: Partial<LedgerWrites>; readonly quotas: readonly SaleQuota[] } {
  const serials = units
    .flatMap(unitKey)
    .filter((key) => ledger.serials.get(key)?.sale === sale.id)
    .map((key) => ({ key, claim: null }))
  if (!restores) return { writes: { serials }, quotas: sale.quotas }
  const claim = { sale: sale.id, untilMs: sale.state === 'reserved' ? sale.untilMs : null }
  const quotas = sale.quotas.map((quota) => {
    const freed = units.filter(
      ({ subsidy, category }) => !isZero(subsidy) && category !== null && quota.categories.includes(category),
    )
    return { ...quota, units: quota.units - freed.length }
  })
  const isAll = units.length === sale.units.filter(({ returned }) => !returned).length
  const isOurs = sale.entitlement !== null && ledger.entitlement?.claim?.sale === sale.id
  return {
    quotas,
    writes: {
      serials,
      quotas: quotas.map((quota) => withClaim(ledger.quotas.get(quota.key), quota, claim, quota.units, nowMs)),
      entitlement: isAll && isOurs ? { id: sale.entitlement, fact: ledger.entitlement.fact, claim: null } : null,
    },
  }
}

export function decideFulfil(record: FulfilRecord, { ledger, nowMs }: AcceptanceContext): Decision {
  const sale = ownSale(record, ledger)
  if (!sale || sale.state === 'reserved') return without(sale, 'refers_unknown')
  if (sale.state === 'cancelled') return without(sale, 'already_cancelled')
  const claim = { sale: sale.id, untilMs: null }
  const brought = new Map(record.units.map((each) => [sale.units.find((unit) => isSame(unit, each)), each.serial]))
  if (brought.has(undefined)) return without(sale, 'refers_unknown')
  const units = sale.units.map((unit) => (unit.serial === null ? { ...unit, serial: brought.get(unit) ?? null } : unit))
  const changed = sale.units.some(
    (unit) => unit.serial !== null && brought.has(unit) && brought.get(unit) !== unit.serial,
  )
  const keys = units.filter((_, i) => sale.units[i]?.serial === null).flatMap(unitKey)
  const free = keys.filter((key) => !isTaken(ledger.serials.get(key), sale.id, nowMs))
  const reasons = [
    ...(free.length < keys.length ? ['serial_redeemed_elsewhere'] : []),
    ...(changed ? ['result_differs'] : []),
  ]
  if (new Set(keys).size < keys.length) reasons.push('serial_redeemed_here')
  const serials = sale.standing === 'refused' ? [] : free.map((key) => ({ key, claim }))
  return written(reviewed({ ...sale, units }, reasons), { serials })
}

function isSame(unit: UnitRef, other: UnitRef): boolean {
  return unit.line === other.line && unit.unit === other.unit
}
