/** Parts that are fetched when they are first needed. */
import { CheckoutError } from './errors.ts'

/**
 * A part's exports, of a dynamic import.
 * @throws CheckoutError `PART_MISSING` when its file cannot be fetched: there is no network, and no cache has it
 */
export async function loaded<Part>(part: Promise<Part>): Promise<Part> {
  try {
    return await part
  } catch (cause) {
    throw new CheckoutError(
      'PART_MISSING',
      'a file of this page could not be fetched: go online once, then try again',
      {
        cause,
      },
    )
  }
}

/** Makes a part once, at its first use; one that could not be had is asked for again. */
export function latePart<Part>(make: () => Promise<Part>): () => Promise<Part> {
  let making: Promise<Part> | null = null
  return () => {
    making ??= loaded(make())
    making.catch(() => (making = null))
    return making
  }
}

/**
 * Calls by name, each of which waits for the part that answers it.
 * @throws CheckoutError from the calls: `PART_MISSING`, and what the part's own call throws
 */
export function lateCalls<Calls extends object>(names: readonly (keyof Calls)[], part: () => Promise<Calls>): Calls {
  const call =
    (name: keyof Calls) =>
    async (...given: unknown[]) => {
      const calls = await part()
      return (calls[name] as (...given: unknown[]) => unknown)(...given)
    }
  return Object.fromEntries(names.map((name) => [name, call(name)])) as Calls
}
