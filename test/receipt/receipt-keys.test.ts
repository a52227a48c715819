import { beforeAll, describe, expect, it } from 'vitest'
import {
  importReceiptKeys,
  verifyReceiptToken,
  type ReceiptFields,
  type ReceiptKeyJwk,
} from '../../src/entries/receipt.ts'
import { signReceiptToken } from '../../src/receipt/token.ts'
import { exportPublicKey } from '../../src/record/keys.ts'

const fields: ReceiptFields = {
  scheme: 'sx-2026',
  till: 7,
  epoch: 1,
  seq: 42,
  at: '2026-03-06T02:00:00Z',
  invoiceTotal: '4999.00',
  subsidy: '999.80',
  digest: 'ab'.repeat(16),
}
let jwk: ReceiptKeyJwk
let code: string
beforeAll(async () => {
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify'])
  jwk = { ...(await exportPublicKey(pair.publicKey)), kid: '01' }
  code = await signReceiptToken(fields, { kid: '01', privateKey: pair.privateKey })
})

describe('a stranger with the platform’s receipt keys', () => {
  it('verifies a receipt offline', async () => {
    expect(await verifyReceiptToken(code, await importReceiptKeys([jwk]))).toEqual(fields)
  })

  it('is told by a code of its own when the key is not known, so that newer keys can be fetched', async () => {
    const others = await importReceiptKeys([{ ...jwk, kid: '02' }])
    await expect(verifyReceiptToken(code, others)).rejects.toMatchObject({
      code: 'RECEIPT_INVALID',
      field: 'kid',
      expected: '02',
      received: '01',
    })
  })

  it('is told when another key passes under the same id', async () => {
    const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify'])
    const forged = await importReceiptKeys([{ ...(await exportPublicKey(pair.publicKey)), kid: '01' }])
    await expect(verifyReceiptToken(code, forged)).rejects.toMatchObject({
      code: 'RECEIPT_INVALID',
      field: 'signature',
    })
  })

  it.each([
    ['receiptKeys', () => []],
    ['receiptKeys', () => ({}) as never],
    ['receiptKeys', () => Array.from({ length: 33 }, () => jwk)],
    ['receiptKeys', () => [jwk, jwk]],
    ['receiptKeys.0.kid', () => [{ ...jwk, kid: '0' }]],
    ['receiptKeys.1.kid', () => [jwk, null as never]],
    ['receiptKeys.0.crv', () => [{ ...jwk, crv: 'P-384' as never }]],
    ['receiptKeys.0.y', () => [{ ...jwk, y: 7 as never }]],
    ['receiptKeys.0', () => [{ ...jwk, x: jwk.y, y: jwk.x }]],
  ])('cannot import what is no list of such keys: %s', async (field, keys) => {
    await expect(importReceiptKeys(keys())).rejects.toMatchObject({ code: 'INPUT_INVALID', field })
  })
})
