/** O2: a queue of 10,000 records of 5,000 sales (1,000 of 500 in the short form): time to ready, and to drain at a round trip of 50 ms. */
import { lessIsBetter, type Bench } from './bench.ts'
import { callOutboxPage } from './outbox-stage.ts'

const roundTripMs = 50

export const run: Bench = async ({ soak }) => {
  const count = soak ? 10_000 : 1_000
  const { readyMs, drainMs, sent, heapMb } = await callOutboxPage('queue', count / 2, roundTripMs)
  return [
    lessIsBetter('O2', readyMs, 500, 'limit: ready within 500 ms', 'ms'),
    lessIsBetter('O2', drainMs, sent * roundTripMs, 'one at a time', 'ms'),
    lessIsBetter('O2', drainMs, (count / 10_000) * 100_000, 'limit: 100 s for 10,000', 'ms'),
    lessIsBetter('O2', Math.max(0.1, heapMb), 20, 'limit: 20 MB more heap while draining', 'MB'),
  ]
}
