import * as z from 'zod/mini'
import { describe, expect, it } from 'vitest'
import { addresses } from '../../src/record/protocol.ts'
import { createTransport, type Exchange } from '../../src/sync/transport.ts'
import { createClock, turn, type StagedClock } from '../../src/testing/clock.ts'
import { createNetwork, type Handler, type StagedNetwork } from '../../src/testing/network.ts'

const schema: z.ZodMiniType<{ readonly ok: boolean }> = z.object({ ok: z.boolean() })
const json = (body: unknown): Response =>
  new Response(JSON.stringify(body), { headers: { 'content-type': 'application/json' } })

function staged(handler: Handler): {
  readonly network: StagedNetwork
  readonly clock: StagedClock
  readonly post: (signal?: AbortSignal) => Promise<Exchange<{ readonly ok: boolean }>>
} {
  const clock = createClock('2026-03-06T10:00:00Z')
  const network = createNetwork(clock.timers)
  network.serve('https://api.test/', handler)
  const transport = createTransport(() => 'https://api.test/', { clock, fetch: network.fetch, timers: clock.timers })
  return {
    network,
    clock,
    post: (signal) =>
      transport.post(addresses.records, 'jws', schema, {
        timeoutMs: 1_000,
        limitBytes: 1_000,
        ...(signal && { signal }),
      }),
  }
}

describe('transport', () => {
  it('posts the signed body to the fixed address and reads the answer', async () => {
    let seen: { readonly url: string; readonly type: string | null; readonly body: string } | null = null
    const { post } = staged(async (request) => {
      seen = { url: request.url, type: request.headers.get('content-type'), body: await request.text() }
      return json({ ok: true })
    })
    expect(await post()).toEqual({ kind: 'answer', body: { ok: true } })
    expect(seen).toEqual({ url: 'https://api.test/v1/records', type: 'application/jose', body: 'jws' })
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
    ['more than may come', () => json({ ok: true, filler: 'x'.repeat(2_000) }), 'too_large'],
  ] as const)('takes %s for no answer', async (_what, handler, reason) => {
    expect(await staged(handler).post()).toEqual({ kind: 'failed', reason })
  })

  it('reads a problem’s code only when it is one of ours', async () => {
    const typed =
      (body: object, type = 'application/problem+json'): Handler =>
      () =>
        new Response(JSON.stringify(body), { status: 403, headers: { 'content-type': type } })
    const revoked = { type: 'about:blank', title: 't', status: 403, code: 'till_revoked', field: null }
    expect(await staged(typed(revoked)).post()).toMatchObject({ kind: 'problem', status: 403, code: 'till_revoked' })
    expect(await staged(typed({ ...revoked, code: 'made_up' })).post()).toMatchObject({ status: 403, code: null })
    expect(await staged(typed(revoked, 'text/html')).post()).toMatchObject({ status: 403, code: null })
  })

  it('reads Retry-After in seconds and as a date, and ignores nonsense', async () => {
    const after = async (value: string): Promise<unknown> => {
      const exchange = await staged(() => new Response('', { status: 503, headers: { 'retry-after': value } })).post()
      return exchange.kind === 'problem' ? exchange.retryAfterMs : exchange
    }
    expect(await after('7')).toBe(7_000)
    expect(await after('Fri, 06 Mar 2026 10:00:09 GMT')).toBe(9_000)
    expect(await after('Fri, 06 Mar 2020 10:00:09 GMT')).toBe(0)
    expect(await after('soon')).toBeNull()
  })

  it('gives up on a platform that says nothing', async () => {
    const { network, clock, post } = staged(() => json({ ok: true }))
    network.fault({ fault: { kind: 'hanging' } })
    const exchange = post()
    await turn()
    await clock.advance(1_000)
    expect(await exchange).toEqual({ kind: 'failed', reason: 'timeout' })
    expect(clock.waiting).toBe(0)
  })

  it('gives up on a body that never ends', async () => {
    const { clock, post } = staged(
      () =>
        new Response(new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array(1)) }), {
          headers: { 'content-type': 'application/json' },
        }),
    )
    const exchange = post()
    await turn()
    await clock.advance(1_000)
    expect(await exchange).toEqual({ kind: 'failed', reason: 'timeout' })
  })

  it('tells a broken line from a client that is closed', async () => {
    const { network, post } = staged(() => json({ ok: true }))
    network.cut()
    expect(await post()).toEqual({ kind: 'failed', reason: 'network' })
    expect(await post(AbortSignal.abort())).toEqual({ kind: 'failed', reason: 'closed' })
  })
})
