/** A sale of another till, as the platform gave it: to look up, and to take units back. */
import { instantToMs } from '../core/clock.ts'
import { isCheckoutError } from '../core/errors.ts'
import { decodeRecord } from '../record/jws.ts'
import type { FindAnswer } from '../record/protocol.ts'
import { quoteOf } from '../record/quote-of.ts'
import type { ReserveRecord, TillRecord } from '../record/record.ts'
import type { SaleRow } from './database.ts'
import type { SaleState } from './sale.ts'

type Found = FindAnswer['sales'][number]

/** The row to keep it in, once units of it were taken back here. Null for what cannot be read. */
export function fetchedRow({ answer, records: texts, refundable }: Found, tab: string): SaleRow | null {
  const records = refundable ? [refundable.reserve] : readAll(texts)
  const reserve = records?.find((record) => record.kind === 'reserve')
  if (!records || !reserve || reserve.id !== answer.sale) return null
  const later = records.filter((record) => 'refers' in record && record.refers === reserve.id)
  const refunded = answer.returned ?? []
  const quote = quoteOf(reserve)
  const units = quote.lines.reduce((sum, line) => sum + line.units.length, 0)
  return {
    id: reserve.id,
    // Orders are each till's own: this one must not stand in the way of one by the same id here.
    orderId: `fetched:${reserve.id}`,
    fetched: { orderId: reserve.orderId },
    receipt: reserve.receipt,
    state: refundable?.state ?? stateOf(later, refunded.length === units),
    standing: answer.standing,
    reasons: [...answer.reasons],
    at: reserve.at,
    atMs: instantToMs(reserve.at),
    day: reserve.at.slice(0, 10),
    tab,
    reservedUntil: reserve.at,
    quote,
    payments: later.flatMap((record) => (record.kind === 'commit' ? record.payments : [])),
    refunded,
    cashier: reserve.cashier,
    countersignature: answer.countersignature,
    uses: [],
    serials: serialsIn(reserve, later),
    quotaReturned: 'burned',
    unconfirmed: 0,
    answeredMs: instantToMs(answer.serverTime),
  }
}

function readAll(texts: readonly string[]): readonly TillRecord[] | null {
  try {
    return texts.map(decodeRecord)
  } catch (error) {
    if (isCheckoutError(error)) return null
    throw error
  }
}

function stateOf(later: readonly TillRecord[], isAllBack: boolean): SaleState {
  if (later.some(({ kind }) => kind === 'cancel')) return 'cancelled'
  if (!later.some(({ kind }) => kind === 'commit')) return 'reserved'
  return isAllBack ? 'refunded' : 'committed'
}

function serialsIn(reserve: ReserveRecord, later: readonly TillRecord[]): readonly string[] {
  const sold = reserve.result.lines.flatMap(({ units }) => units.flatMap(({ serial }) => serial ?? []))
  const brought = later.flatMap((record) => (record.kind === 'fulfil' ? record.units.map(({ serial }) => serial) : []))
  return [...new Set([...sold, ...brought])]
}
