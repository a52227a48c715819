/** The one way to ask the platform: signs, posts, bounds in time and size, and checks what comes back. */
import * as z from 'zod/mini'
import { childController } from '../core/abort.ts'
import { readBounded } from '../core/bounded-body.ts'
import { toBase64Url, utf8ToText } from '../core/bytes.ts'
import { instantToMs, msToUtc } from '../core/clock.ts'
import type { Ports } from '../core/ports.ts'
import { endpoints, type Endpoint } from '../record/endpoints.ts'
import { signRequest } from '../record/jws.ts'
import type { SigningKey } from '../record/keys.ts'
import { mediaTypes, problemSchema, type Answer, type ProblemCode, type Timed } from '../record/protocol.ts'

export type Exchange<T> =
  | { readonly kind: 'answer'; readonly body: T }
  /** `code` is null when what answered is not the platform, or does not say. */
  | {
      readonly kind: 'problem'
      readonly status: number
      readonly code: ProblemCode | null
      readonly retryAfterMs: number | null
      /** The platform's clock, where the problem says it, milliseconds since 1970. */
      readonly serverMs: number | null
    }
  | {
      readonly kind: 'failed'
      readonly reason: 'network' | 'timeout' | 'closed' | 'too_large' | 'malformed' | 'untimely'
    }

export interface PlatformClient {
  /**
   * Signs `body` and posts it; what went wrong on the way is in the exchange.
   * @throws CheckoutError `INPUT_TOO_LARGE` when the endpoint does not take so much
   */
  ask<Request extends object, Reply extends Timed>(
    endpoint: Endpoint<Request, Reply>,
    body: Request,
    key: SigningKey,
    signal?: AbortSignal,
  ): Promise<Exchange<Reply>>
  /** Posts a record, which was signed as it was written. Never rejects. */
  send(jws: string, signal?: AbortSignal): Promise<Exchange<Answer>>
}

/** Farther than that, the platform's clock does not move against ours from one answer to the next, milliseconds. */
const leapMs = 600_000

/**
 * @param base address of the record API, absolute, ending in `/`; null while no release says it
 * @param onTime told the platform's clock whenever it says it, milliseconds since 1970
 */
