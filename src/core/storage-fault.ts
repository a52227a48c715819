/** What the browser's database throws, as our coded faults. */
import { CheckoutError, isCheckoutError } from './errors.ts'

/** Dexie wraps the browser's own error as `inner`, or among the `failures` of a bulk write; a transaction that aborts hides the reason there. */
interface StorageError {
  readonly name?: unknown
  readonly inner?: unknown
  readonly failures?: readonly unknown[]
}

/** Names from the error outwards in: `["AbortError", "QuotaExceededError"]`. */
function namesOf(error: unknown): string[] {
  const names: string[] = []
  let at: unknown = error
  while (typeof at === 'object' && at !== null && names.length < 5) {
    const { name, inner, failures } = at as StorageError
    if (typeof name === 'string') names.push(name)
    at = inner ?? failures?.[0]
  }
  return names
}

/** A fault of ours stays what it is. */
export function storageFault(error: unknown): CheckoutError {
  if (isCheckoutError(error)) return error
  if (error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError) {
    return new CheckoutError('INTERNAL', 'the work on the database failed: nothing was saved', { cause: error })
  }
  const names = namesOf(error)
  if (names.includes('QuotaExceededError')) {
    return new CheckoutError(
      'STORAGE_QUOTA_EXCEEDED',
      'the disk or this site’s share of it is full: nothing was saved',
      { cause: error },
    )
  }
  if (names.includes('VersionError') || names.includes('UpgradeError')) {
    return new CheckoutError(
      'STORAGE_UPGRADE_BLOCKED',
      'the database belongs to a newer version: close the other tabs and load the page again',
      { cause: error },
    )
  }
  if (names.includes('DataError') || names.includes('NotReadableError') || names.includes('DataCloneError')) {
    return new CheckoutError('STORAGE_CORRUPT', 'the database holds or was given what it cannot read', { cause: error })
  }
  return new CheckoutError('STORAGE_UNAVAILABLE', 'the database of this browser did not answer: nothing was saved', {
    cause: error,
  })
}

const lostNames: ReadonlySet<string> = new Set([
  'InvalidStateError',
  'DatabaseClosedError',
  'UnknownError',
  'AbortError',
  'TransactionInactiveError',
])

/**
 * True for a lost connection to the database, after which the same work on a new connection can
 * succeed: the browser closes connections after sleep, on cleared site data and in long sessions, and
 * aborts what is going on.
 */
export function isConnectionLost(error: unknown): boolean {
  const names = namesOf(error)
  return names.some((name) => lostNames.has(name)) && !names.includes('QuotaExceededError')
}
