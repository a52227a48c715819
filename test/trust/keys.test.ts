import { createPublicKey, generateKeyPairSync, sign as signWith } from 'node:crypto'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { fromHex, sha256Hex, toHex, utf8 } from '../../src/core/bytes.ts'
import { ecdsaRawToDer } from '../../src/trust/der.ts'
import { signerOf } from '../../src/trust/keys.ts'
import type { TufKey } from '../../src/trust/metadata.ts'
import { generatePrivateKey, importSigner } from '../../src/trust/signer.ts'
import { pooledSigner } from './conformance/signers.ts'

afterEach(() => vi.restoreAllMocks())

const data = utf8('signed')
const isSignedBy = async (...given: Parameters<typeof signerOf>): Promise<boolean> =>
  (await signerOf(...given)) !== null

it('checks Ed25519 by a library where the runtime has none', async () => {
  const signer = await pooledSigner('ed25519', 0)
  const sig = await signer.sign(data)
  const importKey = crypto.subtle.importKey.bind(crypto.subtle)
  const refusing = vi.spyOn(crypto.subtle, 'importKey').mockImplementation(((...args: Parameters<typeof importKey>) => {
    if ((args[2] as { name?: string }).name === 'Ed25519')
      return Promise.reject(new DOMException('no such algorithm', 'NotSupportedError'))
    return importKey(...args)
  }) as typeof importKey)
  const key: TufKey = { ...signer.key }
  expect(await isSignedBy(key, sig, data)).toBe(true)
  expect(await isSignedBy(key, sig, utf8('other'))).toBe(false)
  expect(await isSignedBy(key, `${sig}00`, data)).toBe(false)
  expect(refusing).toHaveBeenCalled()
})

it('takes an ECDSA key written as a bare point, as old Sigstore roots have it', async () => {
  const signer = await importSigner(await generatePrivateKey())
  const spki = Uint8Array.from(atob(signer.key.keyval.public.replace(/-----[A-Z ]+-----|\s/g, '')), (char) =>
    char.charCodeAt(0),
  )
  const key: TufKey = {
    keytype: 'ecdsa-sha2-nistp256',
    scheme: 'ecdsa-sha2-nistp256',
    keyval: { public: toHex(spki.subarray(-65)) },
  }
  expect(await isSignedBy(key, await signer.sign(data), data)).toBe(true)
})

it('takes RSA-PSS with the longest salt that fits, as older writers have it', async () => {
  const algorithm = { name: 'RSA-PSS', hash: 'SHA-256', modulusLength: 2048, publicExponent: Uint8Array.of(1, 0, 1) }
  const pair = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const spki = new Uint8Array(await crypto.subtle.exportKey('spki', pair.publicKey))
  const pem = `-----BEGIN PUBLIC KEY-----\n${btoa(String.fromCharCode(...spki))}\n-----END PUBLIC KEY-----\n`
  const key: TufKey = { keytype: 'rsa', scheme: 'rsassa-pss-sha256', keyval: { public: pem } }
  const signWith = async (saltLength: number): Promise<string> =>
    toHex(new Uint8Array(await crypto.subtle.sign({ name: 'RSA-PSS', saltLength }, pair.privateKey, data)))
  expect(await isSignedBy(key, await signWith(222), data)).toBe(true)
  expect(await isSignedBy(key, await signWith(32), data)).toBe(true)
  expect(await isSignedBy(key, await signWith(0), data)).toBe(false)
})

it('checks ECDSA P-384', async () => {
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-384' }, true, ['sign', 'verify'])
  const point = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey))
  const key: TufKey = { keytype: 'ecdsa', scheme: 'ecdsa-sha2-nistp384', keyval: { public: toHex(point) } }
  const raw = new Uint8Array(await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-384' }, pair.privateKey, data))
  expect(await isSignedBy(key, toHex(ecdsaRawToDer(raw)), data)).toBe(true)
  expect(await isSignedBy(key, toHex(ecdsaRawToDer(raw)), utf8('other'))).toBe(false)
})

it.each<[string, Partial<TufKey>]>([
  ['a key type it does not know', { keytype: 'lattice' }],
  ['a scheme of another key type', { scheme: 'ed25519' }],
  ['a key that is no key', { keyval: { public: 'AAAA' } }],
])('counts nothing under %s', async (_, change) => {
  const signer = await pooledSigner('ecdsa', 0)
  expect(await isSignedBy({ ...signer.key, ...change }, await signer.sign(data), data)).toBe(false)
})

