/** Requests and refusals of the record API: size limits, problem details (RFC 9457), CORS. */
import { CheckoutError, isCheckoutError, type ErrorCode } from '../core/errors.ts'
import { readBounded } from '../core/bounded-body.ts'
import { utf8ToText, type Bytes } from '../core/bytes.ts'
import { mediaTypes, problemStatus, type Problem, type ProblemCode } from '../record/protocol.ts'

/** What a route makes of a request. */
export type Reply = { readonly answer: object } | { readonly problem: Problem }

/**
 * A refusal as problem details (RFC 9457), with the status of its code.
 * @param title one sentence for whoever reads the log
 * @param field dotted path of the member that is wrong; null: the request as a whole
 */
export function problem(code: ProblemCode, title: string, field: string | null = null): { readonly problem: Problem } {
  return { problem: { type: `urn:tradein:problem:${code}`, title, status: problemStatus[code], code, field } }
}

const problemByFault: Partial<Record<ErrorCode, ProblemCode>> = {
  RECORD_INVALID: 'record_invalid',
  RECORD_UNSIGNED: 'signature_invalid',
  PROTOCOL_INVALID: 'request_invalid',
  INPUT_INVALID: 'request_invalid',
  INPUT_TOO_LARGE: 'too_large',
}

// A till's page may come from another origin than the platform; no cookie or header carries authority, the signature does.
const shared = { 'access-control-allow-origin': '*', 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' }

/** How long a till waits at least before it asks a platform again that failed or has too much to do. */
const retryAfterSeconds = '5'

/** A reply as JSON, open to pages of every origin and never cached. */
export function respond(reply: Reply): Response {
  const [body, status, type] =
    'answer' in reply
      ? [reply.answer, 200, mediaTypes.answer]
      : [reply.problem, reply.problem.status, mediaTypes.problem]
  const again = status === problemStatus.internal || status === problemStatus.too_many
  return new Response(JSON.stringify(body), {
    status,
    headers: { ...shared, 'content-type': type, ...(again && { 'retry-after': retryAfterSeconds }) },
  })
}

/** The answer to a preflight: it holds for a day, so that a till asks once. */
export function preflight(): Response {
  return new Response(null, {
    status: 204,
    headers: {
      ...shared,
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers': 'content-type',
      'access-control-max-age': '86400',
    },
  })
}

/** Turns what was thrown into a problem. What is not the request's fault is `internal`, without a detail. */
export function refusalOf(error: unknown, report: (error: unknown) => void): Reply {
  const code = isCheckoutError(error) ? problemByFault[error.code] : undefined
  if (isCheckoutError(error) && code) return problem(code, error.message, error.field)
  report(error)
  return problem('internal', 'The platform failed; send the same request again')
}

/**
 * The body of a signed request as text.
 * @throws CheckoutError `INPUT_TOO_LARGE` above `limitBytes`, `PROTOCOL_INVALID` for another media type, `INPUT_INVALID` when it is not UTF-8
 */
export async function readBody(request: Request, limitBytes: number): Promise<string> {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim()
  if (type !== mediaTypes.request) {
    throw new CheckoutError('PROTOCOL_INVALID', `content-type must be ${mediaTypes.request}`, {
      field: 'content-type',
      expected: mediaTypes.request,
    })
  }
  return utf8ToText(await readBytes(request, limitBytes), 'body')
}

/** A rehearsal runs the platform in a page; before Chromium 105 a request has no stream there, and lies in memory anyway. */
async function streamOf(request: Request): Promise<ReadableStream<Uint8Array> | null> {
  return 'body' in request ? request.body : new Response(await (request as Request).arrayBuffer()).body
}

/** The body. @throws CheckoutError `INPUT_TOO_LARGE` above `limitBytes`, read or announced */
export async function readBytes(request: Request, limitBytes: number): Promise<Bytes> {
  const isAnnounced = Number(request.headers.get('content-length') ?? 0) > limitBytes
  const bytes = isAnnounced ? null : await readBounded(await streamOf(request), limitBytes)
  if (bytes) return bytes
  throw new CheckoutError('INPUT_TOO_LARGE', `body must be at most ${limitBytes} bytes`, {
    field: 'body',
    expected: String(limitBytes),
  })
}
