import { CompactSign } from 'jose'
import { beforeAll, describe, expect, it } from 'vitest'
import { fromBase64Url, toBase64Url, utf8 } from '../../src/core/bytes.ts'
import { withLowS } from '../../src/core/low-s.ts'
import { canonicalJson } from '../../src/core/canonical-json.ts'
import {
  decodeRecord,
  readRecord,
  readRequest,
  signRecord,
  signRequest,
  type ResolveKey,
} from '../../src/record/jws.ts'
import { exportPublicKey, importPublicKey, keyThumbprint, type SigningKey } from '../../src/record/keys.ts'
import { endpoints } from '../../src/record/endpoints.ts'
import type { TillRecord } from '../../src/record/record.ts'
import { withOtherS } from '../support/other-s.ts'
import { sampleRecords } from './samples.ts'

let key: SigningKey
let verifyingPair: CryptoKeyPair
let resolve: ResolveKey
const [, reserve] = sampleRecords as readonly [TillRecord, TillRecord]

beforeAll(async () => {
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify'])
  verifyingPair = pair
  const publicKey = await exportPublicKey(pair.publicKey)
  key = { keyId: await keyThumbprint(publicKey), privateKey: pair.privateKey }
  const verifying = await importPublicKey(publicKey)
  resolve = (keyId) => (keyId === key.keyId ? verifying : null)
})

async function signText(text: string, header: object = {}): Promise<string> {
  const jws = await new CompactSign(utf8(text))
    .setProtectedHeader({ alg: 'ES256', kid: key.keyId, typ: endpoints.records.type, ...header })
    .sign(key.privateKey)
  return withLowS(jws)
}
async function isProved(jws: string, publicKey: CryptoKey): Promise<boolean> {
  const end = jws.lastIndexOf('.')
  const signature = fromBase64Url(jws.slice(end + 1))
  return crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, publicKey, signature, utf8(jws.slice(0, end)))
}
const codeOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'taken',
    (error: unknown) => [(error as { code: string }).code, (error as { field: string }).field],
  )

const stamp = { at: '2026-03-06T02:00:00Z', nonce: 'N'.repeat(22) }

describe('signed records', () => {
  it('come back as they were signed', async () => {
    for (const record of sampleRecords) {
      const jws = await signRecord(record, key)
      expect((await readRecord(jws, resolve)).record).toEqual(record)
      expect(decodeRecord(jws)).toEqual(record)
    }
  })

  it('are refused when any one character is changed', async () => {
    const jws = await signRecord(reserve, key)
    for (let at = 0; at < jws.length; at += 97) {
      const other = jws[at] === 'A' ? 'B' : 'A'
      expect(await codeOf(readRecord(jws.slice(0, at) + other + jws.slice(at + 1), resolve))).not.toBe('taken')
    }
  })

  it('have one signature of the two that would prove them', async () => {
    const { publicKey } = verifyingPair
    for (let times = 0; times < 8; times++) {
      const record = await signRecord(reserve, key)
      const request = await signRequest({}, key, endpoints.head, stamp)
      const [others, proofs] = [[record, request].map(withOtherS), [record, request]]
      for (const jws of [...proofs, ...others]) expect(await isProved(jws, publicKey)).toBe(true)
      await readRecord(record, resolve)
      await readRequest(request, endpoints.head, resolve)
      expect(await codeOf(readRecord(others[0]!, resolve))).toEqual(['RECORD_INVALID', 'record'])
      expect(await codeOf(readRequest(others[1]!, endpoints.head, resolve))).toEqual(['RECORD_INVALID', 'record'])
    }
  })

  it('are refused from an unknown key', async () => {
    expect(await codeOf(readRecord(await signRecord(reserve, key), () => null))).toEqual(['RECORD_UNSIGNED', 'record'])
  })

  it('are refused when another key signed them', async () => {
    const other = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify'])
    const forged = await signRecord(reserve, { keyId: key.keyId, privateKey: other.privateKey })
    expect(await codeOf(readRecord(forged, resolve))).toEqual(['RECORD_UNSIGNED', 'record'])
  })

  it('have one text: spaces, another member order and a doubled member are refused', async () => {
    const text = canonicalJson(reserve)
    for (const variant of [
      JSON.stringify(reserve, null, 1),
      JSON.stringify(Object.fromEntries(Object.entries(reserve).reverse())),
      text.replace('{', '{"at":"2020-01-01T00:00:00Z",'),
    ]) {
      expect(await codeOf(readRecord(await signText(variant), resolve))).toEqual(['RECORD_INVALID', 'record'])
    }
  })

  it('have one base64url form: spare bits in the last character are refused', async () => {
    const jws = await signRecord(reserve, key)
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    // A signature of 64 bytes ends in a character with four spare bits.
    const twin = jws.slice(0, -1) + (alphabet[alphabet.indexOf(jws.at(-1) ?? '') + 1] ?? '')
    expect(await codeOf(readRecord(twin, resolve))).toEqual(['RECORD_INVALID', 'record'])
  })

  it.each([
    ['no algorithm', { alg: 'none' }, 'header.alg'],
    ['a shared-secret algorithm', { alg: 'HS256' }, 'header.alg'],
    ['the type of another message', { typ: endpoints.answers.type }, 'header.typ'],
    ['no key id', { kid: 7 }, 'header.kid'],
    ['a further header', { jku: 'https://keys.example/' }, 'header'],
  ])('are refused with %s in the header', async (_what, header, field) => {
    const [, body = '', signature = ''] = (await signRecord(reserve, key)).split('.')
    const head = toBase64Url(
      utf8(JSON.stringify({ alg: 'ES256', kid: key.keyId, typ: endpoints.records.type, ...header })),
    )
    expect(await codeOf(readRecord(`${head}.${body}.${signature}`, resolve))).toEqual(['RECORD_INVALID', field])
  })

  it.each(['', 'a', 'a.b', 'a.b.c.d', '..', 'é.é.é', 'bnVsbA.bnVsbA.bnVsbA'])(
    'are refused when they are no JWS: "%s"',
    async (text) => {
      expect(((await codeOf(readRecord(text, resolve))) as string[])[0]).toBe('RECORD_INVALID')
    },
  )

  it('name the member that is wrong', async () => {
    expect(await codeOf(readRecord(await signText(canonicalJson({ ...reserve, till: 'no spaces' })), resolve))).toEqual(
      ['RECORD_INVALID', 'record.till'],
    )
    expect(await codeOf(signRecord({ ...reserve, seq: -1 }, key))).toEqual(['RECORD_INVALID', 'record.seq'])
  })

  it('are refused above the size limit, before anything is parsed', async () => {
    expect(await codeOf(readRecord('x'.repeat(65_537), resolve))).toEqual(['INPUT_TOO_LARGE', 'record'])
  })
})

describe('signed requests', () => {
  it('come back, and pass for no other kind of message', async () => {
    const jws = await signRequest({ cursor: null }, key, endpoints.answers, stamp)
    expect((await readRequest(jws, endpoints.answers, resolve)).payload).toEqual({
      cursor: null,
    })
    expect(await codeOf(readRequest(jws, endpoints.head, resolve))).toEqual(['RECORD_INVALID', 'header.typ'])
  })

  it('name the member that is wrong', async () => {
    const jws = await signRequest({ cursor: 3 }, key, endpoints.answers, stamp)
    expect(await codeOf(readRequest(jws, endpoints.answers, resolve))).toEqual(['PROTOCOL_INVALID', 'request.cursor'])
  })
})
