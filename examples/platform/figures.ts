/** What was subsidised on a day, by channel and category: for the authority, and to compare with a till's own day. */
import { sql } from 'kysely'
import { CheckoutError, wallClock, type LedgerSale } from 'tradein-checkout/platform'
import type { Database } from './database.ts'
import type { FigureRow, TillId } from './schema.ts'

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

/** What a sale adds to the figures of its day, as it stands: one row for itself, one for each unit that counts. */
export function figuresOf(sale: LedgerSale): readonly FigureRow[] {
  const { id, channel, state, standing, units } = sale
  if (state !== 'committed' && state !== 'refunded') return []
  // Ids end in random digits.
  const place = { day: dayOf(sale), channel, shard: Number.parseInt(id.slice(-1), 16) }
  const none = { sales: 0, inReview: 0, refused: 0, units: 0, subsidy: '0.00' }
  const counted = standing === 'confirmed' ? units.filter((unit) => !unit.returned && unit.subsidy !== '0.00') : []
  const inReview = standing === 'review' ? 1 : 0
  const refused = standing === 'refused' ? 1 : 0
  return [
    { ...place, ...none, category: '', sales: 1, inReview, refused },
    ...counted.map(({ category, subsidy }) => ({ ...place, ...none, category: category ?? '', units: 1, subsidy })),
  ]
}

/** What changes in the figures when a sale does. */
export function figureChanges(was: LedgerSale | null, is: LedgerSale): readonly FigureRow[] {
  const [before, after] = [was ? figuresOf(was) : [], figuresOf(is)]
  if (JSON.stringify(before) === JSON.stringify(after)) return []
  const taken = before.map((row) => ({
    ...row,
    sales: -row.sales,
    inReview: -row.inReview,
    refused: -row.refused,
    units: -row.units,
    subsidy: `-${row.subsidy}`,
  }))
  return [...taken, ...after]
}

/** @throws CheckoutError `INPUT_INVALID` unless `date` is a day such as `"2026-03-06"`. @param till one till's alone */
export async function dayTotals(db: Database, date: string, till: TillId | null = null): Promise<DayTotals> {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date) || Number.isNaN(Date.parse(date))) {
    throw new CheckoutError('INPUT_INVALID', 'date must be a day, such as 2026-03-06', {
      field: 'date',
      expected: '2026-03-06',
    })
  }
  const { rows } = await sql<Omit<FigureRow, 'day' | 'shard'>>`
    SELECT channel, category, sum(sales)::integer AS sales, sum("inReview")::integer AS "inReview",
      sum(refused)::integer AS refused, sum(units)::integer AS units, sum(subsidy)::text AS subsidy
    FROM ${till ? await figuresOfTill(db, date, till) : sql`figures`}
    WHERE day = ${date} GROUP BY channel, category ORDER BY channel, category`.execute(db)
  const sumOf = (name: 'sales' | 'inReview' | 'refused'): number => rows.reduce((sum, row) => sum + row[name], 0)
  return {
    date,
    sales: sumOf('sales'),
    inReview: sumOf('inReview'),
    refused: sumOf('refused'),
    totals: rows
      .filter(({ units }) => units > 0)
      .map(({ channel, category, units, subsidy }) => ({ channel, category, units, subsidy })),
  }
}

/** A till's own are few: they are added up from its sales. */
async function figuresOfTill(db: Database, day: string, { store, till }: TillId): Promise<ReturnType<typeof sql>> {
  const sales = await db
    .selectFrom('sales')
    .select('content')
    .where('store', '=', store)
    .where('till', '=', till)
    .where('day', '=', day)
    .execute()
  const rows = sales.flatMap(({ content }) => figuresOf(content))
  return sql`json_populate_recordset(null::figures, ${JSON.stringify(rows)})`
}
