/** Arguments looked at without a schema library: for calls that are too small, or too often made, to carry one. */
import { CheckoutError, isCheckoutError, type ErrorDetails } from './errors.ts'

/** @throws {@link CheckoutError} `INPUT_INVALID` in words, unless `value` is what the argument `field` must be */
export type Requirement = (value: unknown, field: string) => void

/** @param words what is right, after "must be": `a text` @throws {@link CheckoutError} `INPUT_INVALID` */
export function refuse(field: string, words: string, received?: string): never {
  const details = { field, expected: words, received: received?.slice(0, 80) } as ErrorDetails
  throw new CheckoutError('INPUT_INVALID', `${field} must be ${words}`, details)
}

/** @param words as {@link refuse} has them */
/* @__NO_SIDE_EFFECTS__ */
export function requirement(isMet: (value: unknown) => boolean, words: string): Requirement {
  return (value, field) => {
    if (!isMet(value)) refuse(field, words)
  }
}

export function isText(value: unknown): boolean {
  return typeof value === 'string'
}

export function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Also of another frame, whose `Uint8Array` is another class. */
function isBytes(value: unknown): boolean {
  return Object.prototype.toString.call(value) === '[object Uint8Array]'
}

export const requireText: Requirement = /* @__PURE__ */ requirement(isText, 'a text')
export const requireObject: Requirement = /* @__PURE__ */ requirement(isObject, 'an object')
export const requireList: Requirement = /* @__PURE__ */ requirement(Array.isArray, 'a list')
export const requireBytes: Requirement = /* @__PURE__ */ requirement(isBytes, 'bytes: a Uint8Array')
export const requireFunction: Requirement = /* @__PURE__ */ requirement(
  (value) => typeof value === 'function',
  'a function',
)

/** An object with these members, and any others. */
/* @__NO_SIDE_EFFECTS__ */
export function shapeOf(members: Readonly<Record<string, Requirement>>): Requirement {
  return (value, field) => {
    requireObject(value, field)
    for (const [name, require] of Object.entries(members))
      require((value as Readonly<Record<string, unknown>>)[name], `${field}.${name}`)
  }
}

/* @__NO_SIDE_EFFECTS__ */
export function listOf(require: Requirement): Requirement {
  return (value, field) => {
    requireList(value, field)
    ;(value as readonly unknown[]).forEach((each, i) => {
      require(each, `${field}.${i}`)
    })
  }
}

/** As `require` has it, or `none`. */
/* @__NO_SIDE_EFFECTS__ */
export function optional(require: Requirement, none?: null): Requirement {
  return (value, field) => {
    if (value !== none) require(value, field)
  }
}

type Requirements = Readonly<Record<string, Requirement>>

/**
 * `call` for those outside: each argument is looked at first, under its name and in its place, and an
 * object that throws as it is read is refused. The SDK itself, which makes some of these calls in loops,
 * makes them as they are.
 */
/* @__NO_SIDE_EFFECTS__ */
export function checked<Args extends readonly unknown[], Answer>(
  call: (...args: Args) => Answer,
  requirements: Requirements,
): (...args: Args) => Answer {
  const places = Object.entries(requirements)
  return (...args) => {
    try {
      places.forEach(([field, require], i) => {
        require(args[i], field)
      })
      return call(...args)
    } catch (cause) {
      throw unread(cause, requirements)
    }
  }
}

/** As {@link checked}, for a call that answers later: what is refused is rejected with. */
/* @__NO_SIDE_EFFECTS__ */
export function checkedLater<Args extends readonly unknown[], Answer>(
  call: (...args: Args) => Promise<Answer>,
  requirements: Requirements,
): (...args: Args) => Promise<Answer> {
  const begin = checked(call, requirements)
  return async (...args) => {
    try {
      return await begin(...args)
    } catch (cause) {
      throw unread(cause, requirements)
    }
  }
}

function unread(cause: unknown, requirements: Requirements): unknown {
  if (isCheckoutError(cause)) return cause
  const field = Object.keys(requirements).join(' and ')
  const expected = 'plain data that can be read'
  return new CheckoutError('INPUT_INVALID', `${field} must be ${expected}`, { field, expected, cause })
}
