/** Signing keys of every type the specification names, made once and shared by all scenarios. */
import { getPublicKeyAsync, signAsync } from '@noble/ed25519'
import { toHex } from '../../../src/core/bytes.ts'
import { derToPem } from '../../../src/trust/der.ts'
import type { TufKey } from '../../../src/trust/metadata.ts'
import { generateSigner, roleKey, type RoleSigner } from '../../../src/trust/signer.ts'

export type KeyKind = 'ecdsa' | 'ed25519' | 'rsa-pss' | 'rsa-pkcs1'

const pool = new Map<string, Promise<RoleSigner>>()

/** The key at `index` of its kind: the same one in every scenario of a run. */
export function pooledSigner(kind: KeyKind, index: number): Promise<RoleSigner> {
  const id = `${kind} ${index}`
  const known = pool.get(id) ?? generators[kind]()
  pool.set(id, known)
  return known
}

/** A signer whose public key carries fields that the specification does not know. */
export async function withExtraFields(
  signer: RoleSigner,
  fields: Readonly<Record<string, unknown>>,
): Promise<RoleSigner> {
  return { ...(await roleKey({ ...signer.key, ...fields })), sign: (data) => signer.sign(data) }
}

const generators: Readonly<Record<KeyKind, () => Promise<RoleSigner>>> = {
  ecdsa: generateSigner,
  ed25519,
  'rsa-pss': () => rsa('rsassa-pss-sha256', 'RSA-PSS'),
  'rsa-pkcs1': () => rsa('rsa-pkcs1v15-sha256', 'RSASSA-PKCS1-v1_5'),
}

async function ed25519(): Promise<RoleSigner> {
  const secret = crypto.getRandomValues(new Uint8Array(32))
  const key: TufKey = {
    keytype: 'ed25519',
    scheme: 'ed25519',
    keyval: { public: toHex(await getPublicKeyAsync(secret)) },
  }
  return { ...(await roleKey(key)), sign: async (data) => toHex(await signAsync(data, secret)) }
}

async function rsa(scheme: string, name: string): Promise<RoleSigner> {
  const algorithm = { name, hash: 'SHA-256', modulusLength: 2048, publicExponent: Uint8Array.of(1, 0, 1) }
  const { privateKey, publicKey } = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const spki = new Uint8Array(await crypto.subtle.exportKey('spki', publicKey))
  const key: TufKey = { keytype: 'rsa', scheme, keyval: { public: derToPem(spki, 'PUBLIC KEY') } }
  const sign = async (data: Uint8Array<ArrayBuffer>): Promise<string> =>
    toHex(new Uint8Array(await crypto.subtle.sign({ name, saltLength: 32 }, privateKey, data)))
  return { ...(await roleKey(key)), sign }
}
