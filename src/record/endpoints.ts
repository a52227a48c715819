/** The platform's endpoints (DESIGN §6.5): one table that the till asks by and the service routes by. */
import type * as z from 'zod/mini'
import * as protocol from './protocol.ts'
import type { TillRecord } from './record.ts'
import { recordSchema } from './schema.ts'
import { maxRecordBytes } from './record.ts'

/** One address. The method is POST; the body is a compact JWS by the till's key over `request` as canonical JSON. */
export interface Endpoint<Request extends object, Reply> {
  /** Relative to the platform's base. */
  readonly address: string
  /** `typ` of the signed body: what it was signed for, so that none can pass as another. */
  readonly type: string
  readonly request: z.ZodMiniType<Request>
  readonly answer: z.ZodMiniType<Reply>
  /** Largest body, signature included, bytes. */
  readonly requestBytes: number
  /** Largest answer that a till reads, bytes. */
  readonly answerBytes: number
  /** From the first byte sent to the last received, milliseconds. */
  readonly timeoutMs: number
}

export interface Endpoints {
  /** Takes one record in, and says where its sale stands. */
  readonly records: Endpoint<TillRecord, protocol.Answer>
  /** What changed since a cursor. */
  readonly answers: Endpoint<protocol.AnswersRequest, protocol.Answers>
  readonly entitlements: Endpoint<protocol.EntitlementRequest, protocol.EntitlementAnswer>
  readonly serials: Endpoint<protocol.SerialsRequest, protocol.SerialsAnswer>
  readonly sales: Endpoint<protocol.FindRequest, protocol.FindAnswer>
  /** Takes in a part of an exported outbox of the store: what is new goes to review. */
  readonly imports: Endpoint<protocol.ImportRequest, protocol.ImportAnswer>
  /** Enrols the key that signs the request. */
  readonly tills: Endpoint<protocol.EnrolRequest, protocol.EnrolAnswer>
  /** The last record that the platform has of the till. */
  readonly head: Endpoint<Readonly<Record<string, never>>, protocol.EnrolAnswer>
}
export type EndpointName = keyof Endpoints
export type RequestTo<Name extends EndpointName> = z.output<Endpoints[Name]['request']>
export type ReplyOf<Name extends EndpointName> = z.output<Endpoints[Name]['answer']>

const usual = { requestBytes: 4_096, answerBytes: 65_536, timeoutMs: 10_000 }
/** Lists, and sales with all of their records. */
const longAnswerBytes = 4_194_304

export const endpoints: Endpoints = {
  records: {
    ...usual,
    address: 'v1/records',
    type: 'tradein-record',
    request: recordSchema,
    answer: protocol.answerSchema,
    requestBytes: maxRecordBytes,
  },
  answers: {
    ...usual,
    address: 'v1/answers',
    type: 'tradein-answers',
    request: protocol.answersRequestSchema,
    answer: protocol.answersSchema,
    answerBytes: longAnswerBytes,
  },
  entitlements: {
    ...usual,
    address: 'v1/entitlements/query',
    type: 'tradein-entitlement',
    request: protocol.entitlementRequestSchema,
    answer: protocol.entitlementSchema,
    requestBytes: 32_768,
  },
  serials: {
    ...usual,
    address: 'v1/serials/query',
    type: 'tradein-serials',
    request: protocol.serialsRequestSchema,
    answer: protocol.serialsSchema,
    requestBytes: 65_536,
  },
  sales: {
    ...usual,
    address: 'v1/sales/find',
    type: 'tradein-find',
    request: protocol.findRequestSchema,
    answer: protocol.findSchema,
    answerBytes: longAnswerBytes,
  },
  imports: {
    address: 'v1/imports',
    type: 'tradein-import',
    request: protocol.importRequestSchema,
    answer: protocol.importSchema,
    requestBytes: 393_216,
    answerBytes: 131_072,
    // Each of some hundred records is decided upon.
    timeoutMs: 60_000,
  },
  tills: {
    ...usual,
    address: 'v1/tills',
    type: 'tradein-enrol',
    request: protocol.enrolRequestSchema,
    answer: protocol.enrolledSchema,
  },
  head: {
    ...usual,
    address: 'v1/tills/head',
    type: 'tradein-head',
    request: protocol.headRequestSchema,
    answer: protocol.enrolledSchema,
  },
}
