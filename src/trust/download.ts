/** Bounded downloads: nothing reads past its limit or waits for ever (endless data and slow retrieval, §1.5.2). */
import { readBounded } from '../core/bounded-body.ts'
import type { Bytes } from '../core/bytes.ts'
import { CheckoutError, isCheckoutError } from '../core/errors.ts'
import type { Fetch, Timers } from '../core/ports.ts'
import { childController } from '../core/abort.ts'

/** How a client downloads, whatever the file. */
export interface Downloader {
  readonly fetch: Fetch
  /** Without it a server that falls silent is waited for until the caller's signal fires. */
  readonly timers: Timers | null
  /** Milliseconds without a byte after which a download is given up. */
  readonly stallMs: number
}

export interface DownloadOptions {
  readonly url: string
  /** What is asked for, as errors name it. */
  readonly name: string
  readonly limitBytes: number
  readonly tooLarge: 'METADATA_TOO_LARGE' | 'TARGET_TOO_LARGE'
  /** True where the name fixes the content, so that a browser's cache may answer. */
  readonly immutable: boolean
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
        cache: options.immutable ? 'default' : 'no-store',
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
  /** Fires with the caller's, and when the server falls silent. */
  readonly signal: AbortSignal
  /** The next sign of life, or a fault when it does not come in time. */
  readonly next: <T>(sign: Promise<T>) => Promise<T>
  end(): void
}

function watchFor({ timers, stallMs }: Downloader, { name, signal }: DownloadOptions): Watch {
  const giveUp = childController(signal)
  let callOff = (): void => undefined
  return {
    signal: giveUp.signal,
    next(sign) {
      callOff()
      if (!timers) return sign
      const silence = new Promise<never>((_, reject) => {
        callOff = timers.after(stallMs, () => {
          reject(
            new CheckoutError('TRANSPORT_FAILED', `the server fell silent over ${name}`, {
              field: name,
              expected: `a byte every ${stallMs} ms`,
            }),
          )
          giveUp.abort()
        })
      })
      return Promise.race([sign, silence])
    },
    end() {
      callOff()
      giveUp.abort()
    },
  }
}
