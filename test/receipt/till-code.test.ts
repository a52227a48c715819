import { describe, expect, it } from 'vitest'
import type { Sale } from '../../src/outbox/sale.ts'
import { signAsTill, tillKeyId } from '../../src/receipt/till-code.ts'
import { verifyReceiptToken } from '../../src/receipt/token.ts'
import { exportPublicKey, keyThumbprint } from '../../src/record/keys.ts'

const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify'])
const keyId = await keyThumbprint(await exportPublicKey(pair.publicKey))
const signer = { keyId, number: 7, privateKey: pair.privateKey }
const place = { epoch: 2, seq: 41, hash: 'ab'.repeat(32) }
const sale = {
  at: '2026-03-06T10:00:00+08:00',
  quote: { invoiceTotal: '4999.00', subsidy: '999.80', basis: { ruleSet: 'sx-2026' } },
} as unknown as Sale

describe('a code that the till signs', () => {
  it('names the till, the place in its chain and the amounts, and is verified with the till’s key', async () => {
    const code = await signAsTill({ sale, place }, signer)
    const known = { kid: tillKeyId(keyId), publicKey: pair.publicKey }
    expect(await verifyReceiptToken(code!, [known])).toEqual({
      scheme: 'sx-2026',
      till: 7,
      epoch: 2,
      seq: 41,
      at: '2026-03-06T02:00:00Z',
      invoiceTotal: '4999.00',
      subsidy: '999.80',
      digest: 'ab'.repeat(16),
    })
  })

  it('names its key by the first 8 bytes of the RFC 7638 thumbprint', () => {
    // RFC 7638 §3.1: the thumbprint of the example key.
    expect(tillKeyId('NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs')).toBe('3736cbb1787cb830')
  })

  it.each([
    ['the till has no key', { sale, place }, null],
    ['the record is another till’s', { sale, place: null }, signer],
    ['no rule set held', { sale: { ...sale, quote: { ...sale.quote, basis: null } }, place }, signer],
  ])('is not made when %s', async (_, sold, key) => {
    expect(await signAsTill(sold, key)).toBeNull()
  })
})
