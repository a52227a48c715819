/**
 * The regular expressions that a brand's serial rule may use: a subset in which matching takes time
 * linear in the serial, so that no rule, however made, can hang a till.
 *
 * `^` item… `$`, where an item is a character, `\d`, an escaped sign, `.` or a class like `[A-HJ-NP-Z0-9]`,
 * each optionally `{n}` or `{n,m}` with m ≤ 80, or `?`. At most two items vary in length. No groups,
 * no alternation, no `*` or `+`, no look-around, no back-reference. At most 200 characters.
 */

interface Item {
  readonly source: string
  readonly min: number
  readonly max: number
}

const limitCharacters = 200
const limitRepeat = 80
const limitVarying = 2
const item =
  /(\\d|\\[.\-/()[\]*+?^$|{}\\]|\.|\[(?:[A-Za-z0-9_./ ](?:-[A-Za-z0-9])?|\\d|\\-)+-?\]|[A-Za-z0-9_\-/:#=,&%@ ])(?:\{(\d{1,2})(?:,(\d{1,2}))?\}|(\?))?/uy

const compiled = new Map<string, RegExp | null>()
const limitCompiled = 2_000

/** True when `pattern` is of the safe subset. */
export function isSafeSerialPattern(pattern: string): boolean {
  return compile(pattern) !== null
}

/** Whether `serial` matches; null when the pattern is not of the subset. */
export function matchSerialPattern(pattern: string, serial: string): boolean | null {
  return compile(pattern)?.test(serial) ?? null
}

function compile(pattern: string): RegExp | null {
  const known = compiled.get(pattern)
  if (known !== undefined) return known
  const items = parseItems(pattern)
  const expression = items && toExpression(items)
  if (compiled.size >= limitCompiled) compiled.clear()
  compiled.set(pattern, expression)
  return expression
}

function parseItems(pattern: string): Item[] | null {
  if (pattern.length > limitCharacters || !pattern.startsWith('^') || !pattern.endsWith('$')) return null
  const body = pattern.slice(1, -1)
  const items: Item[] = []
  item.lastIndex = 0
  while (item.lastIndex < body.length) {
    const match = item.exec(body)
    if (!match?.[1]) return null
    const min = match[4] ? 0 : Number(match[2] ?? 1)
    const max = match[4] ? 1 : Number(match[3] ?? match[2] ?? 1)
    if (max < min || max > limitRepeat) return null
    items.push({ source: match[1], min, max })
  }
  if (items.length === 0 || items.filter((each) => each.min !== each.max).length > limitVarying) return null
  return items
}

function toExpression(items: readonly Item[]): RegExp | null {
  const source = items.map((each) => `${each.source}{${each.min},${each.max}}`).join('')
  try {
    return new RegExp(`^(?:${source})$`)
  } catch {
    // A class such as [Z-A] parses above, but is not valid.
    return null
  }
}
