/**
 * Turns of the event loop in which the runtime's cryptography is done as well. It works in threads
 * of its own, and staged time that runs on meanwhile would let every request time out on a busy machine.
 */
const methods = [
  'decrypt',
  'deriveBits',
  'deriveKey',
  'digest',
  'encrypt',
  'exportKey',
  'generateKey',
  'importKey',
  'sign',
  'unwrapKey',
  'verify',
  'wrapKey',
]
const working = new Set<Promise<unknown>>()

/** Counts what cryptography is under way from here on; once in a test file. */
export function watchCryptography(): void {
  const subtle = crypto.subtle as unknown as Record<string, (...given: unknown[]) => Promise<unknown>>
  for (const name of methods) {
    const method = subtle[name]!
    Object.defineProperty(subtle, name, {
      value: (...given: unknown[]) => {
        const work = method.apply(subtle, given)
        working.add(work)
        const done = (): void => void working.delete(work)
        work.then(done, done)
        return work
      },
    })
  }
}

export async function turn(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve))
  while (working.size > 0) await Promise.allSettled(working)
}
