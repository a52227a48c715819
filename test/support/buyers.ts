/** Made-up people. */
export interface MadeUpPerson {
  readonly name: string
  readonly phone: string
  readonly idNumber: string
}

/** 18 characters with a right check digit (GB 11643); no person has it: the place code is not given out. */
export function idNumberOf(n: number): string {
  const born = new Date(Date.UTC(1950, 0, 1 + n)).toISOString().slice(0, 10).replaceAll('-', '')
  const body = `990101${born}001`
  let sum = 0
  for (let i = 0; i < body.length; i++) sum += Number(body.charAt(i)) * (2 ** (17 - i) % 11)
  return body + '10X98765432'.charAt(sum % 11)
}

export const person: MadeUpPerson = { name: '张三', phone: '13800000000', idNumber: idNumberOf(20_000) }

export const buyers: readonly MadeUpPerson[] = Array.from({ length: 20 }, (_, i) => ({
  phone: `139000000${String(10 + i)}`,
  name: `测试${String.fromCodePoint(0x7532 + i)}`,
  idNumber: idNumberOf(i),
}))
