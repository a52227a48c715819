/** What an exchange means for the record that was sent: by status and typed code, never by a message's text. */
import type { ProblemCode } from '../record/protocol.ts'
import type { Exchange } from './platform-client.ts'

/**
 * `answered`: the platform has it · `hold`: it will never be taken as it is; a person must look ·
 * `pause`: the platform refuses this till's key, so nothing is sent until it is enrolled again ·
 * `retry_line`: the line or the platform is at fault; this and all others wait · `retry_record`: it may
 * be this record's own fault; others go on.
 */
export type Class = 'answered' | 'hold' | 'pause' | 'retry_line' | 'retry_record'

const classByCode: Readonly<Record<ProblemCode, Class>> = {
  request_invalid: 'hold',
  record_invalid: 'hold',
  signature_invalid: 'pause',
  request_expired: 'retry_record',
  till_unknown: 'pause',
  till_revoked: 'pause',
  code_invalid: 'hold',
  not_found: 'retry_line',
  record_conflict: 'hold',
  too_large: 'hold',
  too_many: 'retry_line',
  internal: 'retry_record',
}

/**
 * Statuses without a typed code come from something in between: a proxy, a portal, a wrong address.
 * Only those that speak of this one body count against the record.
 */
const recordStatuses: ReadonlySet<number> = new Set([400, 413, 415, 422, 431, 500])

export function classify(exchange: Exchange<unknown>): Class {
  switch (exchange.kind) {
    case 'answer':
      return 'answered'
    case 'failed':
      return 'retry_line'
    case 'problem':
      if (exchange.code !== null) return classByCode[exchange.code]
      return recordStatuses.has(exchange.status) ? 'retry_record' : 'retry_line'
  }
}

/** After so many sends that something in between refused for this record, it is held. A failing platform (500) is never the record's end. */
export const mostAttempts = 5

export function isSpent(exchange: Exchange<unknown>, attempts: number): boolean {
  return exchange.kind === 'problem' && exchange.code === null && exchange.status < 500 && attempts + 1 >= mostAttempts
}

/** What a held record is held for: the typed code, or the status. */
export function codeOf(exchange: Exchange<unknown>): string {
  if (exchange.kind !== 'problem') return exchange.kind
  return exchange.code ?? `status_${exchange.status}`
}
