/**
 * A reader of segments and filters written from `src/catalog/README.md` alone, with nothing of ours
 * but the bytes: if the two disagree, the specification or the code is wrong.
 */
const names = [
  'gtin',
  'brand',
  'brands',
  'model',
  'category',
  'categories',
  'grade',
  'status',
  'filedPrice',
  'basePrice',
  'averagePrice',
  'guidePrice',
  'recordHead',
  'recordHeads',
  'recordTailHigh',
  'recordTailLow',
  'registeredModel',
  'registeredModels',
  'certificateHead',
  'certificateHeads',
  'certificateTail',
  'serialRule',
  'serialRules',
  'from',
  'to',
  'instants',
  'productName',
  'productNames',
  'heap',
]

export function readBySpecification(bytes: Uint8Array<ArrayBuffer>): Record<string, unknown>[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const entry = (name: string) => {
    const at = 32 + 32 * names.indexOf(name)
    return {
      width: view.getUint8(at + 2),
      count: view.getUint32(at + 4, true),
      offset: view.getUint32(at + 8, true),
      base: view.getFloat64(at + 16, true),
      step: view.getUint32(at + 24, true),
    }
  }
  const number = (name: string, row: number): number | null => {
    const { width, offset, base, step } = entry(name)
    if (width === 0) return base === -1 ? null : base
    const at = offset + width * row
    const cell =
      width === 1
        ? view.getUint8(at)
        : width === 2
          ? view.getUint16(at, true)
          : width === 4
            ? view.getUint32(at, true)
            : view.getFloat64(at, true)
    return cell === 0 ? null : base + (cell - 1) * step
  }
  const text = (name: string, i: number): string => {
    const { width, count, offset } = entry(name)
    const lengths = offset + 4 * Math.ceil(count / 16)
    const length = (k: number): number =>
      width === 1 ? view.getUint8(lengths + k) : view.getUint16(lengths + 2 * k, true)
    let start = entry('heap').offset + view.getUint32(offset + 4 * Math.floor(i / 16), true)
    for (let k = 16 * Math.floor(i / 16); k < i; k++) start += length(k)
    return new TextDecoder().decode(bytes.subarray(start, start + length(i)))
  }
  const coded = (name: string, texts: string, row: number): string | null => {
    const place = number(name, row)
    return place === null ? null : text(texts, place)
  }
  const yuan = (fen: number | null): string | null => (fen === null ? null : (fen / 100).toFixed(2))
  const numbered = (head: string | null, high: number | null, low: number | null): string | null => {
    if (head === null) return null
    const bar = head.lastIndexOf('|')
    const digits = Number(head.slice(bar + 1))
    const all = String(BigInt(high ?? 0) * 1_000_000_000n + BigInt(low ?? 0)).padStart(digits, '0')
    return head.slice(0, bar) + (digits === 0 ? '' : all)
  }
  return Array.from({ length: view.getUint32(8, true) }, (_, row) => {
    const gtin = number('gtin', row)
    const grade = number('grade', row) ?? 0
    const model = text('model', row)
    return {
      gtin: gtin === null ? null : String(gtin).padStart(14, '0'),
      brand: coded('brand', 'brands', row),
      model,
      category: coded('category', 'categories', row),
      gradeKind: ['none', 'energy', 'water'][Math.floor(grade / 6)],
      grade: grade % 6 === 0 ? null : grade % 6,
      filedPrice: yuan(number('filedPrice', row)),
      basePrice: yuan(number('basePrice', row)),
      averagePrice: yuan(number('averagePrice', row)),
      guidePrice: yuan(number('guidePrice', row)),
      recordNumber: numbered(
        coded('recordHead', 'recordHeads', row),
        number('recordTailHigh', row),
        number('recordTailLow', row),
      ),
      registeredModel: coded('registeredModel', 'registeredModels', row),
      certificate: numbered(coded('certificateHead', 'certificateHeads', row), null, number('certificateTail', row)),
      serialRule: coded('serialRule', 'serialRules', row),
      from: coded('from', 'instants', row),
      to: coded('to', 'instants', row),
      status: ['listed', 'suspended', 'withdrawn'][number('status', row) ?? 0],
      name: coded('productName', 'productNames', row)?.replaceAll('\u0000', model),
    }
  })
}

const word = 0xffffffffn
const times = (a: bigint, b: bigint): bigint => (a * b) & word
const rotated = (a: bigint, by: bigint): bigint => ((a << by) | (a >> (32n - by))) & word
const mix = (start: bigint): bigint => {
  let h = start & word
  h = times(h ^ (h >> 16n), 0x85ebca6bn)
  h = times(h ^ (h >> 13n), 0xc2b2ae35n)
  return h ^ (h >> 16n)
}

export function hasBySpecification(bytes: Uint8Array<ArrayBuffer>, gtin: string, serial: string): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const [keys = 0n, seed = 0n, length = 0n, segments = 0n, bits = 0n] = [32, 36, 40, 44, 48].map((at) =>
    BigInt(view.getUint32(at, true)),
  )
  if (keys === 0n) return false
  let a = 0x9747b28cn
  let b = 0x2f0b4a27n
  for (const part of [...Array.from(gtin), null, ...Array.from(serial)]) {
    const unit = BigInt(part === null ? 0x7c : part.charCodeAt(0))
    a = times(a ^ unit, 0xcc9e2d51n)
    b = times(b ^ unit, 0x1b873593n)
    if (part !== null) [a, b] = [rotated(a, 13n), rotated(b, 17n)]
  }
  const high = mix(a ^ (b >> 7n))
  const low = mix(b ^ times(a, 0x85ebca6bn))
  const p = (high + seed) & word
  const q = mix(low + times(p, 0x9e3779b1n) + seed)
  const r = mix(q ^ times(high, 0xc2b2ae35n))
  const first = (p * segments * length) >> 32n
  const value = (i: bigint): bigint => {
    let found = 0n
    for (let bit = 0n; bit < bits; bit++) {
      const at = i * bits + bit
      found |= BigInt((view.getUint8(64 + Number(at >> 3n)) >> Number(at & 7n)) & 1) << bit
    }
    return found
  }
  const mask = length - 1n
  const places = [
    first,
    (first + length) ^ (q & mask),
    (first + 2n * length) ^ (r & mask),
    (first + 3n * length) ^ ((times(q, 0x27d4eb2fn) ^ (r >> 11n)) & mask),
  ]
  return places.reduce((sum, place) => sum ^ value(place), mix(r + low) >> (32n - bits)) === 0n
}
