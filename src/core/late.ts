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
