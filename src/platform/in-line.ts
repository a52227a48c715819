/** One after the other: what one till sends over and over, or all at once, leaves the others their share of the database. */

/** Calls that wait behind the one under way. */
const longestLine = 24
/** Whoever waited longer asked a platform that has too much to do, milliseconds: a till gives up soon after. */
const patienceMs = 5_000

/** Does the work when all before it under this name is done; null where the line is too long, or took too long. */
export type InLine = <T>(name: string, work: () => Promise<T>) => Promise<T | null>

export function createLines(nowMs: () => number): InLine {
  const lines = new Map<string, { length: number; last: Promise<unknown> }>()
  return async (name, work) => {
    const line = lines.get(name) ?? { length: 0, last: Promise.resolve() }
    if (line.length > longestLine) return null
    lines.set(name, line)
    line.length += 1
    const sinceMs = nowMs()
    const turn = line.last.then(() => (nowMs() - sinceMs > patienceMs ? null : work()))
    line.last = turn.catch(() => undefined)
    try {
      return await turn
    } finally {
      line.length -= 1
      if (line.length === 0) lines.delete(name)
    }
  }
}
