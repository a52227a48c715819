/** Reads every form, GS1's own among them. */
import * as gs1 from './read-gs1.ts'
import { createScanReader, type ScanReader } from './scan-reader.ts'

export type { ReadScanOptions } from './scan-reader.ts'

/**
 * What a scanned or typed text is: a product, a serial number, a code of another kind, or what garbled it.
 * It never throws: what is not understood is `unknown`.
 *
 * ```ts
 * readScan('6901234567892').kind // 'product'
 * ```
 */
export const readScan: ScanReader = createScanReader(() => gs1)
