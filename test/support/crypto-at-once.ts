/**
 * The runtime's own cryptography, done at once: WebCrypto works in threads, so that a history would run otherwise at
 * each run, and most of its time would be spent waiting. The algorithms are real, and so are the signatures. A
 * sealing's ephemeral keys come from a stock that is made beforehand, so they are not new each time.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  diffieHellman,
  KeyObject,
  sign,
  verify,
} from 'node:crypto'

type Data = ArrayBuffer | NodeJS.ArrayBufferView
type Named = string | { readonly name: string; readonly hash?: unknown }

const stockOfPairs = 8
/** A secret of a few bytes for one sealing, which no runtime key is made of. */
const secrets = new WeakMap<object, Uint8Array>()
const working = new Set<Promise<unknown>>()

/** Resolves once what had to be left to the threads is done; at once where nothing was. */
export async function cryptographyAtRest(): Promise<void> {
  while (working.size > 0) await Promise.allSettled(working)
}

export const isCryptographyAtWork = (): boolean => working.size > 0

/** From here on, in this process; once. */
export async function doCryptographyAtOnce(): Promise<void> {
  const { subtle } = crypto
  const own = {
    generateKey: subtle.generateKey.bind(subtle) as (...given: unknown[]) => Promise<unknown>,
    importKey: subtle.importKey.bind(subtle) as (...given: unknown[]) => Promise<unknown>,
    exportKey: subtle.exportKey.bind(subtle) as (...given: unknown[]) => Promise<unknown>,
  }
  const left = <T>(work: Promise<T>): Promise<T> => {
    working.add(work)
    const done = (): void => void working.delete(work)
    work.then(done, done)
    return work
  }

  const pairs = new Map<string, unknown[]>()
  const taken = new Map<string, number>()
  const stock = async (algorithm: Named, usages: readonly string[], count: number): Promise<void> => {
    const isEphemeral = nameOf(algorithm) === 'ECDH'
    const makes = Array.from({ length: count }, () => own.generateKey(algorithm, isEphemeral, usages))
    pairs.set(nameOf(algorithm), await Promise.all(makes))
  }
  await stock({ name: 'ECDH', namedCurve: 'P-256' } as Named, ['deriveBits'], stockOfPairs)
  await stock({ name: 'HMAC', hash: 'SHA-256' }, ['sign'], 1)
  const exported = new WeakMap<object, Promise<unknown>>()
  const imported = new Map<string, Promise<unknown>>()

  const bytesOf = (key: CryptoKey): Uint8Array | KeyObject => secrets.get(key) ?? KeyObject.from(key)
  const replaced: Record<string, (...given: never[]) => Promise<unknown>> = {
    digest: (algorithm: Named, data: Data) =>
      at(() =>
        createHash(hashOf(nameOf(algorithm)))
          .update(view(data))
          .digest(),
      ),
    sign: (_: Named, key: CryptoKey, data: Data) =>
      at(() =>
        key.algorithm.name === 'HMAC'
          ? createHmac('sha256', bytesOf(key)).update(view(data)).digest()
          : sign('sha256', view(data), { key: KeyObject.from(key), dsaEncoding: 'ieee-p1363' }),
      ),
    verify: (_: Named, key: CryptoKey, signature: Data, data: Data) =>
      at(() => verify('sha256', view(data), { key: KeyObject.from(key), dsaEncoding: 'ieee-p1363' }, view(signature))),
    deriveBits: ({ public: publicKey }: { readonly public: CryptoKey }, privateKey: CryptoKey, length: number) =>
      at(() => {
        const secret = diffieHellman({ privateKey: KeyObject.from(privateKey), publicKey: KeyObject.from(publicKey) })
        return secret.subarray(0, length / 8)
      }),
    encrypt: ({ iv, additionalData, tagLength }: AesGcmParams, key: CryptoKey, data: Data) =>
      at(() => {
        const cipher = createCipheriv('aes-256-gcm', bytesOf(key), view(iv as Data), {
          authTagLength: (tagLength ?? 128) / 8,
        })
        if (additionalData) cipher.setAAD(view(additionalData as Data))
        return Buffer.concat([cipher.update(view(data)), cipher.final(), cipher.getAuthTag()])
      }),
    decrypt: ({ iv, additionalData, tagLength }: AesGcmParams, key: CryptoKey, data: Data) =>
      at(() => {
        const tagBytes = (tagLength ?? 128) / 8
        const sealed = view(data)
        const cipher = createDecipheriv('aes-256-gcm', bytesOf(key), view(iv as Data), { authTagLength: tagBytes })
        if (additionalData) cipher.setAAD(view(additionalData as Data))
        cipher.setAuthTag(sealed.subarray(sealed.length - tagBytes))
        return Buffer.concat([cipher.update(sealed.subarray(0, sealed.length - tagBytes)), cipher.final()])
      }),
    generateKey: (algorithm: Named, ...rest: unknown[]) => {
      const name = nameOf(algorithm)
      const made = pairs.get(name)
      if (!made) return left(own.generateKey(algorithm, ...rest))
      const next = taken.get(name) ?? 0
      taken.set(name, next + 1)
      return Promise.resolve(made[next % made.length])
    },
    importKey: (format: string, data: unknown, algorithm: Named, extractable: boolean, usages: KeyUsage[]) => {
      if (format === 'raw' && nameOf(algorithm) === 'AES-GCM')
        return Promise.resolve(secretKey(data as Uint8Array, usages))
      const asked = format === 'jwk' ? JSON.stringify([data, algorithm, extractable, usages]) : null
      const known = asked === null ? undefined : imported.get(asked)
      if (known) return known
      const work = left(own.importKey(format, data, algorithm, extractable, usages))
      if (asked !== null) imported.set(asked, work)
      return work
    },
    exportKey: (format: string, key: CryptoKey) => {
      if (format !== 'jwk') return left(own.exportKey(format, key))
      const known = exported.get(key) ?? left(own.exportKey(format, key))
      exported.set(key, known)
      return known
    },
  }
  for (const [name, value] of Object.entries(replaced))
    Object.defineProperty(subtle, name, { value, configurable: true })
}

async function at(work: () => Buffer | boolean): Promise<unknown> {
  const done = work()
  return typeof done === 'boolean' ? done : new Uint8Array(done).buffer
}

function view(data: Data): Uint8Array {
  return ArrayBuffer.isView(data) ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : new Uint8Array(data)
}

function nameOf(algorithm: Named): string {
  return typeof algorithm === 'string' ? algorithm : algorithm.name
}

function hashOf(name: string): string {
  return name.replace('-', '').toLowerCase()
}

function secretKey(bytes: Uint8Array, usages: readonly KeyUsage[]): CryptoKey {
  const key = {
    type: 'secret',
    extractable: false,
    algorithm: { name: 'AES-GCM', length: bytes.length * 8 },
    usages,
    [Symbol.toStringTag]: 'CryptoKey',
  }
  secrets.set(key, Uint8Array.from(bytes))
  return key as unknown as CryptoKey
}
