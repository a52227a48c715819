/** Parts that are fetched when they are first needed. */
import { CheckoutError } from './errors.ts'

/** Parts that were fetched at a later try, by address. */
const fetchedAgain = new Map<string, Promise<unknown>>()
let tries = 0

/** Chromium before 156 remembers for as long as the page lives that a file could not be had, but not under another fragment. */
function fetchAgain(cause: unknown): Promise<unknown> {
  const address = /https?:\S+$/.exec(String(cause))?.[0]
  if (address === undefined) throw cause
  const known = fetchedAgain.get(address)
  if (known) return known
  const part: Promise<unknown> = import(/* @vite-ignore */ /* webpackIgnore: true */ `${address}#${++tries}`)
  fetchedAgain.set(address, part)
  part.catch(() => fetchedAgain.delete(address))
  return part
}

/**
 * A part's exports, of a dynamic import.
 * @throws CheckoutError `PART_MISSING` when its file cannot be fetched: there is no network, and no cache has it
 */
export async function loaded<Part>(part: Promise<Part>): Promise<Part> {
  try {
    return (await part.catch(fetchAgain)) as Part
  } catch (cause) {
    throw new CheckoutError(
      'PART_MISSING',
      'a file of this page could not be fetched: go online, then load the page again',
      {
        cause,
      },
    )
  }
}

/** Makes a part once, at its first use; one that could not be made is asked for again. */
export function latePart<Part>(make: () => Promise<Part>): () => Promise<Part> {
  let making: Promise<Part> | null = null
  return () => {
    making ??= make()
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
