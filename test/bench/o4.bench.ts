/**
 * O4: how long after the line is back the first attempt reaches the platform, with nothing to trigger it: no
 * word from the browser, no new sale. Staged clock, real outbox and sync. The peer is TanStack's offline
 * transactions by its published schedule: 1 s, doubled up to 60 s, and up to 30 % on top.
 */
import { msToUtc } from '../../src/core/clock.ts'
import { createPlatformClient } from '../../src/sync/platform-client.ts'
import { createSync } from '../../src/sync/sync.ts'
import { endpoints } from '../../src/record/endpoints.ts'
import { decodeRecord } from '../../src/record/jws.ts'
import { createRandom } from '../../src/testing/memory-ports.ts'
import type { NetworkFault } from '../../src/testing/network.ts'
import { answerTo, appendSale, createShelf, giveKey, openOutbox } from '../outbox/outbox.ts'
import { turn, watchCryptography } from '../sync/turns.ts'
import { lessIsBetter, quantile, type Bench } from './bench.ts'

const api = 'https://api.test/'
const minuteMs = 60_000
const deaf = { online: () => true, subscribe: () => () => undefined }

export const run: Bench = async ({ soak }) => {
  watchCryptography()
  const count = soak ? 400 : 60
  const short = outages(count, 1_000, minuteMs, 1)
  const long = outages(Math.ceil(count / 4), minuteMs, 30 * minuteMs, 2)
  const line = (name: string, ours: readonly number[], peer: readonly number[], limitMs: number) => [
    lessIsBetter('O4', quantile(ours, 0.99), quantile(peer, 0.99), `TanStack's schedule, ${name}, p99`, 'ms'),
    lessIsBetter('O4', quantile(ours, 0.99), limitMs, `limit: ${limitMs / 1000} s, ${name}, p99`, 'ms'),
  ]
  return [
    ...line('outage up to a minute', await waits(short, 'refused'), short.map(peerWait), 5_000),
    ...line('outage up to half an hour', await waits(long, 'refused'), long.map(peerWait), 30_000),
    ...line('a line that swallows, up to half an hour', await waits(long, 'hanging'), long.map(peerWait), 30_000),
  ]
}

/** Lengths of outages, milliseconds, spread evenly in the logarithm. */
function outages(count: number, fromMs: number, toMs: number, seed: number): readonly number[] {
  const random = createRandom(seed)
  return Array.from({ length: count }, () => fromMs * (toMs / fromMs) ** fraction(random))
}

async function waits(lengths: readonly number[], kind: NetworkFault['kind'] & ('refused' | 'hanging')) {
  const found: number[] = []
  for (const [i, ms] of lengths.entries()) found.push(await waitAfter(ms, kind, i))
  return found
}

async function waitAfter(outageMs: number, kind: 'refused' | 'hanging', seed: number): Promise<number> {
  const shelf = createShelf({ seed })
  const { clock, network } = shelf
  let arrivedMs = Number.NaN
  network.serve(api, async (request) => {
    arrivedMs = Number.isNaN(arrivedMs) ? clock.monotonic() : arrivedMs
    if (!request.url.endsWith(endpoints.records.address))
      return Response.json({ answers: [], cursor: 'c', more: false, serverTime: msToUtc(clock.now()) })
    const { id } = decodeRecord(await request.text())
    return Response.json(answerTo({ id, sale: id }, 'confirmed', clock.now()))
  })
  const context = await openOutbox(shelf, { connectivity: deaf })
  await giveKey(context)
  await appendSale(context, 'A-1')
  const client = createPlatformClient(() => api, context.ports)
  const sync = createSync({
    context,
    client,
    ports: context.ports,
    onChange: () => undefined,
    onError: (error) => {
      throw error
    },
  })
  const heal = network.fault({ fault: { kind } })
  sync.start()
  const step = async (): Promise<void> => {
    // Staged time moves on once a pass is over and its wait has begun, or a request of it
    // is swallowed: storage takes turns.
    for (
      let turns = 0;
      turns < (sync.isSyncing && kind === 'hanging' ? 400 : 20_000) && (sync.isSyncing || clock.waiting < 2);
      turns++
    )
      await turn()
    await clock.runNext()
  }
  const endMs = clock.monotonic() + outageMs
  clock.timers.after(outageMs, heal)
  while (clock.monotonic() < endMs + 10 * minuteMs && Number.isNaN(arrivedMs)) await step()
  await sync.close()
  return arrivedMs - endMs
}

function peerWait(outageMs: number, seed: number): number {
  const random = createRandom(seed + 1_000)
  let atMs = 0
  for (let tries = 0; atMs < outageMs; tries++)
    atMs += Math.min(minuteMs, 1_000 * 2 ** tries) * (1 + 0.3 * fraction(random))
  return atMs - outageMs
}

/** Uniform in [0, 1). */
function fraction(random: ReturnType<typeof createRandom>): number {
  const [a = 0, b = 0, c = 0] = random.bytes(3)
  return ((a * 256 + b) * 256 + c) / 2 ** 24
}
