/** Bounded downloads: nothing reads past its limit or waits for ever (endless data and slow retrieval, §1.5.2). */
import { readBounded } from '../core/bounded-body.ts'
import type { Bytes } from '../core/bytes.ts'
import { CheckoutError, isCheckoutError } from '../core/errors.ts'
import type { Fetch, Timers } from '../core/ports.ts'
import { childController } from '../core/abort.ts'
import type { TrustLimits } from './limits.ts'

const minuteMs = 60_000

/** How a client downloads, whatever the file. */
export interface Downloader {
  readonly fetch: Fetch
  /** Without it a server that falls silent is waited for until the caller's signal fires. */
  readonly timers: Timers | null
  readonly limits: Pick<TrustLimits, 'stallMs' | 'bytesAMinute'>
}

export interface DownloadOptions {
  readonly url: string
  /** What is asked for, as errors name it. */
  readonly name: string
  readonly limitBytes: number
  readonly tooLarge: 'METADATA_TOO_LARGE' | 'TARGET_TOO_LARGE'
  /** `default` where the name fixes the content, so that a browser's cache may answer; `reload` when what it answered was wrong. */
  readonly cache: 'default' | 'no-store' | 'reload'
  readonly signal?: AbortSignal | undefined
}

/**
 * The bytes at `url`; null when the server says there are none (403, 404, 410).
 * @throws {@link CheckoutError} `TRANSPORT_FAILED`, `ABORTED`, or the `tooLarge` code
 */
export async function download(downloader: Downloader, options: DownloadOptions): Promise<Bytes | null> {
  const { url, name } = options
  const watch = watchFor(downloader, options)
  try {
    const response = await watch.next(
      downloader.fetch(url, {
        cache: options.cache,
        credentials: 'omit',
        signal: watch.signal,
      }),
    )
    if (response.ok) return await boundedBody(response, options, watch)
    await response.body?.cancel()
    if (response.status === 403 || response.status === 404 || response.status === 410) return null
    throw new CheckoutError('TRANSPORT_FAILED', `${name} was not served`, {
      field: name,
      received: `HTTP ${response.status}`,
    })
  } catch (cause) {
    if (isCheckoutError(cause)) throw cause
    if (options.signal?.aborted)
      throw new CheckoutError('ABORTED', `the download of ${name} was called off`, { field: name, cause })
    throw new CheckoutError('TRANSPORT_FAILED', `${name} could not be fetched`, { field: name, cause })
  } finally {
    watch.end()
  }
}

async function boundedBody(
  response: Response,
  { name, limitBytes, tooLarge }: DownloadOptions,
  watch: Watch,
): Promise<Bytes> {
  const bytes = await readBounded(response.body, limitBytes, watch.next)
  if (bytes) return bytes
  throw new CheckoutError(tooLarge, `${name} is larger than it may be`, {
    field: name,
    expected: `at most ${limitBytes} bytes`,
  })
}

interface Watch {
  /** Fires with the caller's, and when the server is given up. */
  readonly signal: AbortSignal
  /** The next sign of life, or a fault when it does not come in time. */
  readonly next: <T>(sign: Promise<T>) => Promise<T>
  end(): void
}

function watchFor({ timers, limits }: Downloader, { name, signal }: DownloadOptions): Watch {
  const giveUp = childController(signal)
  const { stallMs, bytesAMinute } = limits
  let fail: (fault: CheckoutError) => void = () => undefined
  const failed = new Promise<never>((_, reject) => (fail = reject))
  failed.catch(() => undefined)
  let stopSilence = (): void => undefined
  let stopPace = (): void => undefined
  let received = 0

  function abandon(what: string, expected: string): void {
    fail(new CheckoutError('TRANSPORT_FAILED', `the server ${what} ${name}`, { field: name, expected }))
    giveUp.abort()
  }
  function watchPace(before: number): void {
    stopPace =
      timers?.after(minuteMs, () => {
        if (received - before < bytesAMinute) abandon('is too slow with', `${bytesAMinute} bytes a minute`)
        else watchPace(received)
      }) ?? stopPace
  }
  watchPace(0)
  return {
    signal: giveUp.signal,
    async next(sign) {
      stopSilence()
      if (!timers) return sign
      stopSilence = timers.after(stallMs, () => abandon('fell silent over', `a byte every ${stallMs} ms`))
      const piece = await Promise.race([failed, sign])
      received += bytesIn(piece)
      return piece
    },
    end() {
      stopSilence()
      stopPace()
      giveUp.abort()
    },
  }
}

/** Bytes that a sign of life brought: a piece of the body, or none with the response's head. */
function bytesIn(sign: unknown): number {
  const { value } = sign as { readonly value?: unknown }
  return value instanceof Uint8Array ? value.length : 0
}

/**
 * What `check` makes of a file. Where a cache may have answered, a file that fails its check is asked for once
 * more past the cache: a captive portal's page can lie there for as long as its header says.
 * @throws {@link CheckoutError} as `fetch` and `check` do, of the second answer
 */
export async function fetchChecked<T>(
  cache: 'default' | 'no-store',
  fetch: (cache: DownloadOptions['cache']) => Promise<Bytes>,
  check: (bytes: Bytes) => Promise<T>,
): Promise<T> {
  try {
    return await check(await fetch(cache))
  } catch (error) {
    if (cache === 'no-store' || !mayBeCached(error)) throw error
    return check(await fetch('reload'))
  }
}

/** A wrong file or a refusal may come from a cache; a line that is down does not. */
function mayBeCached(error: unknown): boolean {
  if (!isCheckoutError(error) || error.code === 'ABORTED') return false
  return error.code !== 'TRANSPORT_FAILED' || (error.received?.startsWith('HTTP') ?? false)
}
