import { afterEach, expect, it, vi } from 'vitest'
import { fromHex, toHex, utf8 } from '../../src/core/bytes.ts'
import { ecdsaRawToDer } from '../../src/trust/der.ts'
import { isSignedBy } from '../../src/trust/keys.ts'
import type { TufKey } from '../../src/trust/metadata.ts'
import { generatePrivateKey, importSigner } from '../../src/trust/signer.ts'
import { pooledSigner } from './conformance/signers.ts'

afterEach(() => vi.restoreAllMocks())

const data = utf8('signed')

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
