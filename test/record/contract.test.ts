/** What is frozen with record v1: its bytes, its hash, its reader. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { canonicalJson } from '../../src/core/canonical-json.ts'
import { readRecord, recordHash } from '../../src/record/jws.ts'
import { importPublicKey, keyThumbprint } from '../../src/record/keys.ts'
import type { PublicKey } from '../../src/core/public-key.ts'
import { endpoints } from '../../src/record/endpoints.ts'
import { mediaTypes, platformReasons, problemStatus } from '../../src/record/protocol.ts'
import { sampleRecords } from './samples.ts'

interface Frozen {
  readonly key: PublicKey
  readonly keyId: string
  readonly records: readonly { readonly canonical: string; readonly jws: string; readonly hash: string }[]
}
const frozen = JSON.parse(readFileSync(new URL('../data/record/v1.json', import.meta.url), 'utf8')) as Frozen

describe('record v1', () => {
  it.each(sampleRecords.map((record, i) => [record.kind, i] as const))(
    'keeps the canonical bytes of a %s record',
    (_kind, i) => {
      expect(canonicalJson(sampleRecords[i])).toBe(frozen.records[i]?.canonical)
    },
  )

  it('reads every kind that was ever signed, with the hash it had', async () => {
    const key = await importPublicKey(frozen.key)
    for (const [i, { jws, hash }] of frozen.records.entries()) {
      const read = await readRecord(jws, (keyId) => (keyId === frozen.keyId ? key : null))
      expect(read).toEqual({ record: sampleRecords[i], keyId: frozen.keyId, hash })
      expect(await recordHash(jws)).toBe(hash)
    }
  })

  it('names a key by its RFC 7638 thumbprint', async () => {
    expect(await keyThumbprint(frozen.key)).toBe(frozen.keyId)
  })
})

describe('protocol', () => {
  it('keeps its addresses and the types of its messages', () => {
    const rows = Object.entries(endpoints).map(([name, { address, type }]) => `${name}: ${address} ${type}`)
    expect(rows.sort()).toMatchInlineSnapshot(`
      [
        "answers: v1/answers tradein-answers",
        "entitlements: v1/entitlements/query tradein-entitlement",
        "head: v1/tills/head tradein-head",
        "imports: v1/imports tradein-import",
        "records: v1/records tradein-record",
        "sales: v1/sales/find tradein-find",
        "serials: v1/serials/query tradein-serials",
        "tills: v1/tills tradein-enrol",
      ]
    `)
  })

  it('keeps its media types, problem codes and reasons', () => {
    expect({ mediaTypes, problemStatus, platformReasons }).toMatchInlineSnapshot(`
      {
        "mediaTypes": {
          "answer": "application/json",
          "problem": "application/problem+json",
          "request": "application/jose",
        },
        "platformReasons": [
          "record_unlinked",
          "record_forked",
          "result_differs",
          "basis_stale",
          "reservation_lapsed",
          "serial_held",
          "refers_unknown",
          "already_cancelled",
          "already_refunded",
          "already_committed",
          "amounts_differ",
          "buyer_unreadable",
          "recovered_late",
          "setting_mismatch",
        ],
        "problemStatus": {
          "code_invalid": 403,
          "internal": 503,
          "not_found": 404,
          "record_conflict": 409,
          "record_invalid": 400,
          "request_expired": 401,
          "request_invalid": 400,
          "signature_invalid": 401,
          "till_revoked": 403,
          "till_unknown": 401,
          "too_large": 413,
          "too_many": 429,
        },
      }
    `)
  })
})
