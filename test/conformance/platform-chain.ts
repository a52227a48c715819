/** Conformance of a platform: chains, enrolment, and what is refused. */
import { describe, expect, it } from 'vitest'
import { toBase64Url, utf8 } from '../../src/core/bytes.ts'
import { withLowS } from '../../src/core/low-s.ts'
import { canonicalJson } from '../../src/core/canonical-json.ts'
import { recordHash, signRequest } from '../../src/record/jws.ts'
import { endpoints, type EndpointName } from '../../src/record/endpoints.ts'
import { mediaTypes, problemSchema } from '../../src/record/protocol.ts'
import { magicItems } from '../../src/testing/magic.ts'
import { withOtherS } from '../support/other-s.ts'
import { nextTill } from './platform-sales.ts'
import { freshSerial, oneItem, TestTill, type PlatformUnderTest } from './test-till.ts'

const { grade_1: fridge } = magicItems

export function describeChain(platform: () => PlatformUnderTest): void {
  const openTill = (): Promise<TestTill> => new TestTill(platform(), 'TY-0001', nextTill()).open()

  describe('a chain', () => {
    it('keeps what comes behind a gap, and decides when the gap is filled', async () => {
      const till = await openTill()
      const sale = await till.reserve(oneItem(fridge, freshSerial()))
      const commit = await till.commit(sale)
      const later = await till.reserve(oneItem(fridge, freshSerial()))
      expect((await till.send(later.jws)).body).toMatchObject({
        standing: 'provisional',
        reasons: ['record_unlinked'],
        countersignature: null,
      })
      expect((await till.send(commit)).body).toMatchObject({ standing: 'provisional', reasons: ['record_unlinked'] })
      expect((await till.send(sale.jws)).body).toMatchObject({ standing: 'confirmed' })
      expect((await till.send(commit)).body).toMatchObject({ standing: 'confirmed', reasons: [] })
      const { body } = await till.changes(null)
      expect(body.answers.map(({ sale: id, standing }) => [id, standing])).toEqual([
        [sale.id, 'confirmed'],
        [later.id, 'confirmed'],
      ])
    })

    it('answers what waits as provisional, whatever its sale is by now', async () => {
      const till = await openTill()
      const sale = await till.reserve(oneItem(fridge, freshSerial()))
      await till.send(sale.jws)
      const filler = await till.reserve(oneItem(magicItems.category_not_covered, freshSerial()))
      const commit = await till.commit(sale)
      expect((await till.send(commit)).body).toMatchObject({
        sale: sale.id,
        standing: 'provisional',
        countersignature: null,
      })
      await till.send(filler.jws)
      expect((await till.send(commit)).body).toMatchObject({ standing: 'confirmed' })
    })

    it('links a long backlog that comes in the wrong order', async () => {
      const till = await openTill()
      const records: string[] = []
      for (let i = 0; i < 60; i++) {
        const sale = await till.reserve(oneItem(magicItems.category_not_covered, freshSerial()))
        records.push(sale.jws)
      }
      for (const jws of records.slice(1).reverse()) await till.send(jws)
      await till.send(records[0]!)
      const { body } = await till.send(records.at(-1)!)
      expect(body).toMatchObject({ standing: 'confirmed', reasons: [] })
      expect((await till.head()).body.last).toEqual({ epoch: 1, seq: 60, hash: await recordHash(records.at(-1)!) })
    })

    it('goes on over a place that a signed gap record closes, and looks at what turns up there later', async () => {
      const till = await openTill()
      const lost = await till.reserve(oneItem(fridge, freshSerial()))
      const commit = await till.commit(lost)
      await till.send(commit)
      const gap = await till.sendNew({
        kind: 'gap',
        missing: { seq: 1, hash: await recordHash(lost.jws) },
        reason: 'unreadable',
      })
      expect(gap.body).toMatchObject({ sale: null, standing: 'confirmed', reasons: [] })
      expect((await till.send(commit)).body).toMatchObject({ standing: 'review', reasons: ['refers_unknown'] })
      expect((await till.sell(oneItem(fridge, freshSerial()))).body.standing).toBe('confirmed')
      expect((await till.send(lost.jws)).body).toMatchObject({ standing: 'review', reasons: ['recovered_late'] })
    })

    it('that forks is looked at from there on, until the till is enrolled again', async () => {
      const till = await openTill()
      const { prev } = till
      await till.sell(oneItem(fridge, freshSerial()))
      const forked = await till.reserve(oneItem(fridge, freshSerial()), { place: { prev } })
      expect((await till.send(forked.jws)).body).toMatchObject({ standing: 'review', reasons: ['record_forked'] })
      expect((await till.sell(oneItem(fridge, freshSerial()))).body).toMatchObject({
        standing: 'review',
        reasons: ['record_forked'],
      })
      const { body } = await till.head()
      await till.open(body.last)
      expect(till.epoch).toBe(2)
      expect((await till.sell(oneItem(fridge, freshSerial()))).body).toMatchObject({ standing: 'confirmed' })
    })

    it('of an epoch that is over takes no more than its till knew of', async () => {
      const till = await openTill()
      const old = { key: till.key, epoch: till.epoch, seq: till.seq, prev: till.prev }
      const known = await till.reserve(oneItem(fridge, freshSerial()))
      await till.open({ epoch: 1, seq: 1, hash: await recordHash(known.jws) })
      expect((await till.send(known.jws)).body).toMatchObject({ standing: 'confirmed' })
      Object.assign(till, old, { seq: 1, prev: await recordHash(known.jws) })
      const cloned = await till.reserve(oneItem(fridge, freshSerial()))
      expect((await till.send(cloned.jws)).body).toMatchObject({ standing: 'review', reasons: ['record_forked'] })
    })

    it('of an epoch that is over stays closed where it was, whatever a later epoch names', async () => {
      const till = await openTill()
      const copy = Object.assign(new TestTill(till.platform, till.store, till.till), till)
      const cloned = await copy.reserve(oneItem(fridge, freshSerial()))
      await till.open((await till.head()).body.last)
      await copy.open({ epoch: 1, seq: copy.seq, hash: copy.prev! })
      expect((await copy.send(cloned.jws)).body).toMatchObject({ standing: 'review', reasons: ['record_forked'] })
    })

    it('of the next epoch is not to blame for what a copy adds later to one that is over', async () => {
      const till = await openTill()
      const copy = Object.assign(new TestTill(till.platform, till.store, till.till), till)
      await till.open((await till.head()).body.last)
      expect((await copy.sell(oneItem(fridge, freshSerial()))).body).toMatchObject({ standing: 'review' })
      await till.newKey()
      const last = { epoch: till.epoch, seq: till.seq, hash: till.prev! }
      const { body } = await till.enrol(await platform().issueCode())
      Object.assign(till, { epoch: body.epoch, seq: -1, prev: null })
      expect((await till.sendNew({ kind: 'epoch', last })).body).toMatchObject({ standing: 'confirmed', reasons: [] })
    })

    it('that begins anew behind what the platform has is looked at', async () => {
      const till = await openTill()
      await till.sell(oneItem(fridge, freshSerial()))
      await till.newKey()
      const { body } = await till.enrol(await platform().issueCode())
      Object.assign(till, { epoch: body.epoch, seq: -1, prev: null })
      expect((await till.sendNew({ kind: 'epoch', last: null })).body).toMatchObject({
        sale: null,
        standing: 'review',
        reasons: ['record_forked'],
      })
      expect((await till.sell(oneItem(fridge, freshSerial()))).body.standing).toBe('confirmed')
    })

    it('refuses other content under the same id', async () => {
      const till = await openTill()
      const sale = await till.reserve(oneItem(fridge, freshSerial()))
      await till.send(sale.jws)
      const same = await till.sign({ kind: 'cancel', refers: sale.id, reason: 'x' }, { id: sale.id })
      expect(await till.send(same)).toMatchObject({ status: 409, body: { code: 'record_conflict', status: 409 } })
      expect((await till.send(await till.commit(sale))).body.standing).toBe('confirmed')
    })
  })

  it('keeps a sale from another till that uses its id', async () => {
    const [a, b] = [await openTill(), await openTill()]
    const sale = await a.reserve(oneItem(fridge, freshSerial()))
    await a.send(sale.jws)
    const before = (await platform().records()).length
    const same = await b.reserve(oneItem(fridge, freshSerial()), { place: { id: sale.id } })
    expect(await b.send(same.jws)).toMatchObject({ status: 409, body: { code: 'record_conflict' } })
    expect((await platform().records()).length).toBe(before)
    expect((await a.send(await a.commit(sale))).body.standing).toBe('confirmed')
  })

  it('keeps it too from one that waited behind a gap with that id', async () => {
    const [a, b] = [await openTill(), await openTill()]
    const sale = await a.reserve(oneItem(fridge, freshSerial()))
    const filler = await b.reserve(oneItem(magicItems.category_not_covered, freshSerial()))
    const same = await b.reserve(oneItem(magicItems.ungraded, freshSerial()), { place: { id: sale.id } })
    await b.send(same.jws)
    await a.send(sale.jws)
    await b.send(filler.jws)
    expect((await b.send(same.jws)).body).toMatchObject({ sale: null, standing: 'review', reasons: ['record_forked'] })
    expect((await a.send(await a.commit(sale))).body).toMatchObject({ standing: 'confirmed', reasons: [] })
    expect((await b.sell(oneItem(fridge, freshSerial()))).body.standing).toBe('confirmed')
  })

  describe('enrolment', () => {
    it('gives a code’s first key an epoch, and the same answer when the answer was lost', async () => {
      const till = new TestTill(platform(), 'TY-0001', nextTill())
      await till.newKey()
      const code = await platform().issueCode()
      const first = await till.enrol(code)
      expect(first).toMatchObject({ status: 200, body: { keyId: till.key.keyId, epoch: 1, last: null } })
      expect((await till.enrol(code)).body).toMatchObject({ number: first.body.number, epoch: 1 })
      await till.newKey()
      expect(await till.enrol(code)).toMatchObject({ status: 403, body: { code: 'code_invalid' } })
    })

    it('refuses a code that is unknown or for another till, and a request signed by another key', async () => {
      const till = new TestTill(platform(), 'TY-0001', nextTill())
      await till.newKey()
      expect(await till.enrol('WRONG')).toMatchObject({ status: 403, body: { code: 'code_invalid' } })
      expect(await till.enrol(await platform().issueCode({ store: 'TY-0001', till: 'another' }))).toMatchObject({
        status: 403,
      })
      const { publicKey } = till
      await till.newKey()
      const request = { code: await platform().issueCode(), store: till.store, till: till.till, key: publicKey }
      expect(await till.ask(endpoints.tills, request)).toMatchObject({
        status: 401,
        body: { code: 'signature_invalid' },
      })
    })

    it('tells a till where its chain ends', async () => {
      const till = await openTill()
      const { body } = await till.head()
      expect(body).toMatchObject({ keyId: till.key.keyId, epoch: 1, last: { epoch: 1, seq: 0, hash: till.prev } })
    })

    it('ends with a revoked key', async () => {
      const till = await openTill()
      await platform().revoke(till.key.keyId)
      expect(await till.head()).toMatchObject({ status: 403, body: { code: 'till_revoked' } })
      const sale = await till.reserve(oneItem(fridge, freshSerial()))
      expect(await till.send(sale.jws)).toMatchObject({ status: 403, body: { code: 'till_revoked' } })
    })
  })

  describe('a bad request', () => {
    it('by a key that is not enrolled is 401, and so is a wrong signature', async () => {
      const till = await openTill()
      const good = await till.sign({ kind: 'gap', missing: { seq: 0, hash: null }, reason: 'x' })
      const known = till.key
      await till.newKey()
      const stranger = await till.sign({ kind: 'gap', missing: { seq: 0, hash: null }, reason: 'x' })
      expect(await till.send(stranger)).toMatchObject({ status: 401, body: { code: 'till_unknown' } })
      const [head, payload] = good.split('.')
      const [, , foreign] = stranger.split('.')
      expect(await till.send(`${head!}.${payload!}.${foreign!}`)).toMatchObject({
        status: 401,
        body: { code: 'signature_invalid' },
      })
      till.key = known
      expect((await till.head()).status).toBe(200)
    })

    it('of any broken form is named, and changes nothing', async () => {
      const till = await openTill()
      const before = (await platform().records()).length
      const record = JSON.parse(
        atob(
          (await till.sign({ kind: 'gap', missing: { seq: 0, hash: null }, reason: 'x' }))
            .split('.')[1]!
            .replaceAll('-', '+')
            .replaceAll('_', '/'),
        ),
      ) as Record<string, unknown>
      const signed = async (
        payload: string,
        head: object = { alg: 'ES256', kid: till.key.keyId, typ: endpoints.records.type },
      ): Promise<string> => {
        const input = `${toBase64Url(utf8(canonicalJson(head)))}.${toBase64Url(utf8(payload))}`
        const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, till.key.privateKey, utf8(input))
        return withLowS(`${input}.${toBase64Url(new Uint8Array(signature))}`)
      }
      const bodies: [why: string, body: string][] = [
        ['empty', ''],
        ['no JWS', 'hello'],
        ['two parts', 'e30.e30'],
        ['not canonical', await signed(JSON.stringify({ z: 1, ...record }, null, 1))],
        ['unknown member', await signed(canonicalJson({ ...record, extra: true }))],
        ['missing member', await signed(canonicalJson({ ...record, reason: undefined }))],
        ['wrong version', await signed(canonicalJson({ ...record, v: 2 }))],
        ['unknown kind', await signed(canonicalJson({ ...record, kind: 'gift' }))],
        ['an array', await signed('[]')],
        ['the other s', withOtherS(await signed(canonicalJson(record)))],
        [
          'alg none',
          await signed(canonicalJson(record), { alg: 'none', kid: till.key.keyId, typ: endpoints.records.type }),
        ],
        [
          'a message of another type',
          await signed(canonicalJson(record), { alg: 'ES256', kid: till.key.keyId, typ: endpoints.answers.type }),
        ],
        ['another store', await signed(canonicalJson({ ...record, store: 'TY-9999' }))],
        ['another till', await signed(canonicalJson({ ...record, till: '999' }))],
        ['another epoch', await signed(canonicalJson({ ...record, epoch: 9 }))],
        ['a first record that is no epoch record', await signed(canonicalJson({ ...record, seq: 0, prev: null }))],
        [
          'an epoch record in the middle',
          await signed(canonicalJson({ ...record, kind: 'epoch', last: null, missing: undefined, reason: undefined })),
        ],
      ]
      for (const [why, body] of bodies) {
        const { status, body: problem } = await till.send(body)
        expect([why, status, problem.code], why).toEqual([why, 400, 'record_invalid'])
        expect(problemSchema.parse(problem).field, why).not.toBe('')
      }
      expect((await platform().records()).length).toBe(before)
    })

    it('of another media type, to another address or by another method is refused as a problem', async () => {
      const till = await openTill()
      const json = await till.post(endpoints.records.address, '{}', { 'content-type': 'application/json' })
      expect(json).toMatchObject({ status: 400, body: { code: 'request_invalid', field: 'content-type' } })
      expect(await till.post('v1/nothing', 'x')).toMatchObject({ status: 404, body: { code: 'not_found' } })
      expect(await till.post('v1/__proto__', 'x')).toMatchObject({ status: 404 })
      const get = await platform().fetch(endpoints.records.address, { method: 'GET' })
      expect([get.status, get.headers.get('content-type')]).toEqual([404, mediaTypes.problem])
    })

    it('to the other addresses is held to its schema', async () => {
      const till = await openTill()
      const asked: [to: EndpointName, payload: object][] = [
        ['answers', { cursor: 'x' }],
        ['answers', {}],
        ['serials', { units: [] }],
        ['serials', { units: Array.from({ length: 51 }, () => ({ gtin: '1', serial: '1' })) }],
        ['sales', {}],
        ['sales', { receipt: '1', serial: '1' }],
        ['head', { extra: 1 }],
        ['entitlements', { entitlement: 'x'.repeat(5000) }],
      ]
      for (const [to, payload] of asked)
        expect(await till.ask(endpoints[to], payload), to).toMatchObject({
          status: 400,
          body: { code: 'request_invalid' },
        })
    })

    it.each(Object.keys(endpoints) as EndpointName[])(
      'to %s is read up to its limit and refused above it',
      async (to) => {
        const { address, requestBytes } = endpoints[to]
        const till = await openTill()
        const body = 'x'.repeat(requestBytes)
        expect(await till.post(address, body)).toMatchObject({ status: 400, body: { code: 'record_invalid' } })
        expect(await till.post(address, `${body}x`)).toMatchObject({
          status: 413,
          body: { code: 'too_large', field: 'body' },
        })
      },
    )

    it('replayed to another address is refused', async () => {
      const till = await openTill()
      const body = await signRequest({ cursor: null }, till.key, endpoints.answers, till.stamp())
      expect(await till.post(endpoints.head.address, body)).toMatchObject({ status: 400 })
    })
  })

  it('answers a preflight for a page of another origin', async () => {
    const response = await platform().fetch(endpoints.records.address, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://shop.test',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type',
      },
    })
    expect([
      response.status,
      response.headers.get('access-control-allow-origin'),
      response.headers.get('access-control-allow-headers'),
    ]).toEqual([204, '*', 'content-type'])
  })

  it('keeps everything over a restart', async () => {
    const till = await openTill()
    const { sale, body } = await till.sell(oneItem(fridge, freshSerial()))
    const records = await platform().records()
    await platform().restart()
    expect(await platform().records()).toEqual(records)
    expect((await till.send(sale.jws)).body).toMatchObject({
      standing: 'confirmed',
      countersignature: body.countersignature,
    })
    expect((await till.sell(oneItem(fridge, freshSerial()))).body.standing).toBe('confirmed')
  })
}
