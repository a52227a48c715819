/**
 * The one class this SDK throws, and its closed list of codes.
 *
 * A fault is a broken environment, a broken file or a wrong call. A business answer ("this item
 * gets no subsidy") is never a fault: it is returned as a verdict, a quote or an outcome.
 */

/** The same call may succeed later. */
const passing = {
  PART_MISSING: { retryable: true },
  ABORTED: { retryable: true },
  STORAGE_UNAVAILABLE: { retryable: true },
  STORAGE_QUOTA_EXCEEDED: { retryable: true },
  STORAGE_UPGRADE_BLOCKED: { retryable: true },
  METADATA_INVALID: { retryable: true },
  METADATA_UNSIGNED: { retryable: true },
  METADATA_EXPIRED: { retryable: true },
  METADATA_ROLLBACK: { retryable: true },
  METADATA_MISMATCH: { retryable: true },
  METADATA_TOO_LARGE: { retryable: true },
  TARGET_UNKNOWN: { retryable: true },
  TARGET_MISMATCH: { retryable: true },
  TARGET_TOO_LARGE: { retryable: true },
  CATALOG_MISSING: { retryable: true },
  TRANSPORT_FAILED: { retryable: true },
  PROTOCOL_INVALID: { retryable: true },
} as const

/** Something has to be put right first. */
const lasting = {
  OPTIONS_INVALID: { retryable: false },
  INPUT_INVALID: { retryable: false },
  INPUT_TOO_LARGE: { retryable: false },
  INSECURE_CONTEXT: { retryable: false },
  FEATURE_MISSING: { retryable: false },
  CLOSED: { retryable: false },
  STORAGE_CORRUPT: { retryable: false },
  SEGMENT_MALFORMED: { retryable: false },
  FILTER_MALFORMED: { retryable: false },
  BRANDS_INVALID: { retryable: false },
  SCHEME_INVALID: { retryable: false },
  PLATFORM_INFO_INVALID: { retryable: false },
  NOT_ENROLLED: { retryable: false },
  ENROLMENT_REFUSED: { retryable: false },
  RECORD_INVALID: { retryable: false },
  RECORD_UNSIGNED: { retryable: false },
  CHAIN_FORKED: { retryable: false },
  SALE_UNKNOWN: { retryable: false },
  SALE_STATE: { retryable: false },
  BUYER_USED: { retryable: false },
  RECEIPT_INVALID: { retryable: false },
  TABLE_INVALID: { retryable: false },
  INTERNAL: { retryable: false },
} as const

/** A fault's stable code: SCREAMING_SNAKE, added to but never renamed. */
export type ErrorCode = keyof typeof passing | keyof typeof lasting

/** Every fault, with what a caller can do about it. */
export const faults: Readonly<Record<ErrorCode, { readonly retryable: boolean }>> = { ...lasting, ...passing }

/** What may be said with a fault beyond its code. */
export interface ErrorDetails {
  /** Path of the value that is wrong, dotted: `lines.0.item.price`. */
  readonly field?: string
  /** What was there, where showing it is safe; never identity data. */
  readonly received?: string
  /** What would have been right. */
  readonly expected?: string
  readonly cause?: unknown
}

/** The package's `homepage`; a test compares the two. */
const homepage = 'https://www.npmjs.com/package/tradein-checkout'

const brand = Symbol.for('tradein-checkout.error')

/** The one error class. Recognise it with {@link isCheckoutError}, not with `instanceof`. */
export class CheckoutError extends Error {
  override readonly name = 'CheckoutError'
  readonly code: ErrorCode
  readonly retryable: boolean
  readonly field: string | null
  readonly expected: string | null
  readonly received: string | null

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message)
    // As the `cause` option of `Error` does, which Chromium has from 93 on.
    if (details.cause !== undefined)
      Object.defineProperty(this, 'cause', { value: details.cause, configurable: true, writable: true })
    this.code = code
    this.retryable = code in passing
    this.field = details.field ?? null
    this.expected = details.expected ?? null
    this.received = details.received ?? null
    // Two copies of this package, an iframe or a minifier each defeat `instanceof` and the name.
    Object.defineProperty(this, brand, { value: true })
  }

  /** Address of what the README says about the code: `https://www.npmjs.com/package/tradein-checkout#input_invalid`. */
  get docs(): string {
    return `${homepage}#${this.code.toLowerCase()}`
  }
}

/** True for an error of this SDK, whichever copy of it or frame threw it. */
export function isCheckoutError(value: unknown): value is CheckoutError {
  try {
    return typeof value === 'object' && value !== null && brand in value
  } catch {
    return false
  }
}
