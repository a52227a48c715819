import fc from 'fast-check'
import { expect, it } from 'vitest'
import { fromHex, toHex } from '../../src/core/bytes.ts'
import { derToPem, ecdsaDerToRaw, ecdsaRawToDer, pemToDer } from '../../src/trust/der.ts'

const seed = 20260306

it('brings every signature from raw to DER and back', () => {
  const number = fc.oneof(
    fc.uint8Array({ minLength: 32, maxLength: 32 }),
    fc.nat().map((n) => fromHex(n.toString(16).padStart(64, '0'))),
  )
  fc.assert(
    fc.property(number, number, (r, s) => {
      const raw = Uint8Array.from([...r, ...s])
      expect(ecdsaDerToRaw(ecdsaRawToDer(raw), 32)).toEqual(raw)
    }),
    { seed },
  )
})

it('brings signatures of P-384 and P-521 there and back, whose length needs a second byte', () => {
  for (const width of [48, 66]) {
    const raw = new Uint8Array(2 * width).fill(0xff)
    expect(ecdsaDerToRaw(ecdsaRawToDer(raw), width)).toEqual(raw)
  }
})

it.each([
  ['nothing', ''],
  ['another tag', '310602010102010100'],
  ['a length that is too great', '300702010102010100'],
  ['a length that is too small', '300502010102010100'],
  ['bytes after the end', '30060201010201010000'],
  ['bytes after the numbers', '3007020101020101aa'],
  ['a negative number', '3006020180020101'],
  ['a padded number', '300702020001020101'],
  ['an empty number', '30050200020101'],
  ['one number', '3003020101'],
  ['a number that is too long', `3026022101${'00'.repeat(32)}020101`],
  ['a long length for a short body', '30810602010102010100'],
  ['a number cut off', '3004020102'],
])('refuses %s', (_, der) => {
  expect(() => ecdsaDerToRaw(fromHex(der), 32)).toThrow(expect.objectContaining({ code: 'METADATA_INVALID' }))
})

it('reads the smallest numbers there are', () => {
  expect(toHex(ecdsaDerToRaw(fromHex('3006020100020101'), 32))).toBe(`${'00'.repeat(63)}01`)
})

it('brings a key from DER to PEM and back, in lines of 64', () => {
  const der = Uint8Array.from({ length: 91 }, (_, i) => i)
  const pem = derToPem(der, 'PUBLIC KEY')
  expect(pem.split('\n').map((line) => line.length)).toEqual([26, 64, 60, 24, 0])
  expect(pemToDer(pem, 'PUBLIC KEY')).toEqual(der)
  expect(pemToDer(pem.replaceAll('\n', '\r\n'), 'PUBLIC KEY')).toEqual(der)
})

it.each([
  '',
  'AAAA',
  '-----BEGIN PUBLIC KEY-----\nA\n-----END PUBLIC KEY-----\n',
  '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n',
])('refuses a public key written %j', (pem) => {
  expect(() => pemToDer(pem, 'PUBLIC KEY')).toThrow(expect.objectContaining({ code: 'METADATA_INVALID' }))
})
