/** What was subsidised on a day, by channel and category: for the authority, and to compare with a till's own day. */
import { CheckoutError, wallClock, type LedgerSale } from 'tradein-checkout/platform'
import type { Query } from './database.ts'

/** Days are those of the scheme's zone. */
const zone = 'Asia/Shanghai'

export interface DayTotal {
  readonly channel: string
  readonly category: string
  /** Units that count, those given back left out; their subsidy in yuan. */
  readonly units: number
  readonly subsidy: string
}

export interface DayTotals {
  readonly date: string
  readonly sales: number
  readonly inReview: number
  readonly refused: number
  readonly totals: readonly DayTotal[]
}

/** The day that a sale belongs to: `"2026-03-06"`. */
export function dayOf({ at }: LedgerSale): string {
  return wallClock(Date.parse(at), zone).date
}

/** @throws CheckoutError `INPUT_INVALID` unless `date` is a day such as `"2026-03-06"`. @param till one till's alone */
export async function dayTotals(
  query: Query,
  date: string,
  till: { readonly store: string; readonly till: string } | null = null,
): Promise<DayTotals> {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date) || Number.isNaN(Date.parse(date))) {
    throw new CheckoutError('INPUT_INVALID', 'date must be a day, such as 2026-03-06', {
      field: 'date',
      expected: '2026-03-06',
    })
  }
  const where = `day = $1 AND state IN ('committed', 'refunded')${till ? ' AND store = $2 AND till = $3' : ''}`
  const values = [date, ...(till ? [till.store, till.till] : [])]
  const [counts] = await query(
    `SELECT count(*) AS sales, count(*) FILTER (WHERE standing = 'review') AS in_review, count(*) FILTER (WHERE standing = 'refused') AS refused FROM sales WHERE ${where}`,
    values,
  )
  const rows = await query(
    `SELECT content->>'channel' AS channel, unit->>'category' AS category, count(*) AS units, sum((unit->>'subsidy')::numeric)::text AS subsidy
     FROM sales, jsonb_array_elements(content->'units') AS unit
     WHERE ${where} AND standing = 'confirmed' AND unit->>'returned' IS NULL AND unit->>'subsidy' <> '0.00'
     GROUP BY 1, 2 ORDER BY 1, 2`,
    values,
  )
  return {
    date,
    sales: Number(counts?.['sales'] ?? 0),
    inReview: Number(counts?.['in_review'] ?? 0),
    refused: Number(counts?.['refused'] ?? 0),
    totals: rows.map((row) => ({
      channel: String(row['channel']),
      category: String(row['category']),
      units: Number(row['units']),
      subsidy: String(row['subsidy']),
    })),
  }
}
