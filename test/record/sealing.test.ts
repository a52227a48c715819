import { beforeAll, describe, expect, it } from 'vitest'
import { isCheckoutError } from '../../src/core/errors.ts'
import { isIdNumber, readIdentity } from '../../src/record/identity.ts'
import { exportPublicKey } from '../../src/record/keys.ts'
import type { PlatformInfo } from '../../src/scheme/platform-info.ts'
import { buyerTag, isSealedFor, openBuyer, sealBuyer } from '../../src/record/sealing.ts'

// The specimen number of GB 11643 and one ending in X.
const identity = { name: '张三', phone: '13800000000', idNumber: '11010519491231002X' }
const use = { recordId: '0195670a-3f00-7000-8000-000000000001', store: 'TY-0001', till: '03' }
let sealingKey: PlatformInfo['sealingKey']
let privateKey: CryptoKey

beforeAll(async () => {
  const pair = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits'])
  privateKey = pair.privateKey
  sealingKey = { ...(await exportPublicKey(pair.publicKey)), kid: 'seal-1' }
})

describe('sealing', () => {
  it('opens with the platform key, for the sale it was made for', async () => {
    const sealed = await sealBuyer(identity, { ...use, sealingKey })
    const opened = await openBuyer(sealed, privateKey)
    expect(opened).toEqual({ v: 1, ...use, ...identity })
    expect(isSealedFor(opened, { id: use.recordId, store: use.store, till: use.till })).toBe(true)
    expect(isSealedFor(opened, { id: 'another', store: use.store, till: use.till })).toBe(false)
  })

  it('shows nothing of the buyer, and never the same text twice', async () => {
    const [a, b] = [
      await sealBuyer(identity, { ...use, sealingKey }),
      await sealBuyer(identity, { ...use, sealingKey }),
    ]
    expect(a).not.toBe(b)
    for (const part of a.split('.'))
      expect(atob(part.replaceAll('-', '+').replaceAll('_', '/'))).not.toContain(identity.phone)
  })

  it('cannot be opened by another key or after a change, and the fault shows nothing', async () => {
    const sealed = await sealBuyer(identity, { ...use, sealingKey })
    const other = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits'])
    await expect(openBuyer(sealed, other.privateKey)).rejects.toMatchObject({
      code: 'RECORD_INVALID',
      field: 'buyer.sealed',
    })
    await expect(openBuyer(`${sealed.slice(0, -3)}AAA`, privateKey)).rejects.toMatchObject({ code: 'RECORD_INVALID' })
    await expect(openBuyer('x'.repeat(5000), privateKey)).rejects.toMatchObject({ code: 'RECORD_INVALID' })
  })
})

describe('identity', () => {
  it('is put in its one form', () => {
    expect(readIdentity({ name: ' 张三 ', phone: '+86 138-0000-0000', idNumber: '110105 19491231 002x' })).toEqual(
      identity,
    )
    expect(readIdentity({ ...identity, phone: '１３８００００００００' }).phone).toBe('13800000000')
  })

  it.each([
    ['a wrong check digit', '110105194912310021'],
    ['a day that does not exist', '110105194902300023'],
    ['fifteen digits', '110105491231002'],
    ['letters', 'ABCDEFGHIJKLMNOPQR'],
  ])('refuses an identity number with %s', (_what, idNumber) => {
    expect(isIdNumber(idNumber)).toBe(false)
  })

  it('catches every changed digit and every swap of neighbours', () => {
    const number = '11010519491231002X'
    expect(isIdNumber(number)).toBe(true)
    for (let i = 0; i < 17; i++) {
      for (let digit = 0; digit < 10; digit++) {
        if (String(digit) !== number[i])
          expect(isIdNumber(`${number.slice(0, i)}${digit}${number.slice(i + 1)}`)).toBe(false)
      }
      const swapped = `${number.slice(0, i)}${number.charAt(i + 1)}${number.charAt(i)}${number.slice(i + 2)}`
      if (swapped !== number) expect(isIdNumber(swapped)).toBe(false)
    }
  })

  it.each([
    ['name', { ...identity, name: '  ' }],
    ['name', { ...identity, name: 'a\u202Eb' }],
    ['phone', { ...identity, phone: '12800000000' }],
    ['phone', { ...identity, phone: undefined as unknown as string }],
    ['idNumber', { ...identity, idNumber: '110105194912310021' }],
  ])('names %s and shows no value', (field, input) => {
    try {
      readIdentity(input)
      expect.unreachable()
    } catch (error) {
      expect(isCheckoutError(error) && [error.code, error.field, error.received]).toEqual([
        'INPUT_INVALID',
        field,
        null,
      ])
      expect(String(error)).not.toContain('12800000000')
      expect(String(error)).not.toContain('110105')
    }
  })
})

describe('buyer tag', () => {
  it('is the same for one buyer and key, and differs by key and buyer', async () => {
    const hmac = (): Promise<CryptoKey> => crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
    const [a, b] = [await hmac(), await hmac()]
    const tag = await buyerTag(a, identity.idNumber)
    expect(tag).toMatch(/^[A-Za-z0-9_-]{43}$/)
    expect(await buyerTag(a, '11010519491231002x')).toBe(tag)
    expect(await buyerTag(b, identity.idNumber)).not.toBe(tag)
    expect(await buyerTag(a, '110101199003070011')).not.toBe(tag)
  })
})
