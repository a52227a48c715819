import * as z from 'zod/mini'
import { describe, expect, it } from 'vitest'
import { endpoints, type Endpoint, type EndpointName } from '../../src/record/endpoints.ts'
import { readRequest } from '../../src/record/jws.ts'
import { createPlatformClient, type Exchange, type PlatformClient } from '../../src/sync/platform-client.ts'
import { createClock, turn, type StagedClock } from '../../src/testing/clock.ts'
import { createNetwork, type Handler, type StagedNetwork } from '../../src/testing/network.ts'

const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify'])
const key = { keyId: 'k1', privateKey: pair.privateKey }
const ready = { serverTime: '2026-03-06T10:00:30Z' }
const endpoint: Endpoint<{ readonly question: string }, typeof ready> = {
  address: 'v1/test',
  type: 'test',
  request: z.strictObject({ question: z.string() }),
  answer: z.object({ serverTime: z.string() }),
  requestBytes: 1_000,
  answerBytes: 1_000,
  timeoutMs: 1_000,
}
const json = (body: unknown): Response =>
  new Response(JSON.stringify(body), { headers: { 'content-type': 'application/json' } })

function staged(handler: Handler): {
  readonly network: StagedNetwork
  readonly clock: StagedClock
  readonly client: PlatformClient
  /** The platform's clock, each time that it was told. */
  readonly told: number[]
  readonly ask: (signal?: AbortSignal) => Promise<Exchange<typeof ready>>
} {
  const clock = createClock('2026-03-06T10:00:00Z')
  const network = createNetwork(clock.timers)
  network.serve('https://api.test/', handler)
  const told: number[] = []
  const ports = { clock, fetch: network.fetch, random: { bytes: (length: number) => new Uint8Array(length) } }
  const client = createPlatformClient(
    () => 'https://api.test/',
    { ...ports, timers: clock.timers },
    (ms) => told.push(ms),
  )
  return {
    told,
    network,
    clock,
    client,
    ask: (signal) => client.ask(endpoint, { question: 'ready?' }, key, signal),
  }
}

