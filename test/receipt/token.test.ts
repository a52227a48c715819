import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { isCheckoutError } from '../../src/core/errors.ts'
import { fromBase45, toBase45 } from '../../src/receipt/base45.ts'
import { peekReceiptToken, signReceiptToken, verifyReceiptToken, type ReceiptFields } from '../../src/receipt/token.ts'

const fields: ReceiptFields = {
  scheme: 'shanxi-2026',
  till: 4711,
  epoch: 1,
  seq: 70_000,
  at: '2026-03-06T02:00:00Z',
  invoiceTotal: '10999.00',
  subsidy: '1500.00',
  digest: '00112233445566778899aabbccddeeff',
}

let keys: CryptoKeyPair
let other: CryptoKeyPair
beforeAll(async () => {
  const make = (): Promise<CryptoKeyPair> =>
    crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify'])
  ;[keys, other] = [await make(), await make()]
})
const sign = (kid = '01'): Promise<string> => signReceiptToken(fields, { kid, privateKey: keys.privateKey })
const refusal = async (work: Promise<unknown>): Promise<string | null> => {
  const error: unknown = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  return isCheckoutError(error) ? `${error.code} ${error.field ?? ''}` : `not refused: ${String(error)}`
}

describe('the receipt code', () => {
  it('gives back what was signed, within 220 characters', async () => {
    const text = await sign()
    expect(text.length).toBeLessThanOrEqual(220)
    expect(text).toMatch(/^TI1:[0-9A-Z $%*+\-./:]+$/)
    expect(await verifyReceiptToken(text, [{ kid: '01', publicKey: keys.publicKey }])).toEqual(fields)
    expect(peekReceiptToken(text)).toEqual({ fields, kid: '01' })
  })

  it('is refused when its key is not known or another key signed it', async () => {
    const text = await sign()
    expect(await refusal(verifyReceiptToken(text, []))).toBe('RECEIPT_INVALID kid')
    expect(await refusal(verifyReceiptToken(text, [{ kid: '01', publicKey: other.publicKey }]))).toBe(
      'RECEIPT_INVALID signature',
    )
  })

  it('is refused with any one character altered', async () => {
    const text = await sign()
    const key = [{ kid: '01', publicKey: keys.publicKey }]
    for (let i = 0; i < text.length; i++) {
      const altered = text.slice(0, i) + (text[i] === '0' ? '1' : '0') + text.slice(i + 1)
      expect(await refusal(verifyReceiptToken(altered, key)), `character ${i}`).toMatch(/^RECEIPT_INVALID/)
    }
  })

  it('is refused when truncated, extended, over-long or of another kind', async () => {
    const text = await sign()
    const key = [{ kid: '01', publicKey: keys.publicKey }]
    for (const bad of [
      '',
      'TI1:',
      text.slice(0, -1),
      text.slice(0, -3),
      `${text}000`,
      `TI1:${'0'.repeat(500)}`,
      text.replace('TI1', 'HC1'),
    ]) {
      expect(await refusal(verifyReceiptToken(bad, key)), bad).toMatch(/^RECEIPT_INVALID/)
    }
  })
})

describe('base45', () => {
  it('encodes the examples of RFC 9285 §4.3', () => {
    const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
    expect(toBase45(bytes('AB'))).toBe('BB8')
    expect(toBase45(bytes('Hello!!'))).toBe('%69 VD92EX0')
    expect(toBase45(bytes('base-45'))).toBe('UJCLQE7W581')
    expect(new TextDecoder().decode(fromBase45('QED8WEX0'))).toBe('ietf!')
  })
  it('refuses what no encoder writes', () => {
    for (const bad of ['GGW', ':::', 'A', 'ab', '::']) expect(() => fromBase45(bad), bad).toThrow(/base45/)
  })
  it('gives back any bytes', () => {
    const kept = fc.property(fc.uint8Array(), (bytes) => {
      expect(fromBase45(toBase45(bytes))).toEqual(bytes)
    })
    fc.assert(kept, { seed: 9285 })
  })
})
