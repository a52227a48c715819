/** A network of handlers behind `fetch` that can be cut, slowed, and made to lie. */
import type { Fetch, Timers } from '../core/ports.ts'
import { abortReason } from '../core/abort.ts'

/** Answers a request as a server would. */
export type Handler = (request: Request) => Response | Promise<Response>

/**
 * What goes wrong with a request:
 * `refused`: it never arrives · `late`: it arrives and takes effect after `ms`, when the page may have given it up ·
 * `answer_lost`: it arrives and takes effect, the answer does not come
 * back · `delayed`: the answer comes after `ms` · `duplicated`: it arrives twice · `hanging`: nothing
 * ever comes · `status`: something in between answers with this status · `garbled`: a page of HTML
 * with status 200, as a hotel's network gives · `truncated`: half of the answer.
 */
export type NetworkFault =
  | { readonly kind: 'refused' | 'answer_lost' | 'duplicated' | 'hanging' | 'garbled' | 'truncated' }
  | { readonly kind: 'delayed' | 'late'; readonly ms: number }
  | {
      readonly kind: 'status'
      readonly status: number
      readonly headers?: Readonly<Record<string, string>>
      readonly body?: string
    }

export interface FaultRule {
  /** Requests whose address contains this; all when absent. */
  readonly match?: string
  /** How many requests it takes; every one when absent. */
  readonly times?: number
  readonly fault: NetworkFault
}

/** One request that was made. */
export interface SentRequest {
  readonly method: string
  readonly url: string
  readonly body: string
  /** Status of the answer that the page got; null when it got none. */
  status: number | null
  /** What went wrong with it: a fault that was staged, or that the line was cut; null: nothing. */
  fault: NetworkFault['kind'] | 'cut' | null
}

export interface StagedNetwork {
  readonly fetch: Fetch
  /** Puts a handler behind every address that begins with `prefix`; the longest prefix wins. */
  serve(prefix: string, handler: Handler): void
  cut(): void
  restore(): void
  readonly isCut: boolean
  /** Adds a fault; the first that matches is used. Returns the function that takes it off. */
  fault(rule: FaultRule): () => void
  clearFaults(): void
  /** All requests in their order, those that failed too. */
  readonly sent: readonly SentRequest[]
  /** Called when the line is cut or restored. */
  onChange(listener: () => void): () => void
}

/** @param timers what delays run by: a staged clock's */
export function createNetwork(timers: Timers): StagedNetwork {
  const handlers: { readonly prefix: string; readonly handler: Handler }[] = []
  const rules: { rule: FaultRule; left: number }[] = []
  const listeners = new Set<() => void>()
  const sent: SentRequest[] = []
  let isCut = false

  const takeFault = (url: string): NetworkFault | null => {
    const found = rules.find(({ rule, left }) => left > 0 && url.includes(rule.match ?? ''))
    if (!found) return null
    found.left -= 1
    return found.rule.fault
  }
  const changeTo = (cut: boolean): void => {
    isCut = cut
    for (const listener of [...listeners]) listener()
  }
  const deliver = async (request: Request): Promise<Response> => {
    const { handler } = handlers.find(({ prefix }) => request.url.startsWith(prefix)) ?? {}
    return handler ? handler(request) : failed()
  }

  const exchange = async (request: Request, line: SentRequest, signal: AbortSignal | null): Promise<Response> => {
    const fault = isCut ? null : takeFault(request.url)
    line.fault = isCut ? 'cut' : (fault?.kind ?? null)
    if (isCut) return failed()
    switch (fault?.kind) {
      case undefined:
        return deliver(request)
      case 'refused':
        return failed()
      case 'hanging':
        return never(signal)
      case 'answer_lost':
        await deliver(request)
        return failed()
      case 'duplicated':
        await deliver(request.clone())
        return deliver(request)
      case 'late':
        await delay(timers, fault.ms, null)
        return deliver(request)
      case 'delayed': {
        const response = await deliver(request)
        await delay(timers, fault.ms, signal)
        return response
      }
      case 'status':
        return new Response(fault.body ?? '', { status: fault.status, headers: { ...fault.headers } })
      case 'garbled':
        return new Response('<!doctype html><title>Log in</title>', {
          status: 200,
          headers: { 'content-type': 'text/html' },
        })
      case 'truncated': {
        const response = await deliver(request)
        const bytes = await response.arrayBuffer()
        return new Response(bytes.slice(0, Math.floor(bytes.byteLength / 2)), {
          status: response.status,
          headers: response.headers,
        })
      }
    }
  }

  return {
    async fetch(url, init = {}) {
      const { signal = null, ...rest } = init
      if (signal?.aborted) throw abortReason(signal)
      const request = new Request(url, rest)
      const line: SentRequest = {
        method: request.method,
        url,
        body: await request.clone().text(),
        status: null,
        fault: null,
      }
      sent.push(line)
      const response = await untilAborted(exchange(request, line, signal), signal)
      // The line can fall while the answer is on its way.
      if (isCut) {
        line.fault = 'cut'
        return failed()
      }
      line.status = response.status
      return response
    },
    serve(prefix, handler) {
      handlers.push({ prefix, handler })
      handlers.sort((a, b) => b.prefix.length - a.prefix.length)
    },
    cut: () => changeTo(true),
    restore: () => changeTo(false),
    get isCut() {
      return isCut
    },
    fault(rule) {
      const entry = { rule, left: rule.times ?? Number.POSITIVE_INFINITY }
      rules.push(entry)
      return () => void rules.splice(0, rules.length, ...rules.filter((each) => each !== entry))
    },
    clearFaults: () => void rules.splice(0),
    sent,
    onChange(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}

/** What `fetch` throws when there is no line. */
function failed(): never {
  throw new TypeError('Failed to fetch')
}

function never(signal: AbortSignal | null): Promise<never> {
  return untilAborted(new Promise<never>(() => undefined), signal)
}

function delay(timers: Timers, ms: number, signal: AbortSignal | null): Promise<void> {
  return untilAborted(new Promise<void>((resolve) => void timers.after(ms, resolve)), signal)
}

function untilAborted<T>(work: Promise<T>, signal: AbortSignal | null): Promise<T> {
  if (!signal) return work
  return new Promise<T>((resolve, reject) => {
    const abort = (): void => reject(abortReason(signal))
    if (signal.aborted) abort()
    signal.addEventListener('abort', abort, { once: true })
    void work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}