export function createPlatformClient(
  base: () => string | null,
  ports: Pick<Ports, 'clock' | 'fetch' | 'random' | 'timers'>,
  onTime: (serverMs: number) => void = () => undefined,
): PlatformClient {
  // How far the platform's clock is from ours, as it says when that matters.
  let skewMs = 0
  // The same, as it was believed last, and as it was said last.
  let [offsetMs, saidMs] = [0, 0]

  /**
   * What an answer says of the time is a claim, and much is dated by it: a leap is believed when it is said
   * twice, so that one page of nonsense makes neither records nor later answers look old.
   */
  function isBelieved(serverMs: number): boolean {
    const claimMs = serverMs - ports.clock.now()
    const isNear = [offsetMs, saidMs].some((ms) => Math.abs(claimMs - ms) <= leapMs)
    saidMs = claimMs
    if (isNear) offsetMs = claimMs
    return isNear
  }
  const unlessUntimely = async <T>(post: () => Promise<Exchange<T>>): Promise<Exchange<T>> => {
    const exchange = await post()
    return exchange.kind === 'failed' && exchange.reason === 'untimely' ? post() : exchange
  }

  async function post<Reply extends Timed>(
    { address, answer, answerBytes, timeoutMs }: Omit<Endpoint<object, Reply>, 'request'>,
    jws: string,
    signal?: AbortSignal,
  ): Promise<Exchange<Reply>> {
    const api = base()
    if (api === null || signal?.aborted) return { kind: 'failed', reason: api === null ? 'network' : 'closed' }
    const stop = childController(signal)
    const time = { isOver: false }
    const callOff = ports.timers.after(timeoutMs, () => {
      time.isOver = true
      stop.abort()
    })
    try {
      const response = await ports.fetch(`${api}${address}`, {
        method: 'POST',
        body: jws,
        headers: { 'content-type': mediaTypes.request, accept: `${mediaTypes.answer}, ${mediaTypes.problem}` },
        signal: stop.signal,
        cache: 'no-store',
        credentials: 'omit',
        redirect: 'error',
        referrerPolicy: 'no-referrer',
      })
      const bytes = await readBounded(response.body, answerBytes, (piece) => untilAborted(piece, stop.signal))
      const exchange = readExchange(response, bytes, answer, ports.clock.now())
      const serverMs = serverTimeOf(exchange)
      if (serverMs === null) return exchange
      if (isBelieved(serverMs)) onTime(serverMs)
      else if (exchange.kind === 'answer') return { kind: 'failed', reason: 'untimely' }
      return exchange
    } catch {
      return { kind: 'failed', reason: time.isOver ? 'timeout' : stop.signal.aborted ? 'closed' : 'network' }
    } finally {
      callOff()
      stop.abort()
    }
  }

  return {
    async ask(endpoint, body, key, signal) {
      const once = async (): Promise<Exchange<z.output<(typeof endpoint)['answer']>>> => {
        const nonce = toBase64Url(ports.random.bytes(16))
        const at = msToUtc(ports.clock.now() + skewMs)
        return post(endpoint, await signRequest(body, key, endpoint, { at, nonce }), signal)
      }
      const exchange = await unlessUntimely(once)
      if (exchange.kind !== 'problem' || exchange.code !== 'request_expired' || exchange.serverMs === null)
        return exchange
      skewMs = exchange.serverMs - ports.clock.now()
      const again = await once()
      // A time that does not help is no time to go by.
      if (again.kind === 'problem' && again.code === 'request_expired') skewMs = 0
      return again
    },
    send: (jws, signal) => unlessUntimely(() => post(endpoints.records, jws, signal)),
  }
}

function readExchange<T>(
  response: Response,
  bytes: Uint8Array | null,
  schema: z.ZodMiniType<T>,
  nowMs: number,
): Exchange<T> {
  const type = response.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
  if (!response.ok) {
    const problem = bytes && type === mediaTypes.problem ? safeParse(problemSchema, json(bytes)) : null
    return {
      kind: 'problem',
      status: response.status,
      code: problem?.code ?? null,
      retryAfterMs: retryAfterMs(response, nowMs),
      serverMs: problem?.serverTime === undefined ? null : instantToMs(problem.serverTime),
    }
  }
  if (bytes === null) return { kind: 'failed', reason: 'too_large' }
  // A captive portal answers anything with a page and status 200.
  const body = type === mediaTypes.answer ? safeParse(schema, json(bytes)) : null
  return body === null ? { kind: 'failed', reason: 'malformed' } : { kind: 'answer', body }
}

function serverTimeOf(exchange: Exchange<Timed>): number | null {
  if (exchange.kind === 'answer') return instantToMs(exchange.body.serverTime)
  return exchange.kind === 'problem' ? exchange.serverMs : null
}

function safeParse<T>(schema: z.ZodMiniType<T>, value: unknown): T | null {
  const result = z.safeParse(schema, value)
  return result.success ? result.data : null
}

function json(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(utf8ToText(bytes)) as unknown
  } catch {
    return undefined
  }
}

/** Seconds, or a date (RFC 9110 §10.2.3). */
function retryAfterMs(response: Response, nowMs: number): number | null {
  const value = response.headers.get('retry-after')
  if (value === null) return null
  const ms = /^\d{1,6}$/.test(value) ? Number(value) * 1000 : Date.parse(value) - nowMs
  return Number.isNaN(ms) ? null : Math.max(0, ms)
}

function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(new DOMException('The request was called off', 'AbortError'))
    if (signal.aborted) abort()
    signal.addEventListener('abort', abort, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}
