/** Conformance of a platform: the ends of what a message may hold. All of it is taken or refused; nothing fails for ever. */
import { describe, expect, it } from 'vitest'
import { toBase64Url, utf8 } from '../../src/core/bytes.ts'
import { canonicalJson } from '../../src/core/canonical-json.ts'
import { withLowS } from '../../src/core/low-s.ts'
import { endpoints, type EndpointName } from '../../src/record/endpoints.ts'
import { magicItems } from '../../src/testing/magic.ts'
import { nextTill } from './platform-sales.ts'
import { freshSerial, oneItem, TestTill, type PlatformUnderTest } from './test-till.ts'

const { grade_1: fridge } = magicItems
const nul = 'a\u0000b'
const beyond = 2 ** 31
const hash = 'a'.repeat(64)
const headMembers = ['v', 'id', 'store', 'till', 'epoch', 'seq', 'prev', 'at', 'clock']

type Change = (payload: Record<string, unknown>) => object
const put =
  (members: object): Change =>
  (payload) => ({ ...payload, ...members })

/** Of a reserve record in its place. */
const reserves: Readonly<Record<string, Change>> = {
  'a NUL in the order': put({ orderId: nul }),
  'a NUL in the cashier': put({ cashier: nul }),
  'a NUL in the entitlement': put({ entitlement: nul }),
  'a long entitlement': put({
    entitlement: Array.from({ length: 512 }, (_, i) => (i * 2654435761 + 2 ** 32).toString(16).slice(-8)).join(''),
  }),
  'a NUL in a line': (payload) => {
    const cart = structuredClone(payload.cart) as { lines: { id: string }[] }
    cart.lines[0]!.id = nul
    return { ...payload, cart }
  },
  'a NUL in a model': (payload) => {
    const cart = structuredClone(payload.cart) as { lines: { item: { model?: string } }[] }
    cart.lines[0]!.item.model = nul
    return { ...payload, cart }
  },
  'a NUL in a serial': (payload) => {
    const cart = structuredClone(payload.cart) as { lines: { item: { serial?: string } }[] }
    cart.lines[0]!.item.serial = nul
    return { ...payload, cart }
  },
  'a place beyond what is counted': put({ seq: beyond }),
  'a place at the end of what is counted': put({ seq: beyond - 1 }),
  'an epoch beyond what is counted': put({ epoch: beyond }),
  'the first instant there is': put({ at: '0000-01-01T00:00:00+23:59' }),
  'the last instant there is': put({ at: '9999-12-31T23:59:59-23:59' }),
  'a distance from the platform’s clock that no clock has': put({
    clock: { state: 'trusted', offsetMs: Number.MAX_SAFE_INTEGER },
  }),
  'one the other way': put({
    at: '0000-01-01T00:00:00Z',
    clock: { state: 'trusted', offsetMs: Number.MIN_SAFE_INTEGER },
  }),
}

/** Of any other record. */
const others: Readonly<Record<string, object>> = {
  'a gap beyond what is counted': { kind: 'gap', missing: { seq: beyond, hash: null }, reason: 'x' },
  'a gap for no reason that can be written': { kind: 'gap', missing: { seq: 0, hash: null }, reason: nul },
  'an epoch that names a place beyond': { kind: 'epoch', last: { epoch: 1, seq: beyond, hash } },
  'an epoch that names an epoch beyond': { kind: 'epoch', last: { epoch: beyond, seq: 1, hash } },
}

/** Of the requests that look for something. */
const questions: readonly (readonly [EndpointName, object])[] = [
  ['sales', { orderId: nul }],
  ['sales', { serial: nul }],
  ['sales', { receipt: nul }],
  ['serials', { units: [{ gtin: nul, serial: 'S1' }] }],
  ['serials', { units: [{ gtin: '6901234567892', serial: nul }] }],
  ['entitlements', { entitlement: nul }],
  ['entitlements', { entitlement: 'x'.repeat(4096) }],
  ['answers', { cursor: nul }],
  ['answers', { cursor: '9'.repeat(80) }],
  ['answers', { cursor: '-1' }],
  ['answers', { cursor: '0.5' }],
]

export function describeLimits(platform: () => PlatformUnderTest): void {
  const openTill = (): Promise<TestTill> => new TestTill(platform(), 'TY-0001', nextTill()).open()

  /** Signed without a look at what it says, as a till can be patched to. */
  async function signed(till: TestTill, name: EndpointName, payload: object, keyId = till.key.keyId): Promise<string> {
    const stamp = name === 'records' ? {} : till.stamp()
    const head = { alg: 'ES256', kid: keyId, typ: endpoints[name].type, ...stamp }
    const input = [head, payload].map((part) => toBase64Url(utf8(canonicalJson(part)))).join('.')
    const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, till.key.privateKey, utf8(input))
    return withLowS(`${input}.${toBase64Url(new Uint8Array(signature))}`)
  }
  const payloadOf = (jws: string): Record<string, unknown> =>
    JSON.parse(Buffer.from(jws.split('.')[1]!, 'base64url').toString()) as Record<string, unknown>
  /** Taken, or refused for what it is. */
  const settled = (status: number): boolean => status === 200 || (status >= 400 && status < 500 && status !== 429)

  describe('at the ends of what a message may hold', () => {
    it.each(Object.entries(reserves))('%s is taken or refused, and the till sells on', async (_, change) => {
      const till = await openTill()
      const { seq, prev } = till
      const { jws } = await till.reserve(oneItem(fridge, freshSerial()))
      const { status } = await till.post(
        endpoints.records.address,
        await signed(till, 'records', change(payloadOf(jws))),
      )
      expect(status).toSatisfy(settled)
      if (status !== 200) Object.assign(till, { seq, prev })
      expect((await till.sell(oneItem(fridge, freshSerial()))).status).toBe(200)
    })

    it.each(Object.entries(others))('%s is taken or refused, and the till sells on', async (_, draft) => {
      const till = await openTill()
      if ('kind' in draft && draft.kind === 'epoch') {
        await till.newKey()
        const { body } = await till.enrol(await platform().issueCode())
        Object.assign(till, { epoch: body.epoch, seq: -1, prev: null })
      }
      const some = { kind: 'gap', missing: { seq: 0, hash: null }, reason: 'x' } as const
      const opening = { kind: 'epoch', last: null } as const
      const written = payloadOf(await till.sign(till.seq < 0 ? opening : some))
      const head = Object.fromEntries(headMembers.map((member) => [member, written[member]]))
      const { status } = await till.post(
        endpoints.records.address,
        await signed(till, 'records', { ...head, ...draft }),
      )
      expect(status).toSatisfy(settled)
      if (till.seq < 0) await till.sendNew(opening)
      expect((await till.sell(oneItem(fridge, freshSerial()))).status).toBe(200)
    })

    it.each(questions)('%s %j is answered or refused', async (name, payload) => {
      const till = await openTill()
      const { status } = await till.post(endpoints[name].address, await signed(till, name, payload))
      expect(status).toSatisfy(settled)
    })

    it.each([nul, 'x'.repeat(5000), '\u0000', '钥'])('a key called %j is nobody’s', async (keyId) => {
      const till = await openTill()
      const { jws } = await till.reserve(oneItem(fridge, freshSerial()))
      const { status } = await till.post(
        endpoints.records.address,
        await signed(till, 'records', payloadOf(jws), keyId),
      )
      expect(status).toSatisfy(settled)
      expect((await till.post(endpoints.head.address, await signed(till, 'head', {}, keyId))).status).toSatisfy(settled)
    })
  })
}