describe('platform client', () => {
  it('signs the question, posts it to its address and reads the answer', async () => {
    let seen = null as { readonly url: string; readonly type: string | null; readonly body: string } | null
    const { ask } = staged(async (request) => {
      seen = { url: request.url, type: request.headers.get('content-type'), body: await request.text() }
      return json(ready)
    })
    expect(await ask()).toEqual({ kind: 'answer', body: ready })
    expect(seen).toMatchObject({ url: 'https://api.test/v1/test', type: 'application/jose' })
    const { payload } = await readRequest(seen!.body, endpoint, () => pair.publicKey)
    expect(payload).toEqual({ question: 'ready?' })
  })

  it('signs again by the platform’s clock where its own is off, and goes by that from then on', async () => {
    const late = { serverTime: '2026-03-06T13:00:30Z' }
    const stamps: string[] = []
    const { ask, clock, told } = staged(async (request) => {
      const { at } = await readRequest(await request.text(), endpoint, () => pair.publicKey)
      stamps.push(at)
      if (at.startsWith('2026-03-06T13')) return json(late)
      const expired = { type: 'x', title: 'x', status: 401, code: 'request_expired', field: null }
      return new Response(JSON.stringify({ ...expired, serverTime: '2026-03-06T13:00:00Z' }), {
        status: 401,
        headers: { 'content-type': 'application/problem+json' },
      })
    })
    expect(await ask()).toEqual({ kind: 'answer', body: late })
    await clock.advance(60_000)
    expect(await ask()).toEqual({ kind: 'answer', body: late })
    expect(stamps).toEqual(['2026-03-06T10:00:00Z', '2026-03-06T13:00:00Z', '2026-03-06T13:01:00Z'])
    const lateMs = Date.parse(late.serverTime)
    expect(told).toEqual([lateMs, lateMs])
  })

  it('believes a leap of the platform’s clock when it is said twice, and asks again for that', async () => {
    const times = ['2026-03-06T10:00:01Z', '9999-12-31T23:59:59Z', '2026-03-06T10:00:02Z', '2026-03-06T17:00:00Z']
    const { ask, told, network } = staged(() => json({ serverTime: times.length > 1 ? times.shift() : times[0] }))
    for (let i = 0; i < 4; i++) expect(await ask()).toMatchObject({ kind: 'answer' })
    const hours = told.map((ms) => new Date(ms).toISOString().slice(11, 19))
    expect(hours).toEqual(['10:00:01', '10:00:02', '17:00:00', '17:00:00'])
    expect(network.sent).toHaveLength(6)
  })

  it('takes two answers whose times have nothing to do with each other for none', async () => {
    let hour = 10
    const { ask } = staged(() => json({ serverTime: `2026-03-06T${(hour += 2)}:00:00Z` }))
    expect(await ask()).toEqual({ kind: 'failed', reason: 'untimely' })
  })

  it.each([
    ['a page with status 200', () => new Response('<html>', { headers: { 'content-type': 'text/html' } }), 'malformed'],
    [
      'JSON called a page',
      () => new Response('{"ok":true}', { headers: { 'content-type': 'text/html' } }),
      'malformed',
    ],
    [
      'half of an answer',
      () => new Response('{"ok":tr', { headers: { 'content-type': 'application/json' } }),
      'malformed',
    ],
    ['an answer of another shape', () => json({ ok: 'yes' }), 'malformed'],
    ['no body', () => new Response(null, { status: 204 }), 'malformed'],
    [
      'bytes that are no text',
      () => new Response(new Uint8Array([0xff]), { headers: { 'content-type': 'application/json' } }),
      'malformed',
    ],
    ['more than may come', () => json({ ...ready, filler: 'x'.repeat(2_000) }), 'too_large'],
  ] as const)('takes %s for no answer', async (_what, handler, reason) => {
    expect(await staged(handler).ask()).toEqual({ kind: 'failed', reason })
  })

  it('reads a problem’s code only when it is one of ours', async () => {
    const typed =
      (body: object, type = 'application/problem+json'): Handler =>
      () =>
        new Response(JSON.stringify(body), { status: 403, headers: { 'content-type': type } })
    const revoked = { type: 'about:blank', title: 't', status: 403, code: 'till_revoked', field: null }
    expect(await staged(typed(revoked)).ask()).toMatchObject({ kind: 'problem', status: 403, code: 'till_revoked' })
    expect(await staged(typed({ ...revoked, code: 'made_up' })).ask()).toMatchObject({ status: 403, code: null })
    expect(await staged(typed(revoked, 'text/html')).ask()).toMatchObject({ status: 403, code: null })
  })

  it('reads Retry-After in seconds and as a date, and ignores nonsense', async () => {
    const after = async (value: string): Promise<unknown> => {
      const exchange = await staged(() => new Response('', { status: 503, headers: { 'retry-after': value } })).ask()
      return exchange.kind === 'problem' ? exchange.retryAfterMs : exchange
    }
    expect(await after('7')).toBe(7_000)
    expect(await after('Fri, 06 Mar 2026 10:00:09 GMT')).toBe(9_000)
    expect(await after('Fri, 06 Mar 2020 10:00:09 GMT')).toBe(0)
    expect(await after('soon')).toBeNull()
  })

  it('gives up on a platform that says nothing', async () => {
    const { network, clock, ask } = staged(() => json(ready))
    network.fault({ fault: { kind: 'hanging' } })
    const exchange = ask()
    while (network.sent.length === 0) await turn()
    await turn()
    await clock.advance(1_000)
    expect(await exchange).toEqual({ kind: 'failed', reason: 'timeout' })
    expect(clock.waiting).toBe(0)
  })

  it('gives up on a body that never ends', async () => {
    const { network, clock, ask } = staged(
      () =>
        new Response(new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array(1)) }), {
          headers: { 'content-type': 'application/json' },
        }),
    )
    const exchange = ask()
    while (network.sent.length === 0) await turn()
    await turn()
    await clock.advance(1_000)
    expect(await exchange).toEqual({ kind: 'failed', reason: 'timeout' })
  })

  it('tells a broken line from a client that is closed', async () => {
    const { network, ask } = staged(() => json(ready))
    network.cut()
    expect(await ask()).toEqual({ kind: 'failed', reason: 'network' })
    expect(await ask(AbortSignal.abort())).toEqual({ kind: 'failed', reason: 'closed' })
  })

  it('sends a record as it was signed', async () => {
    const { network, client } = staged(() => json({}))
    await client.send('jws')
    expect(network.sent).toMatchObject([{ method: 'POST', url: 'https://api.test/v1/records', body: 'jws' }])
  })

  it('asks nothing that is longer than its endpoint takes', async () => {
    const { network, client } = staged(() => json(ready))
    await expect(client.ask(endpoint, { question: 'x'.repeat(1_000) }, key)).rejects.toMatchObject({
      code: 'INPUT_TOO_LARGE',
      expected: '1000',
    })
    expect(network.sent).toEqual([])
  })

  it.each(Object.keys(endpoints) as EndpointName[])(
    'reads no more answer of %s than the table allows',
    async (name) => {
      const endpoint = endpoints[name] as Endpoint<object, typeof ready>
      const { answerBytes } = endpoint
      const answers = [' '.repeat(answerBytes - 2), ' '.repeat(answerBytes - 1)]
      const { client } = staged(
        () => new Response(`{}${answers.shift()}`, { headers: { 'content-type': 'application/json' } }),
      )
      const ask = (): Promise<unknown> => client.ask(endpoint, {}, key)
      expect(await ask()).toEqual({ kind: 'failed', reason: 'malformed' })
      expect(await ask()).toEqual({ kind: 'failed', reason: 'too_large' })
    },
  )
})
