/** Platform keys for trying out, made afresh each time. A real platform makes its own and keeps the private halves. */

export interface SamplePlatform {
  /** `platform.json`'s content. */
  readonly platform: unknown
  /** Private halves by use, as JWK. */
  readonly privateKeys: Readonly<Record<'sealing' | 'receipt', JsonWebKey>>
}

export async function samplePlatform(): Promise<SamplePlatform> {
  const [sealing, receipt] = [await pair('ECDH', ['deriveBits']), await pair('ECDSA', ['sign', 'verify'])]
  return {
    platform: {
      v: 1,
      api: './',
      sealingKey: { ...publicPart(sealing), kid: 'sealing-1' },
      receiptKeys: [{ ...publicPart(receipt), kid: '01' }],
      entitlementKeys: [],
    },
    privateKeys: { sealing, receipt },
  }
}

async function pair(name: 'ECDH' | 'ECDSA', usages: KeyUsage[]): Promise<JsonWebKey> {
  const { privateKey } = await crypto.subtle.generateKey({ name, namedCurve: 'P-256' }, true, usages)
  const { kty, crv, x, y, d } = await crypto.subtle.exportKey('jwk', privateKey)
  return { kty, crv, x, y, d } as JsonWebKey
}

function publicPart({ kty, crv, x, y }: JsonWebKey): JsonWebKey {
  return { kty, crv, x, y } as JsonWebKey
}
