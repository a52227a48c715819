/** Bounded downloads: nothing reads past its limit (endless data, §1.5.2), and every failure has a code. */
import { concatBytes, type Bytes } from '../core/bytes.ts'
import { CheckoutError, isCheckoutError } from '../core/errors.ts'
import type { Fetch } from '../core/ports.ts'

export interface DownloadOptions {
  readonly fetch: Fetch
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
export async function download(options: DownloadOptions): Promise<Bytes | null> {
  const { fetch, url, name, signal } = options
  try {
    const response = await fetch(url, {
      cache: options.immutable ? 'default' : 'no-store',
      credentials: 'omit',
      ...(signal && { signal }),
    })
    if (response.ok) return await boundedBody(response, options)
    await response.body?.cancel()
    if (response.status === 403 || response.status === 404 || response.status === 410) return null
    throw new CheckoutError('TRANSPORT_FAILED', `${name} was not served`, { field: name, received: `HTTP ${response.status}` })
  } catch (cause) {
    if (isCheckoutError(cause)) throw cause
    if (signal?.aborted) throw new CheckoutError('ABORTED', `the download of ${name} was called off`, { field: name, cause })
    throw new CheckoutError('TRANSPORT_FAILED', `${name} could not be fetched`, { field: name, cause })
  }
}

async function boundedBody(response: Response, { name, limitBytes, tooLarge }: DownloadOptions): Promise<Bytes> {
  const chunks: Uint8Array[] = []
  let length = 0
  const reader = response.body?.getReader()
  while (reader) {
    const { done, value } = await reader.read()
    if (done) break
    length += value.length
    if (length > limitBytes) {
      await reader.cancel()
      throw new CheckoutError(tooLarge, `${name} is larger than it may be`, { field: name, expected: `at most ${limitBytes} bytes` })
    }
    chunks.push(value)
  }
  return concatBytes(...chunks)
}
