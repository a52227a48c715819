/** The one reader of bodies that come from others: nothing is read past its limit. */
import { concatBytes, type Bytes } from './bytes.ts'

/**
 * The whole of `body`; null when it is longer than `limitBytes`. What is not read to its end is cancelled.
 * @param wait waits for each piece, and may give up by rejecting
 */
export async function readBounded(
  body: ReadableStream<Uint8Array> | null,
  limitBytes: number,
  wait: <T>(piece: Promise<T>) => Promise<T> = (piece) => piece,
): Promise<Bytes | null> {
  if (!body) return new Uint8Array()
  const reader = body.getReader()
  const pieces: Uint8Array[] = []
  let length = 0
  try {
    for (;;) {
      const { done, value } = await wait(reader.read())
      if (done) return concatBytes(...pieces)
      length += value.length
      if (length > limitBytes) return null
      pieces.push(value)
    }
  } finally {
    // Cancelling is a courtesy to the sender: whether it works does not matter here.
    reader.cancel().catch(() => undefined)
  }
}
