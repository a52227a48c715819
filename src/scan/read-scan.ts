/** Reads every form, GS1's own among them. */
import * as gs1 from './read-gs1.ts'
import { createScanReader, type ScanReader } from './scan-reader.ts'

export type { ReadScanOptions } from './scan-reader.ts'

export const readScan: ScanReader = createScanReader(() => gs1)
