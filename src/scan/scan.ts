/** What a scan turned out to be. */

/** Named faults of the scan itself; each is also a reason code of the verdict. */
export type ScanProblem = 'barcode_unreadable' | 'barcode_check_digit' | 'barcode_garbled' | 'not_a_product_code'

export type ScanKind = 'product' | 'serial' | 'entitlement' | 'payment_code' | 'label' | 'receipt' | 'unknown'

/** What the scan says of the item: the start of what `verify` takes. */
export interface ScannedItem {
  /** 14 digits, check digit proved. */
  readonly gtin?: string
  readonly serial?: string
  readonly model?: string
  readonly recordNumber?: string
  readonly certificate?: string
}

export interface Scan {
  readonly kind: ScanKind
  /** What came from the scanner, at most 512 characters; `""` for a payment code, which is never kept. */
  readonly raw: string
  /** The code's form: `ean13 ean8 upca upce gtin14 gs1 digital_link energy_label water_label ccc imei …`, null when unknown. */
  readonly form: string | null
  readonly item: ScannedItem
  /** The entitlement's or receipt's own text, for those kinds. */
  readonly text: string | null
  readonly problem: ScanProblem | null
  /** What was put right, proved by a check digit: `caps_lock lost_zero float_suffix aim_prefix doubled …`. */
  readonly repairs: readonly string[]
}
