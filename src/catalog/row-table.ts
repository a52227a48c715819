/** From hashes to rows, by open addressing: four to eight bytes a row, and no object. */

export interface RowTable {
  /** A slot holds row + 1 in its low bits, and as much of the hash as there is room for above them. */
  readonly slots: Uint32Array
  readonly tagMask: number
}

/** An empty table for rows 0 to `count - 1`. */
export function createRowTable(count: number): RowTable {
  const rowBits = 32 - Math.clz32(count)
  return {
    slots: new Uint32Array(2 ** (32 - Math.clz32(Math.max(1, 2 * count - 1)))),
    tagMask: rowBits === 32 ? 0 : (0xffffffff << rowBits) >>> 0,
  }
}

export function insertRow({ slots, tagMask }: RowTable, hash: number, row: number): void {
  let slot = hash & (slots.length - 1)
  while (slots[slot] !== 0) slot = (slot + 1) & (slots.length - 1)
  slots[slot] = ((hash & tagMask) | (row + 1)) >>> 0
}

/** Gives every row whose slot may belong to `hash`, in no order. */
export function visitRows({ slots, tagMask }: RowTable, hash: number, take: (row: number) => void): void {
  const tag = (hash & tagMask) >>> 0
  for (let slot = hash & (slots.length - 1); ; slot = (slot + 1) & (slots.length - 1)) {
    const entry = slots[slot] ?? 0
    if (entry === 0) return
    if ((entry & tagMask) >>> 0 === tag) take(((entry & ~tagMask) >>> 0) - 1)
  }
}

/** Rows as they are handed out. */
export function ascending(rows: number[]): readonly number[] {
  return rows.length > 1 ? rows.sort((a, b) => a - b) : rows
}
