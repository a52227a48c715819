/**
 * O1: a sale's two calls in Chromium (sealed, signed, chained, strict write), each beside a raw strict add of the
 * same bytes; and beside what other queues take to keep as much, unsealed, unsigned and unflushed.
 */
import { lessIsBetter, quantile, type Bench } from './bench.ts'
import { callOutboxPage, callPeersPage } from './outbox-stage.ts'

export const run: Bench = async ({ soak }) => {
  const count = soak ? 1_000 : 150
  const { reserve, commit, raw } = await callOutboxPage('sales', count)
  const peers = await callPeersPage('puts', count, 4_096)
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
    ...Object.entries(peers).map(([name, others]) =>
      lessIsBetter('O1', at(samples, 0.5), at(others, 0.5), `${call} p50 beside 4 kB in ${name}`, 'ms'),
    ),
  ])
}
