/** A day's figures, for the closing of a shift. */
import { add, isZero, zero, type Amount } from '../core/money.ts'
import { msToZoned } from '../core/clock.ts'
import { includesUnit } from '../core/unit-ref.ts'
import type { Standing } from '../record/protocol.ts'
import { refundOf } from '../subsidy/refund.ts'
import type { OutboxContext } from './context.ts'
import type { RecordRow, SaleRow, Tables } from './database.ts'
import { readAll } from './fetched.ts'
import { givenBack } from './refund.ts'
import { soldUnits } from './sold-units.ts'

/** What some of a day's sales come to, in yuan. */
export interface SaleTotals {
  /** Sales that were paid. */
  readonly sales: number
  readonly invoiceTotal: Amount
  readonly subsidy: Amount
  /** The invoice total less the subsidy. */
  readonly payable: Amount
  /** Of their subsidy, what was given back with returned units, on whatever day. */
  readonly refunded: Amount
}

/** Money of one payment method, as the host names it: `"cash"`. */
export interface TenderTotals {
  /** Null: for what was paid in several ways no record says by which it went back. */
  readonly method: string | null
  readonly received: Amount
  readonly returned: Amount
}

export interface DayTotals extends SaleTotals {
  readonly date: string
  /** Handed back at this till on that day for returned units, whichever day and till sold them. */
  readonly returned: Amount
  /** Payments of that day's sales, and what was handed back on that day. By name; what is of no one method last. */
  readonly tenders: readonly TenderTotals[]
  /** By name; without a name first. Returned units count with whoever sold them. */
  readonly cashiers: readonly (SaleTotals & { readonly cashier: string | null })[]
  /** By what the platform last said. */
  readonly standings: Readonly<Record<Standing, SaleTotals>>
  /** Records of the day's sales that the platform has not answered. */
  readonly unsent: number
}

/** @param date in the scheme's zone: `"2026-03-06"` @throws CheckoutError `STORAGE_…` */
export async function dayTotals(context: OutboxContext, date: string): Promise<DayTotals> {
  return context.db.read(['sales', 'records'], async (tables) => {
    const sold = (await tables.sales.where('day').equals(date).toArray()).filter(
      ({ state, fetched }) => !fetched && (state === 'committed' || state === 'refunded'),
    )
    const ids = sold.map(({ id }) => id)
    const records = await tables.records.where('sale').anyOf(ids).toArray()
    const returns = await returnsOn(tables, date, context.zone())
    const cashiers = [...new Set(sold.map(({ cashier }) => cashier))].sort(byName)
    const withStanding = (standing: Standing): SaleTotals => totalsOf(sold.filter((row) => row.standing === standing))
    return {
      date,
      ...totalsOf(sold),
      returned: add(zero, ...returns.map(({ amount }) => amount)),
      tenders: tendersOf(sold, returns),
      cashiers: cashiers.map((cashier) => ({ cashier, ...totalsOf(sold.filter((row) => row.cashier === cashier)) })),
      standings: {
        provisional: withStanding('provisional'),
        confirmed: withStanding('confirmed'),
        refused: withStanding('refused'),
        review: withStanding('review'),
      },
      unsent: records.filter(({ delivery }) => delivery !== 'answered').length,
    }
  })
}

function totalsOf(rows: readonly SaleRow[]): SaleTotals {
  const sum = (part: (row: SaleRow) => Amount): Amount => add(zero, ...rows.map(part))
  return {
    sales: rows.length,
    invoiceTotal: sum(({ quote }) => quote.invoiceTotal),
    subsidy: sum(({ quote }) => quote.subsidy),
    payable: sum(({ quote }) => quote.payable),
    refunded: sum(
      ({ quote, refunded }) => refundOf(soldUnits(quote).filter((unit) => includesUnit(refunded, unit))).subsidy,
    ),
  }
}

interface Return {
  readonly method: string | null
  readonly amount: Amount
}

const hourMs = 3_600_000

/** What this till handed back on a day: a refund record's id says when it was minted (RFC 9562 §5.7). */
async function returnsOn(
  { records, sales }: Tables<'records' | 'sales'>,
  date: string,
  zone: string,
): Promise<readonly Return[]> {
  const noonMs = Date.parse(`${date}T12:00:00Z`)
  // No zone is further than 14 hours from UTC.
  const refunds = await records
    .where('id')
    .between(idAt(noonMs - 26 * hourMs), idAt(noonMs + 26 * hourMs))
    .filter(({ kind, id }) => kind === 'refund' && msToZoned(mintedMs(id), zone).startsWith(date))
    .toArray()
  const found: Return[] = []
  for (const record of refunds) {
    const row = record.sale === null ? undefined : await sales.get(record.sale)
    if (row) found.push({ method: methodOf(row), amount: handedOut(row, record) })
  }
  return found
}

/** What was handed out before the platform had answered has left the drawer, whoever the unit came back by. */
function handedOut(row: SaleRow, { id, jws }: RecordRow): Amount {
  const [record] = (row.promised?.includes(id) && readAll([jws])) || []
  return record?.kind === 'refund' ? record.payable : givenBack(row, id).payable
}

function idAt(ms: number): string {
  const digits = ms.toString(16).padStart(12, '0')
  return `${digits.slice(0, 8)}-${digits.slice(8)}`
}

function mintedMs(id: string): number {
  return parseInt(id.slice(0, 13).replace('-', ''), 16)
}

/** Not the buyer's money, so that it does not go back to them. */
const others: readonly string[] = ['coupon', 'old_unit', 'bank_promotion']

/** How the buyer paid; null unless it was one way. */
function methodOf({ payments }: SaleRow): string | null {
  const own = payments.filter(({ method, amount }) => !others.includes(method) && !isZero(amount))
  const [method = null, ...more] = new Set(own.map((payment) => payment.method))
  return more.length === 0 ? method : null
}

function tendersOf(sold: readonly SaleRow[], returns: readonly Return[]): readonly TenderTotals[] {
  const payments = sold.flatMap((row) => row.payments)
  const sum = (parts: readonly Return[], method: string | null): Amount =>
    add(zero, ...parts.filter((part) => part.method === method).map(({ amount }) => amount))
  const methods = [...new Set([...payments, ...returns].map(({ method }) => method))].sort(byName)
  return [...methods.filter((method) => method !== null), ...methods.filter((method) => method === null)].map(
    (method) => ({ method, received: sum(payments, method), returned: sum(returns, method) }),
  )
}

/** In the order of the characters' numbers, the same in every browser. */
function byName(a: string | null, b: string | null): number {
  return (a ?? '') < (b ?? '') ? -1 : 1
}
