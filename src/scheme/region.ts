/** Region codes of GB/T 2260: six digits, two each for province, city, county. */

/** How many of the three levels a code names: `"000000"` 0 (the whole country), `"140000"` 1, `"140100"` 2, `"140105"` 3. */
export function regionLevel(code: string): number {
  if (!code.endsWith('00')) return 3
  if (!code.endsWith('0000')) return 2
  return code === '000000' ? 0 : 1
}

/**
 * The level of the most specific of `codes` that covers `region`, or null when none does. A code
 * covers itself and all below it: `"140000"` covers `"140105"`.
 */
export function coveringLevel(codes: readonly string[], region: string): number | null {
  let best: number | null = null
  for (const code of codes) {
    const level = regionLevel(code)
    if (region.startsWith(code.slice(0, 2 * level)) && (best === null || level > best)) best = level
  }
  return best
}

/** Whether any of `codes` covers `region`. */
export function regionCovers(codes: readonly string[], region: string): boolean {
  return coveringLevel(codes, region) !== null
}
