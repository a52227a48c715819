/** Hands in the exported outbox of another till of the store, part by part. */
import { CheckoutError } from '../core/errors.ts'
import { endpoints } from '../record/endpoints.ts'
import type { SigningKey } from '../record/keys.ts'
import type { ImportReport, OutboxFile } from '../record/outbox-file.ts'
import type { PlatformClient } from '../sync/platform-client.ts'

/** Called with the parts handed in so far, of all. */
export type ImportProgress = (done: number, total: number) => void

/** What a till keeps, as files. */
export interface OutboxFiles {
  /**
   * What this till keeps of signed records, for when it will never be on the line again: a file that only
   * the platform can read. @throws CheckoutError `CATALOG_MISSING` (no key to seal to was ever known)
   */
  export(): Promise<Uint8Array>
  /**
   * Hands in what a till of the store exported, for review. The same file again changes nothing.
   * @throws CheckoutError `INPUT_INVALID`, `INPUT_TOO_LARGE` (no exported outbox, or of another store),
   * `NOT_ENROLLED`, `TRANSPORT_FAILED`, `PROTOCOL_INVALID`
   */
  import(bytes: Uint8Array, options?: { readonly onProgress?: ImportProgress }): Promise<ImportReport>
}

/**
 * Whatever goes wrong on the way, the same file again changes nothing that was taken before.
 * @param signal ends it: the part that is on its way is the last
 * @throws CheckoutError `INPUT_INVALID` (it is of another store), `NOT_ENROLLED`, `TRANSPORT_FAILED` (no line: hand the file in again), `PROTOCOL_INVALID`
 */
export async function importOutbox(
  client: PlatformClient,
  { keys, store }: { readonly keys: SigningKey | null; readonly store: string },
  file: OutboxFile,
  signal: AbortSignal,
  onProgress?: ImportProgress,
): Promise<ImportReport> {
  if (file.store !== store) {
    const wrong = { field: 'outbox.store', expected: store, received: file.store }
    throw new CheckoutError('INPUT_INVALID', 'outbox is of another store: hand it in there, or to the platform', wrong)
  }
  if (!keys) throw new CheckoutError('NOT_ENROLLED', 'this till has no key yet: enrol it before it hands in a file')
  let [taken, known, first] = [0, 0, 0]
  const refused: { place: number; code: string }[] = []
  for (const [done, { count, sealed }] of file.parts.entries()) {
    const report = await handIn(client, keys, { sealed, count }, signal)
    taken += report.taken
    known += report.known
    for (const { place, code } of report.refused) refused.push({ place: first + place, code })
    first += count
    onProgress?.(done + 1, file.parts.length)
  }
  return { taken, known, refused }
}

async function handIn(
  client: PlatformClient,
  keys: SigningKey,
  { sealed, count }: OutboxFile['parts'][number],
  signal: AbortSignal,
): Promise<ImportReport> {
  const exchange = await client.ask(endpoints.imports, { sealed }, keys, signal)
  if (exchange.kind === 'answer') return exchange.body
  if (exchange.kind === 'problem') {
    const { code } = exchange
    // One part that was damaged is no end of the others.
    if (code === 'request_invalid')
      return { taken: 0, known: 0, refused: Array.from({ length: count }, (_, place) => ({ place, code })) }
    if (code === 'till_unknown' || code === 'till_revoked')
      throw new CheckoutError('NOT_ENROLLED', 'the platform refuses this till’s key: enrol it, then hand the file in')
  } else if (exchange.reason === 'malformed' || exchange.reason === 'too_large') {
    throw new CheckoutError('PROTOCOL_INVALID', 'what answered is not the platform', { field: 'platform' })
  }
  throw new CheckoutError('TRANSPORT_FAILED', 'the platform did not answer: hand the same file in again')
}
