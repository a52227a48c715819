/** The offline budget of a till, kept by the platform: what it confirmed of sales that arrived late. */
import type { RecordId } from '../core/ids.ts'
import { add, compareAmounts, type Amount } from '../core/money.ts'
import type { RuleSet } from '../scheme/rule-set.ts'
import { isLate, toleranceMs } from './record-time.ts'

const hourMs = 3_600_000

/** A subsidised sale that was confirmed though it arrived late. Instants in milliseconds since 1970. */
export interface LateSale {
  readonly sale: RecordId
  readonly atMs: number
  readonly receivedMs: number
  readonly subsidy: Amount
}

/** `refuse` and `review`: reason codes, at most one of them. */
export interface OfflineFindings {
  readonly refuse: readonly string[]
  readonly review: readonly string[]
}

/**
 * By the till's own rule (`offlineReasons`), over what the platform saw: at the instant of a sale the
 * till was owed an answer for those that are earlier in its chain and had not arrived by then.
 */
export function offlineFindings(
  { offline }: Pick<RuleSet, 'offline'>,
  sale: LateSale,
  late: readonly LateSale[],
): OfflineFindings {
  if (!isLate(sale)) return { refuse: [], review: [] }
  if (offline.mode === 'forbidden') return { refuse: ['offline_forbidden'], review: [] }
  const unanswered = stillUnanswered(late, sale.atMs)
  const oldestMs = Math.min(sale.atMs, ...unanswered.map(({ atMs }) => atMs))
  const hoursMs = offline.hours * hourMs
  const isSpent =
    unanswered.length + 1 > offline.count ||
    compareAmounts(add(sale.subsidy, ...unanswered.map(({ subsidy }) => subsidy)), offline.amount) > 0 ||
    sale.atMs - oldestMs >= hoursMs ||
    sale.receivedMs - sale.atMs > hoursMs
  return { refuse: [], review: isSpent ? ['offline_budget_spent'] : [] }
}

/** The sales that weigh on the budget from `atMs` on. Instants never run backwards, so the others never will again. */
export function stillUnanswered(late: readonly LateSale[], atMs: number): readonly LateSale[] {
  return late.filter(({ receivedMs }) => receivedMs > atMs + toleranceMs)
}
