/** One way from unknown input to a typed value, with a coded error that names the field. */
import * as z from 'zod/mini'
import { CheckoutError, type ErrorCode } from './errors.ts'

/**
 * Parses `value` by `schema`.
 * @param path prefix of the field names in the error: `options`, `lines.0`
 * @throws {@link CheckoutError} with `code` and the first offending field
 */
export function parse<S extends z.ZodMiniType>(
  schema: S,
  value: unknown,
  path: string,
  code: ErrorCode = 'INPUT_INVALID',
): z.output<S> {
  const result = z.safeParse(schema, value)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  const field = [path, ...(issue?.path ?? []).map(String)].filter(Boolean).join('.')
  throw new CheckoutError(code, `${field}: ${issue ? expectation(issue) : 'invalid'}`, {
    field,
    ...(issue && { expected: expectation(issue) }),
    cause: result.error,
  })
}

// zod's own messages come from a locale that a host may configure; these stay the same everywhere.
function expectation(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${issue.expected}`
    case 'too_big':
      return `must be at most ${String(issue.maximum)}`
    case 'too_small':
      return `must be at least ${String(issue.minimum)}`
    case 'invalid_format':
      return `must be of the form ${issue.pattern ?? issue.format}`
    case 'invalid_value':
      return `must be one of ${issue.values.map(String).join(', ')}`
    case 'unrecognized_keys':
      return `has unknown members: ${issue.keys.join(', ')}`
    default:
      return issue.message || issue.code
  }
}

/** An amount in yuan, two places, no sign, no leading zero: `"4999.00"`; at most 99,999,999.99. */
export const amountSchema: z.ZodMiniString<string> = z.string().check(z.regex(/^(0|[1-9]\d{0,7})\.\d{2}$/))

/** An instant, RFC 3339 with offset: `"2024-09-14T00:00:00+08:00"`. */
export const instantSchema: z.ZodMiniString<string> = z.string().check(
  z.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,3})?(Z|[+-]\d{2}:\d{2})$/),
  z.refine((text) => !Number.isNaN(Date.parse(text))),
)

/** A text of 1 to `max` characters. */
export function textSchema(max: number): z.ZodMiniString<string> {
  return z.string().check(z.minLength(1), z.maxLength(max))
}
