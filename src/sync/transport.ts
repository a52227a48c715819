/** One request to the platform: what is sent, how long it may take, how much may come back. */
import * as z from 'zod/mini'
import { readBounded } from '../core/bounded-body.ts'
import { utf8ToText } from '../core/bytes.ts'
import type { Ports } from '../core/ports.ts'
import { mediaTypes, problemSchema, type addresses, type ProblemCode } from '../record/protocol.ts'

export type Address = (typeof addresses)[keyof typeof addresses]

export type Exchange<T> =
  | { readonly kind: 'answer'; readonly body: T }
  /** `code` is null when what answered is not the platform, or does not say. */
  | {
      readonly kind: 'problem'
      readonly status: number
      readonly code: ProblemCode | null
      readonly retryAfterMs: number | null
    }
  | { readonly kind: 'failed'; readonly reason: 'network' | 'timeout' | 'closed' | 'too_large' | 'malformed' }

export interface PostOptions {
  /** From the first byte sent to the last received, milliseconds. */
  readonly timeoutMs: number
  /** Largest answer, bytes. */
  readonly limitBytes: number
  readonly signal?: AbortSignal
}

export interface Transport {
  /** Never throws: what went wrong is in the exchange. */
  post<T>(address: Address, jws: string, schema: z.ZodMiniType<T>, options: PostOptions): Promise<Exchange<T>>
}

/** @param base address of the record API, absolute, ending in `/`; null while no release says it */
export function createTransport(
  base: () => string | null,
  ports: Pick<Ports, 'clock' | 'fetch' | 'timers'>,
): Transport {
  return {
    async post(address, jws, schema, { timeoutMs, limitBytes, signal }) {
      const api = base()
      if (api === null || signal?.aborted) return { kind: 'failed', reason: api === null ? 'network' : 'closed' }
      const stop = new AbortController()
      const time = { isOver: false }
      const callOff = ports.timers.after(timeoutMs, () => {
        time.isOver = true
        stop.abort()
      })
      const close = (): void => stop.abort()
      signal?.addEventListener('abort', close, { once: true })
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
        const bytes = await readBounded(response.body, limitBytes, (piece) => untilAborted(piece, stop.signal))
        return readExchange(response, bytes, schema, ports.clock.now())
      } catch {
        return { kind: 'failed', reason: time.isOver ? 'timeout' : stop.signal.aborted ? 'closed' : 'network' }
      } finally {
        callOff()
        signal?.removeEventListener('abort', close)
      }
    },
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
    }
  }
  if (bytes === null) return { kind: 'failed', reason: 'too_large' }
  // A captive portal answers anything with a page and status 200.
  const body = type === mediaTypes.answer ? safeParse(schema, json(bytes)) : null
  return body === null ? { kind: 'failed', reason: 'malformed' } : { kind: 'answer', body }
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
