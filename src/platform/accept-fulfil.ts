/** A platform's decision on a fulfil record: the units get their serials. */
import type { UnitSerial } from '../core/unit-ref.ts'
import type { FulfilRecord } from '../record/record.ts'
import { checkSerial, normalizeSerial } from '../scan/serial.ts'
import { namedUnits, withSerials } from '../subsidy/refund.ts'
import { ownSale, reviewed, without, written, type AcceptanceContext, type Decision } from './decision.ts'
import { claimed, isPublishedOnly, serialKeysOf } from './ledger.ts'

/** The serials that it brings, in the form that serials are compared in, whatever the till wrote. */
export function broughtSerials({ units }: FulfilRecord): readonly UnitSerial[] {
  return units.map((unit) => ({ ...unit, serial: normalizeSerial(unit.serial) }))
}

export function decideFulfil(record: FulfilRecord, { ledger, nowMs, isPublished }: AcceptanceContext): Decision {
  const sale = ownSale(record, ledger)
  if (!sale || sale.state === 'reserved') return without(sale, 'refers_unknown')
  if (sale.state === 'cancelled') return without(sale, 'already_cancelled')
  const named = namedUnits(sale.units, record.units)
  if (named.includes(undefined)) return without(sale, 'refers_unknown')
  // What is back holds no serial, whatever has left since.
  const leaving = broughtSerials(record).filter((_, i) => !named[i]?.returned)
  const notes = leaving.length < named.length ? ['already_refunded'] : []
  const wrong = leaving.map(({ serial }) => checkSerial(serial))
  const sound = leaving.filter((_, i) => wrong[i] === null)
  const units = withSerials(sale.units, sound)
  const isChanged = namedUnits(units, sound).some((unit, i) => unit?.serial !== sound[i]?.serial)
  const brought = units.filter((_, i) => sale.units[i]?.serial === null)
  const keys = serialKeysOf(brought)
  const free = claimed(ledger, keys, { sale: sale.id, untilMs: null }, nowMs)
  const reasons = [
    ...wrong.flatMap((code) => code ?? []),
    ...(free.length < keys.length ? ['serial_redeemed_elsewhere'] : []),
    ...(isPublishedOnly(brought, ledger, isPublished) ? ['serial_maybe_redeemed'] : []),
    ...(isChanged ? ['result_differs'] : []),
    ...(new Set(keys).size < keys.length ? ['serial_redeemed_here'] : []),
  ]
  const serials = sale.standing === 'refused' ? [] : free
  return written(reviewed({ ...sale, units }, reasons), { serials }, notes)
}
