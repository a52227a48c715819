/** A made-up person whose ID number has a right check digit (GB 11643): region 140105, born 1990-01-01. */
export const buyers: readonly { readonly phone: string; readonly name: string; readonly idNumber: string }[] =
  Array.from({ length: 20 }, (_, i) => ({
    phone: `139000000${String(10 + i)}`,
    name: `测试${String.fromCodePoint(0x7532 + i)}`,
    idNumber: withCheckDigit(`14010519900101${String(101 + i)}`),
  }))

function withCheckDigit(first17: string): string {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
  const sum = weights.reduce((total, weight, i) => total + weight * Number(first17[i]), 0)
  return first17 + '10X98765432'.charAt(sum % 11)
}
