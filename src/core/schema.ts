/** One way from unknown input to a typed value, with a coded error that names the field in words a person understands. */
import * as z from 'zod/mini'
import { instantWords, isInstant } from './clock.ts'
import { CheckoutError, type ErrorCode } from './errors.ts'
import { isWellFormed } from './well-formed.ts'

/**
 * Parses `value` by `schema`. What is too long or has too many entries is `INPUT_TOO_LARGE` where `code`
 * is `INPUT_INVALID`.
 * @param path prefix of the field names in the error: `options`, `lines.0`; a value that is wrong as a
 * whole and has no name is called `input`
 * @throws {@link CheckoutError} with `code` and the first offending field
 */
export function parse<S extends z.ZodMiniType>(
  schema: S,
  value: unknown,
  path: string,
  code: ErrorCode = 'INPUT_INVALID',
): z.output<S> {
  const issue = firstIssue(schema, value)
  if ('data' in issue) return issue.data
  const field = [path, ...issue.path.map(shown)].filter(Boolean).join('.') || 'input'
  throw new CheckoutError(
    issue.isTooLarge && code === 'INPUT_INVALID' ? 'INPUT_TOO_LARGE' : code,
    `${field} must be ${issue.words}`,
    { field, expected: issue.words, cause: issue.cause },
  )
}

interface Issue {
  readonly path: readonly PropertyKey[]
  readonly words: string
  readonly isTooLarge: boolean
  readonly cause: unknown
}

function firstIssue<S extends z.ZodMiniType>(schema: S, value: unknown): Issue | { readonly data: z.output<S> } {
  try {
    const result = z.safeParse(schema, value, { error: wordsOf })
    if (result.success) return { data: result.data }
    const cause = result.error
    const issue = cause.issues[0]
    const path = issue?.path ?? []
    return {
      // What is not known is named itself, not the object it stands in.
      path: issue?.code === 'unrecognized_keys' ? [...path, issue.keys[0] ?? ''] : path,
      words: issue?.message ?? 'of another form',
      isTooLarge: issue?.code === 'too_big' && issue.origin in sizeOf,
      cause,
    }
  } catch (cause) {
    // A member that throws as it is read, in a host's own object.
    return { path: [], words: 'plain data that can be read', isTooLarge: false, cause }
  }
}

const longestName = 80
function shown(key: PropertyKey): string {
  return String(key).slice(0, longestName)
}

const typeWords: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'null',
}
const sizeOf: Readonly<Record<string, (count: string) => string>> = {
  string: (count) => `a text of ${count} characters`,
  array: (count) => `a list of ${count}`,
}

/** What would have been right, after "must be". zod's own messages come from a locale that a host may configure. */
function wordsOf(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'invalid_type': {
      const words = typeWords[issue.expected] ?? issue.expected
      return issue.input === undefined ? `there: ${words} is missing` : words
    }
    case 'too_big':
      return (sizeOf[issue.origin] ?? String)(`at most ${String(issue.maximum)}`)
    case 'too_small':
      return (sizeOf[issue.origin] ?? String)(`at least ${String(issue.minimum)}`)
    case 'invalid_value':
      return issue.values.map((value) => JSON.stringify(value)).join(' or ')
    case 'unrecognized_keys':
      return 'left out: no such member is known'
    default:
      return 'of another form'
  }
}

/** A text of one form. @param words what it must be, for a person to read: `6 digits` */
export function patternSchema(pattern: RegExp, words: string): z.ZodMiniString<string> {
  return z.string(words).check(
    z.refine((text) => pattern.test(text), words),
    z.meta({ pattern: pattern.source }),
  )
}

/** A whole number from `least` to `most`. */
export function wholeSchema(least: number, most: number = Number.MAX_SAFE_INTEGER): z.ZodMiniNumber<number> {
  const words = `a whole number from ${least} ${most < Number.MAX_SAFE_INTEGER ? `to ${most}` : 'up'}`
  return z.number(words).check(
    z.refine((number) => Number.isSafeInteger(number) && number >= least && number <= most, words),
    z.meta({ type: 'integer', minimum: least, maximum: most }),
  )
}

/** One of several objects, told apart by the text that the member `key` holds. */
export function taggedSchema<T>(key: string, options: Readonly<Record<string, z.ZodMiniType<T>>>): z.ZodMiniType<T> {
  return z.looseObject({ [key]: z.literal(Object.keys(options)) }).check((payload) => {
    const option = options[String(payload.value[key])]
    if (!option) return
    const result = z.safeParse(option, payload.value, { error: wordsOf })
    if (result.success) payload.value = result.data as typeof payload.value
    else payload.issues.push(...(result.error.issues as typeof payload.issues))
  }) as z.ZodMiniType as z.ZodMiniType<T>
}

/** An amount in yuan, two places, no sign, no leading zero: `"4999.00"`; at most 99,999,999.99. */
export const amountSchema: z.ZodMiniString<string> = patternSchema(
  /^(0|[1-9]\d{0,7})\.\d{2}$/,
  'yuan with two places, such as "4999.00"',
)

/** An instant that exists, RFC 3339 with offset: `"2024-09-14T00:00:00+08:00"`. */
export const instantSchema: z.ZodMiniString<string> = z.string(instantWords).check(z.refine(isInstant, instantWords))

/** GB/T 2260, 6 digits: `"140100"`. */
export const regionSchema: z.ZodMiniString<string> = patternSchema(/^\d{6}$/, 'a region of 6 digits, such as "140100"')

/** Ids that the host or the authority gives: 1 to 80 of printable ASCII, without spaces. */
export const hostIdSchema: z.ZodMiniString<string> = patternSchema(
  /^[\x21-\x7e]{1,80}$/,
  '1 to 80 letters, digits or signs of ASCII, without spaces',
)

/** SHA-256 as 64 hexadecimal digits, lower case. */
export const hashSchema: z.ZodMiniString<string> = patternSchema(/^[0-9a-f]{64}$/, '64 hexadecimal digits')

/** A text of 1 to `max` characters, which UTF-8 can carry and a database keep: PostgreSQL has no NUL in texts. */
export function textSchema(max: number): z.ZodMiniString<string> {
  return z.string().check(
    z.minLength(1, `a text of 1 to ${max} characters`),
    z.maxLength(max),
    z.refine((text) => isWellFormed(text) && !text.includes('\0'), 'a text without half characters and NUL'),
  )
}
