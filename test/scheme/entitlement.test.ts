import { beforeAll, describe, expect, it } from 'vitest'
import { exportJWK, generateKeyPair } from 'jose'
import { type EntitlementKey, readEntitlement } from '../../src/scheme/entitlement.ts'
import { withUse } from '../../src/scheme/entitlement-fact.ts'
import { issueEntitlement } from '../../src/scheme/entitlement-issuer.ts'

const fromMs = Date.parse('2026-03-06T10:00:00+08:00')
const toMs = Date.parse('2026-03-06T22:00:00+08:00')
let keys: readonly EntitlementKey[]
let token: string
let forged: string

const pair = async (): Promise<{ key: EntitlementKey; privateKey: CryptoKey }> => {
  const { publicKey, privateKey } = await generateKeyPair('ES256')
  const { x = '', y = '' } = await exportJWK(publicKey)
  return { key: { kty: 'EC', crv: 'P-256', x, y, kid: 'e1', issuer: 'https://platform.example' }, privateKey }
}
const claims = {
  id: 'E-1',
  fromMs,
  toMs,
  covers: ['air_conditioner'],
  region: '140000',
  channel: 'store',
  buyer: 'commitment',
} as const

beforeAll(async () => {
  const [issuer, thief] = [await pair(), await pair()]
  keys = [issuer.key]
  token = await issueEntitlement(claims, { kid: 'e1', issuer: issuer.key.issuer, privateKey: issuer.privateKey })
  forged = await issueEntitlement(claims, { kid: 'e1', issuer: issuer.key.issuer, privateKey: thief.privateKey })
})

const read = (text: string, atMs: number) => readEntitlement(text, { keys, atMs })

describe('readEntitlement', () => {
  it('proves a token offline and says what it covers', async () => {
    expect(await read(token, fromMs)).toEqual({
      id: 'E-1',
      state: 'valid',
      covers: ['air_conditioner'],
      region: '140000',
      channel: 'store',
    })
  })
  it('calls it expired from its end on, and before its start', async () => {
    expect(await read(token, toMs - 1000)).toMatchObject({ state: 'valid' })
    expect(await read(token, toMs)).toMatchObject({ id: 'E-1', state: 'expired' })
    expect(await read(token, fromMs - 1000)).toMatchObject({ id: 'E-1', state: 'expired' })
  })
  it('calls it used once a sale has taken it, in its time or out of it', async () => {
    for (const ms of [fromMs, fromMs - 1000])
      expect(withUse(await read(token, ms), true)).toMatchObject({ id: 'E-1', state: 'used' })
    expect(withUse(await read(token, fromMs), false)).toMatchObject({ state: 'valid' })
  })
  it.each([
    ['another key behind the same id', () => forged],
    ['a changed signature', () => `${token.slice(0, -2)}${token.endsWith('AA') ? 'BB' : 'AA'}`],
    ['a code that is no token', () => '628812345678901234'],
    ['nothing', () => ''],
  ])('leaves %s to the platform', async (_, text) => {
    const fact = await read(text(), fromMs)
    expect(fact).toMatchObject({ state: 'unknown', covers: [], region: null, channel: null })
    expect(fact.id).toMatch(/^[A-Za-z0-9_-]{43}$/)
  })
  it('takes no token signed for something else, and none without its claims', async () => {
    const { key, privateKey } = await pair()
    const { SignJWT } = await import('jose')
    const sign = (typ: string, payload: Record<string, unknown>) =>
      new SignJWT(payload)
        .setProtectedHeader({ alg: 'ES256', typ, kid: 'e1' })
        .setIssuer(key.issuer)
        .setJti('E-2')
        .setNotBefore(fromMs / 1000)
        .setExpirationTime(toMs / 1000)
        .sign(privateKey)
    const full = { covers: [], region: null, channel: null, buyer: 'b' }
    const options = { keys: [key], atMs: fromMs }
    expect(await readEntitlement(await sign('tradein-entitlement', full), options)).toMatchObject({ state: 'valid' })
    expect(await readEntitlement(await sign('tradein-record', full), options)).toMatchObject({ state: 'unknown' })
    expect(await readEntitlement(await sign('tradein-entitlement', { ...full, buyer: '' }), options)).toMatchObject({
      state: 'unknown',
    })
    expect(
      await readEntitlement(await sign('tradein-entitlement', full), {
        ...options,
        keys: [{ ...key, issuer: 'https://other.example' }],
      }),
    ).toMatchObject({ state: 'unknown' })
  })
  it('refuses a code too long to be one', async () => {
    await expect(read('x'.repeat(4097), fromMs)).rejects.toMatchObject({
      code: 'INPUT_TOO_LARGE',
      field: 'entitlement',
    })
  })
})
