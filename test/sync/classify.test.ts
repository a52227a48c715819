import { describe, expect, it } from 'vitest'
import { mediaTypes, problemStatus, type ProblemCode } from '../../src/record/protocol.ts'
import { classify, codeOf, inquiryEnd, type Class } from '../../src/sync/classify.ts'
import { createPlatformClient, type Exchange } from '../../src/sync/platform-client.ts'
import { createClock } from '../../src/testing/clock.ts'

const codes = Object.keys(problemStatus) as ProblemCode[]
const classByCode: Readonly<Record<ProblemCode, Class>> = {
  request_invalid: 'final',
  record_invalid: 'final',
  signature_invalid: 'signature',
  request_expired: 'record',
  till_unknown: 'key',
  till_revoked: 'key',
  code_invalid: 'record',
  not_found: 'line',
  record_conflict: 'conflict',
  too_large: 'final',
  too_many: 'line',
  internal: 'record',
}
const untypedClass = (status: number): Class =>
  status >= 502 || [407, 408, 425, 429].includes(status) ? 'line' : 'record'

/** What a till makes of an answer as it came over the line. */
async function exchangeOf(status: number, body: string, type: string): Promise<Exchange<unknown>> {
  const clock = createClock()
  const client = createPlatformClient(() => 'https://api.test/', {
    clock,
    timers: clock.timers,
    random: { bytes: (length) => new Uint8Array(length) },
    fetch: () => Promise.resolve(new Response(body, { status, headers: { 'content-type': type } })),
  })
  return client.send('jws')
}
const problemOf = (status: number, code: string): string =>
  JSON.stringify({ type: 'about:blank', title: 't', status, code, field: null })

/** Bodies that are no word of the platform's, with their media type. */
const shapes: readonly (readonly [body: string, type: string])[] = [
  ['', ''],
  ['', mediaTypes.problem],
  ['<!doctype html><title>Blocked</title>', 'text/html'],
  ['{"error":"blocked"}', 'application/json'],
  ['{"error":"blocked"}', mediaTypes.problem],
  [problemOf(400, 'made_up'), mediaTypes.problem],
  [problemOf(400, 'record_invalid'), 'text/html'],
  [problemOf(400, 'record_invalid').slice(0, 30), mediaTypes.problem],
]
const statuses = Array.from({ length: 200 }, (_, i) => 400 + i)

describe('classify', () => {
  it('goes by the typed code, whatever status from 400 to 599 came with it', async () => {
    for (const code of codes) {
      for (const status of statuses) {
        const exchange = await exchangeOf(status, problemOf(status, code), mediaTypes.problem)
        expect([status, code, classify(exchange), codeOf(exchange)]).toEqual([status, code, classByCode[code], code])
      }
    }
  })

  it('takes no body but the platform’s own for final or for a refusal of the key: every status and shape', async () => {
    for (const status of statuses) {
      for (const [body, type] of shapes) {
        const exchange = await exchangeOf(status, body, type)
        expect([status, body, classify(exchange)]).toEqual([status, body, untypedClass(status)])
        expect(codeOf(exchange)).toBe(`status_${status}`)
      }
    }
  })

  it('takes a page with status 200 for no answer, which may be this record’s own', async () => {
    for (const [body, type] of shapes) {
      const exchange = await exchangeOf(200, body, type)
      expect([classify(exchange), codeOf(exchange)]).toEqual(['record', 'malformed'])
    }
  })

  it('takes an answer for an answer, and silence for the line', () => {
    expect(classify({ kind: 'answer', body: null })).toBe('answered')
    for (const reason of ['network', 'timeout', 'closed'] as const)
      expect(classify({ kind: 'failed', reason })).toBe('line')
    for (const reason of ['too_large', 'malformed'] as const)
      expect(classify({ kind: 'failed', reason })).toBe('record')
  })

  it('takes a question that is not answered for the key’s fault, for want of time, or for its own', () => {
    const problem = (code: ProblemCode | null): Exchange<never> => ({
      kind: 'problem',
      status: 400,
      code,
      retryAfterMs: null,
      serverMs: null,
    })
    const paused = codes.filter((code) => inquiryEnd(problem(code)) === 'paused')
    expect(paused.sort()).toEqual(['signature_invalid', 'till_revoked', 'till_unknown'])
    expect(inquiryEnd({ kind: 'failed', reason: 'timeout' })).toBe('line')
    expect(inquiryEnd({ kind: 'failed', reason: 'network' })).toBe('spoilt')
    expect(inquiryEnd(problem(null))).toBe('spoilt')
    expect(inquiryEnd({ kind: 'answer', body: null })).toBe('done')
  })
})
