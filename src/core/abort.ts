/** Calling off, for browsers from Chromium 92 on: those before 116 lack `AbortSignal.any`, those before 98 reasons. */

/** A controller that aborts when one of `parents` does, too. Aborting it lets go of them. */
export function childController(...parents: readonly (AbortSignal | undefined)[]): AbortController {
  const child = new AbortController()
  for (const parent of parents) {
    if (!parent) continue
    const abort = (): void => child.abort(abortReason(parent))
    if (parent.aborted) abort()
    else parent.addEventListener('abort', abort, { once: true, signal: child.signal })
  }
  return child
}

/** What `signal` was aborted with; an AbortError where nobody said. */
export function abortReason(signal: AbortSignal): Error {
  return (signal.reason as Error | undefined) ?? new DOMException('The operation was aborted.', 'AbortError')
}