it('refuses a private key that is not P-256 in PKCS #8', async () => {
  const pem = await generatePrivateKey()
  await expect(importSigner(pem.replaceAll('PRIVATE', 'PUBLIC'))).rejects.toMatchObject({
    code: 'INPUT_INVALID',
    field: 'privateKey',
  })
  await expect(importSigner('')).rejects.toMatchObject({ code: 'INPUT_INVALID' })
  expect(fromHex((await importSigner(pem)).keyId)).toHaveLength(32)
})

describe('one key', () => {
  it('has one name, however its text is written', async () => {
    const signer = await importSigner(await generatePrivateKey())
    const pem = signer.key.keyval.public
    const der = pem.replace(/-----[A-Z ]+-----|\s/g, '')
    const spki = Uint8Array.from(atob(der), (char) => char.charCodeAt(0))
    const point = toHex(spki.subarray(-65))
    const oneLine = `-----BEGIN PUBLIC KEY-----\n${der}\n-----END PUBLIC KEY-----`
    const names = await Promise.all(
      [pem, `\n${pem}\n`, oneLine, point, `04${point.slice(2).toUpperCase()}`].map(async (text) =>
        signerOf({ ...signer.key, keyval: { public: text } }, await signer.sign(data), data),
      ),
    )
    expect(new Set(names).size).toBe(1)
    expect(names[0]).not.toBeNull()
  })

  it('has one name in upper and lower case of Ed25519', async () => {
    const signer = await pooledSigner('ed25519', 0)
    const sig = await signer.sign(data)
    const upper = { ...signer.key, keyval: { public: signer.key.keyval.public.toUpperCase() } }
    expect(await signerOf(upper, sig, data)).toBe(await signerOf(signer.key, sig, data))
  })
})

describe('a weak key', () => {
  const ed25519 = (point: string): TufKey => ({ keytype: 'ed25519', scheme: 'ed25519', keyval: { public: point } })

  it.each([
    ['the identity', `01${'00'.repeat(31)}`],
    ['order 2', `ec${'ff'.repeat(30)}7f`],
    ['order 4', '00'.repeat(32)],
    ['order 4, the other sign', `${'00'.repeat(31)}80`],
    ['order 8', '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05'],
    ['order 8, the other sign', '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85'],
    ['the other of order 8', 'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a'],
    ['the identity in another spelling', `ee${'ff'.repeat(30)}7f`],
    ['order 4 in another spelling', `ed${'ff'.repeat(30)}ff`],
  ])('of Ed25519 counts for nothing: %s', async (_, point) => {
    // Under such a key R = A·0 + B·0 with S = 0 verifies for one message in eight or for all of them.
    const forged = `01${'00'.repeat(63)}`
    for (const text of ['signed', 'a', 'b', 'c', 'd', 'e', 'f', 'g'])
      expect(await signerOf(ed25519(point), forged, utf8(text))).toBeNull()
  })

  it.each([[1024], [2047]])('of RSA counts for nothing: %i bits', async (modulusLength) => {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength })
    const pem = String(publicKey.export({ type: 'spki', format: 'pem' }))
    const sig = signWith('sha256', data, privateKey).toString('hex')
    const key: TufKey = { keytype: 'rsa', scheme: 'rsa-pkcs1v15-sha256', keyval: { public: pem } }
    expect(await signerOf(key, sig, data)).toBeNull()
  })

  it('of RSA counts for nothing: an exponent of 1, under which whoever knows the padding signs', async () => {
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const jwk = publicKey.export({ format: 'jwk' })
    const pem = createPublicKey({ key: { ...jwk, e: 'AQ' }, format: 'jwk' }).export({ type: 'spki', format: 'pem' })
    const digestInfo = `3031300d060960864801650304020105000420${await sha256Hex(data)}`
    const sig = `0001${'ff'.repeat(256 - 3 - digestInfo.length / 2)}00${digestInfo}`
    const key: TufKey = { keytype: 'rsa', scheme: 'rsa-pkcs1v15-sha256', keyval: { public: String(pem) } }
    expect(await signerOf(key, sig, data)).toBeNull()
  })
})
