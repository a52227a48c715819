/** What an exchange means for the record that was sent: by status and typed code, never by a message's text. */
import type { ProblemCode } from '../record/protocol.ts'
import type { Exchange } from './platform-client.ts'

/**
 * `answered`: the platform has it · `final`: the platform will never take this content · `conflict`: it has
 * other content in its place · `key`: it refuses what this key signs, whatever it is · `signature`: it
 * refuses this signature, because of the key or because something in between altered the body · `line`:
 * the line or the platform is at fault, whatever is sent · `record`: it may be this record alone.
 *
 * What fails is the record's own fault only where others are answered: see the drain.
 */
export type Class = 'answered' | 'final' | 'conflict' | 'key' | 'signature' | 'line' | 'record'

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

/** Statuses without a typed code come from something in between: these, and all from 502 on, say so of themselves. */
const lineStatuses: ReadonlySet<number> = new Set([407, 408, 425, 429])

const classByFailure = {
  network: 'line',
  timeout: 'line',
  closed: 'line',
  too_large: 'record',
  malformed: 'record',
  untimely: 'record',
} as const

export function classify(exchange: Exchange<unknown>): Class {
  switch (exchange.kind) {
    case 'answer':
      return 'answered'
    case 'failed':
      return classByFailure[exchange.reason]
    case 'problem': {
      const { code, status } = exchange
      if (code !== null) return classByCode[code]
      return status >= 502 || lineStatuses.has(status) ? 'line' : 'record'
    }
  }
}

/** What a question about no record in particular came to. `spoilt`: this one failed; another may be answered. */
export type InquiryEnd = 'done' | 'line' | 'paused' | 'spoilt'

export function inquiryEnd(exchange: Exchange<unknown>): InquiryEnd {
  if (exchange.kind === 'answer') return 'done'
  // No time is left to ask another.
  if (exchange.kind === 'failed' && (exchange.reason === 'timeout' || exchange.reason === 'closed')) return 'line'
  const kind = classify(exchange)
  return kind === 'key' || kind === 'signature' ? 'paused' : 'spoilt'
}

/** Why a record waits or is held: the typed code, the status, or what became of the request. */
export function codeOf(exchange: Exchange<unknown>): string {
  if (exchange.kind === 'answer') return 'answered'
  return exchange.kind === 'failed' ? exchange.reason : (exchange.code ?? `status_${exchange.status}`)
}
