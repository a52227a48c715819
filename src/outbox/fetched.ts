/** Sales out of their records: of another till, as the platform gave it, to look up and to take units back; of this till. */
import { instantToMs } from '../core/clock.ts'
import { isCheckoutError } from '../core/errors.ts'
import { decodeRecord } from '../record/jws.ts'
import type { FindAnswer } from '../record/protocol.ts'
import { quoteOf } from '../record/quote-of.ts'
import type { ReserveRecord, TillRecord } from '../record/record.ts'
import type { SaleRow } from './database.ts'
import type { SaleState } from './sale.ts'
import { soldUnits } from './sold-units.ts'

type Found = FindAnswer['sales'][number]

/** The row to keep it in, once units of it were taken back here. Null for what cannot be read. */
export function fetchedRow({ answer, records: texts, refundable }: Found, tab: string): SaleRow | null {
  const records = refundable ? [refundable.reserve] : readAll(texts)
  const reserve = records?.find((record) => record.kind === 'reserve')
  if (!records || !reserve || reserve.id !== answer.sale) return null
  const later = records.filter((record) => 'refers' in record && record.refers === reserve.id)
  const refunded = answer.returned ?? []
  const row = rebuiltRow(reserve, tab)
  return {
    ...row,
    // Orders are each till's own: this one must not stand in the way of one by the same id here.
    orderId: `fetched:${reserve.id}`,
    fetched: { orderId: reserve.orderId },
    state: refundable?.state ?? stateOf(later, refunded.length === soldUnits(row.quote).length),
    standing: answer.standing,
    reasons: [...answer.reasons],
    payments: later.flatMap((record) => (record.kind === 'commit' ? record.payments : [])),
    refunded,
    countersignature: answer.countersignature,
    serials: [...new Set([...row.serials, ...broughtIn(later)])],
    answeredMs: instantToMs(answer.serverTime),
  }
}

/** A sale as it was reserved, from its record alone: quota and buyer are left to the platform. */
export function rebuiltRow(reserve: ReserveRecord, tab: string): SaleRow {
  const quote = quoteOf(reserve)
  return {
    id: reserve.id,
    orderId: reserve.orderId,
    receipt: reserve.receipt,
    state: 'reserved',
    standing: 'provisional',
    reasons: [],
    at: reserve.at,
    atMs: instantToMs(reserve.at),
    day: reserve.at.slice(0, 10),
    tab,
    reservedUntil: reserve.at,
    quote,
    payments: [],
    refunded: [],
    cashier: reserve.cashier,
    countersignature: null,
    uses: [],
    serials: soldUnits(quote).flatMap(({ serial }) => serial ?? []),
    quotaReturned: 'burned',
    unconfirmed: 0,
    answeredMs: null,
  }
}

/** Null where one cannot be read. */
export function readAll(texts: readonly string[]): readonly TillRecord[] | null {
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

function broughtIn(later: readonly TillRecord[]): readonly string[] {
  return later.flatMap((record) => (record.kind === 'fulfil' ? record.units.map(({ serial }) => serial) : []))
}
