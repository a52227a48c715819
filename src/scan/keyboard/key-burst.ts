/** Keys that come as fast as only a scanner types: when a run of keys is a scan, and when it is a person. */

export interface BurstLimits {
  /** Fewer characters are never a scan; default 6. */
  readonly minLength: number
  /** A longer pause ends a run, milliseconds; default 80. */
  readonly maxGapMs: number
  /** The mean pause of a scan is at most this, milliseconds; default 35. A fast typist's is 80 and more. */
  readonly maxMeanGapMs: number
}

/** The limits that hold unless others are given. */
export const burstDefaults: BurstLimits = { minLength: 6, maxGapMs: 80, maxMeanGapMs: 35 }

export interface Burst {
  readonly byCode: string
  readonly byKey: string
  /** True where some key had no meaning by one of the two readings. */
  readonly codeIncomplete: boolean
  readonly keyIncomplete: boolean
  readonly meanGapMs: number
}

export interface BurstReader {
  /** A key went down; a pause before it that is too long starts a new run. Answers whether one was started. */
  press(atMs: number): boolean
  /** Adds the character of what was pressed, in both readings; null where one has none. */
  add(byCode: string | null, byKey: string | null): void
  /** True once what has come is too much too fast for a person. */
  isScan(): boolean
  endsWith(suffix: string): boolean
  /** The run, if it is a scan that ended at `atMs`; it starts afresh in either case. */
  take(atMs: number): Burst | null
  reset(): void
}

export function createBurstReader(limits: BurstLimits): BurstReader {
  let byCode = ''
  let byKey = ''
  let missingCode = 0
  let missingKey = 0
  let characters = 0
  let presses = 0
  let firstMs = 0
  let lastMs = 0

  const reset = (): void => {
    byCode = byKey = ''
    missingCode = missingKey = characters = presses = 0
  }
  const meanGapMs = (): number => (presses > 1 ? (lastMs - firstMs) / (presses - 1) : Number.POSITIVE_INFINITY)
  const isScan = (): boolean => characters >= limits.minLength && meanGapMs() <= limits.maxMeanGapMs

  return {
    press(atMs) {
      if (presses > 0 && atMs - lastMs > limits.maxGapMs) reset()
      if (presses === 0) firstMs = atMs
      lastMs = atMs
      presses += 1
      return presses === 1
    },
    add(code, key) {
      characters += 1
      byCode += code ?? ''
      byKey += key ?? ''
      if (code === null) missingCode += 1
      if (key === null) missingKey += 1
    },
    isScan,
    endsWith: (suffix) => byCode.endsWith(suffix) || byKey.endsWith(suffix),
    take(atMs) {
      const found = isScan() && atMs - lastMs <= limits.maxGapMs
      const burst = {
        byCode,
        byKey,
        codeIncomplete: missingCode > 0,
        keyIncomplete: missingKey > 0,
        meanGapMs: meanGapMs(),
      }
      reset()
      return found ? burst : null
    },
    reset,
  }
}
