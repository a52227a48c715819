/** O1: a sale's two calls in Chromium (sealed, signed, chained, strict write), each beside a raw strict add of the same bytes. */
import { lessIsBetter, quantile, type Bench } from './bench.ts'
import { callOutboxPage } from './outbox-stage.ts'

export const run: Bench = async ({ soak }) => {
  const { reserve, commit, raw } = await callOutboxPage('sales', soak ? 1_000 : 150)
  const at = (samples: readonly number[], share: number): number => quantile(samples.slice(20), share)
  return [['reserve', reserve] as const, ['commit', commit] as const].flatMap(([call, samples]) => [
    lessIsBetter(
      'O1',
      at(samples, 0.5),
      at(raw, 0.5),
      `${call} p50 beside a raw strict IndexedDB add (limit: 1/4.5)`,
      'ms',
    ),
    lessIsBetter('O1', at(samples, 0.99), at(raw, 0.99), `${call} p99 beside a raw strict IndexedDB add`, 'ms'),
  ])
}
