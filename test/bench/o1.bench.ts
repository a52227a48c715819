/** O1: one commit in Chromium (sealed, signed, chained, strict write) beside a raw strict add of the same bytes. */
import { lessIsBetter, quantile, type Bench } from './bench.ts'
import { callOutboxPage } from './outbox-stage.ts'

export const run: Bench = async ({ soak }) => {
  const { ours, raw } = await callOutboxPage('commits', soak ? 1_000 : 150)
  const warm = <T>(samples: readonly T[]): readonly T[] => samples.slice(10)
  return [
    lessIsBetter(
      'O1',
      quantile(warm(ours), 0.5),
      quantile(warm(raw), 0.5),
      'raw strict IndexedDB add, p50 (limit: 1/4.5)',
      'ms',
    ),
    lessIsBetter('O1', quantile(warm(ours), 0.99), quantile(warm(raw), 0.99), 'raw strict IndexedDB add, p99', 'ms'),
  ]
}
