import { describe, expect, it } from 'vitest'
import { readBounded } from '../../src/core/bounded-body.ts'

/** A body in pieces, and whether its sender was told to stop. */
function staged(pieces: readonly string[]): { body: ReadableStream<Uint8Array>; isCancelled: () => boolean } {
  let cancelled = false
  const queue = pieces.map((piece) => new TextEncoder().encode(piece))
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const next = queue.shift()
        if (next) controller.enqueue(next)
        else controller.close()
      },
      cancel() {
        cancelled = true
      },
    },
    { highWaterMark: 0 },
  )
  return { body, isCancelled: () => cancelled }
}

describe('a bounded body', () => {
  it('is read whole up to its limit, however it is cut', async () => {
    const { body, isCancelled } = staged(['ab', '', 'c', 'de'])
    expect(new TextDecoder().decode((await readBounded(body, 5)) ?? undefined)).toBe('abcde')
    expect(isCancelled()).toBe(false)
    expect(await readBounded(null, 5)).toEqual(new Uint8Array())
  })

  it('is left at the first piece past the limit, and its sender told', async () => {
    const { body, isCancelled } = staged(['abc', 'def', 'never read'])
    expect(await readBounded(body, 5)).toBeNull()
    expect(isCancelled()).toBe(true)
  })

  it('is left when the wait for a piece is given up', async () => {
    const { body, isCancelled } = staged(['abc'])
    const wait = (): Promise<never> => Promise.reject(new Error('silence'))
    await expect(readBounded(body, 5, wait)).rejects.toThrow('silence')
    expect(isCancelled()).toBe(true)
  })
})
