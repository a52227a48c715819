import { describe, expect, it } from 'vitest'
import { problemStatus, type ProblemCode } from '../../src/record/protocol.ts'
import { classify, isSpent, mostAttempts, type Class } from '../../src/sync/classify.ts'
import type { Exchange } from '../../src/sync/platform-client.ts'

const problem = (status: number, code: ProblemCode | null = null): Exchange<never> => ({
  kind: 'problem',
  status,
  code,
  retryAfterMs: null,
  serverMs: null,
})

describe('classify', () => {
  it('goes by the typed code, whatever status came with it', () => {
    const classByCode = Object.fromEntries(
      Object.entries(problemStatus).map(([code, status]) => [code, classify(problem(status, code as ProblemCode))]),
    )
    expect(classByCode).toEqual({
      request_invalid: 'hold',
      record_invalid: 'hold',
      request_expired: 'retry_record',
      signature_invalid: 'pause',
      till_unknown: 'pause',
      till_revoked: 'pause',
      code_invalid: 'hold',
      not_found: 'retry_line',
      record_conflict: 'hold',
      too_large: 'hold',
      too_many: 'retry_line',
      internal: 'retry_record',
    })
    for (const code of Object.keys(problemStatus) as ProblemCode[])
      expect(classify(problem(200, code))).toBe(classify(problem(599, code)))
  })

  it('never holds or pauses at once for what something in between says: every status from 300 to 599', () => {
    const byClass: Partial<Record<Class, number[]>> = {}
    for (let status = 300; status < 600; status++) (byClass[classify(problem(status))] ??= []).push(status)
    expect(Object.keys(byClass).sort()).toEqual(['retry_line', 'retry_record'])
    expect(byClass.retry_record).toEqual([400, 413, 415, 422, 431, 500])
  })

  it('takes an answer for an answer, and any failure of the line for the line', () => {
    expect(classify({ kind: 'answer', body: null })).toBe('answered')
    for (const reason of ['network', 'timeout', 'closed', 'too_large', 'malformed'] as const)
      expect(classify({ kind: 'failed', reason })).toBe('retry_line')
  })

  it('gives up on a record only for an untyped refusal of its own, after several sends, and never for a failing platform', () => {
    expect(isSpent(problem(413), mostAttempts - 2)).toBe(false)
    expect(isSpent(problem(413), mostAttempts - 1)).toBe(true)
    expect(isSpent(problem(500), 1_000)).toBe(false)
    expect(isSpent(problem(500, 'internal'), 1_000)).toBe(false)
  })
})
