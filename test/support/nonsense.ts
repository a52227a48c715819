/** What no call takes: values put in place of every member of what a call does take. */
import { inspect } from 'node:util'
import { isCheckoutError } from '../../src/core/errors.ts'

const cyclic: Record<string, unknown> = {}
cyclic.self = cyclic
const huge = 'x'.repeat(10_000_000)
const raise = (): never => {
  throw new RangeError('planted')
}
const traps = { get: raise, has: raise, ownKeys: raise, getPrototypeOf: raise, getOwnPropertyDescriptor: raise }
const revoked = Proxy.revocable({}, {})
revoked.revoke()
/** Objects that throw as they are looked at, or have no form as text; and what is well-formed, and strange. */
const strange = new Map<unknown, string>([
  [new Proxy({}, traps), 'object that throws'],
  [new Proxy([1], traps), 'list that throws'],
  [revoked.proxy, 'revoked proxy'],
  [Object.create(null), 'object without a prototype'],
  [{ toString: raise, valueOf: raise, toJSON: raise, [Symbol.toPrimitive]: raise, [Symbol.iterator]: raise }, 'mute'],
  [10n, '10n'],
  [new Date(Number.NaN), 'no date'],
  [new Array<unknown>(3), 'holes'],
  [Number.MAX_SAFE_INTEGER + 1, '2^53'],
  ['a\u0000', 'a NUL'],
  ['\ud800', 'half a character'],
  ['__proto__', '__proto__'],
  [JSON.parse('{"__proto__":{"length":3}}'), 'own __proto__'],
])

/** By the type of what stands there, values that have no place there. */
const instead: Readonly<Record<string, readonly unknown[]>> = {
  string: [null, 5, Number.NaN, true, [], {}, Symbol('s'), cyclic, huge, () => 1],
  number: [null, '1', Number.NaN, Number.POSITIVE_INFINITY, -1, 0.5, [], {}, Symbol('s'), cyclic],
  boolean: [null, 0, 'true', [], {}, Symbol('s')],
  function: [null, 5, 'f', {}, [], Symbol('s')],
  object: [null, 5, 'o', Symbol('s'), [null], () => 1],
  null: [5, true, [], Symbol('s')],
  array: [null, 5, 'a', {}, Symbol('s'), cyclic, [null], [[]], [Symbol('s')]],
}

export interface Mutation {
  /** Dotted: `0.lines.0.item.price`, the argument's place first. */
  readonly path: string
  readonly args: readonly unknown[]
  readonly told: string
  /** True for what may be taken, as far as it can be read: no call fails over it. */
  readonly mayPass: boolean
}

/**
 * The arguments with one value in them replaced by nonsense, each in turn.
 * @param spared paths that are not looked into
 */
export function mutationsOf(args: readonly unknown[], spared: readonly string[]): Mutation[] {
  const mutations: Mutation[] = []
  function visit(value: unknown, path: string, put: (value: unknown) => readonly unknown[]): void {
    if (spared.includes(path)) return
    const type = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value
    for (const nonsense of [...(instead[type] ?? []), ...strange.keys()])
      mutations.push({ path, args: put(nonsense), told: tell(nonsense), mayPass: strange.has(nonsense) })
    if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return
    for (const [key, member] of Object.entries(value)) {
      visit(member, `${path}.${key}`, (changed) => put(withMember(value, key, changed)))
    }
  }
  args.forEach((arg, i) => visit(arg, String(i), (changed) => args.map((each, j) => (i === j ? changed : each))))
  return mutations
}

function withMember(holder: object, key: string, value: unknown): unknown {
  return Array.isArray(holder)
    ? holder.map((each: unknown, i) => (String(i) === key ? value : each))
    : { ...holder, [key]: value }
}

/** The value in a word or two, for a list of what went wrong. */
export function tell(value: unknown): string {
  if (value === cyclic) return 'cyclic'
  if (value === huge) return '10 MB'
  if (strange.has(value)) return strange.get(value)!
  return inspect(value)
}

/** Codes of what a host gave wrongly. */
export const refusals: readonly string[] = ['INPUT_INVALID', 'INPUT_TOO_LARGE']

/** What came of a call: null where it was refused as it should be, in words and by name. */
export async function complaint(call: () => unknown, codes: readonly string[] = refusals): Promise<string | null> {
  try {
    await call()
    return 'taken'
  } catch (error) {
    if (!isCheckoutError(error)) return `threw ${String(error)}`
    if (!codes.includes(error.code)) return `${error.code}: ${error.message}`
    if (!error.field) return `names no field: ${error.message}`
    if (error.message.length > 300) return `goes on for ${error.message.length} characters`
    // A regular expression, a name of JavaScript's or of zod's is no word for a cashier.
    if (/[\\^]|\(\?|\{\d|undefined|NaN|invalid_|expected|received|Invalid input|\[object|ZodError/.test(error.message))
      return `speaks in jargon: ${error.message}`
    return null
  }
}

/** `value`, which answers the first `readings.left` questions put to it or to what is in it, and throws from there on. */
export function givingOut<T>(value: T, readings: { left: number }): T {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value
  return new Proxy(value, {
    get(target, key, receiver) {
      if (readings.left-- <= 0) throw new RangeError('planted')
      return givingOut(Reflect.get(target, key, receiver) as unknown, readings)
    },
  })
}
