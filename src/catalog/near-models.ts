/** Near misses of a model text: look-alike characters, and one or two edits beside. */
import { distanceTo } from './edit-distance.ts'
import { characterBits, hashPrime, longestKey, mixed, pairBits, readFoldedKey, writeKey } from './model-codes.ts'
import { longestClass, type ModelIndex, type ModelTables } from './model-index.ts'
import { modelKey } from './model-text.ts'
import { visitRows } from './row-table.ts'
import type { Rows } from './rows.ts'

/** Trying every edit costs length × alphabet look-ups: beyond these the walk over all rows is cheaper. */
const triedLength = 48
const triedAlphabet = 128

/**
 * Rows at most `maxEdits` from `text` once both are folded, nearest first, without those that are
 * the text itself.
 */
export function nearRows(
  rows: Rows,
  index: ModelIndex,
  text: string,
  maxEdits: 0 | 1 | 2,
  limit: number,
): readonly number[] {
  const exact = new Set(index.find(text))
  if (maxEdits === 0)
    return index
      .findFolded(text)
      .filter((row) => !exact.has(row))
      .slice(0, limit)
  const key = index.fold(modelKey(text))
  if (key === '') return []
  const tables = index.tables()
  const folded = new Uint16Array(key.length)
  writeKey(key, folded)
  const scratch = new Uint16Array(longestKey)
  const distance = distanceTo(folded)
  // Between the folded keys: 0 where only look-alike characters differ.
  const editsByRow = new Map<number, number>()

  const consider = (row: number): void => {
    if (editsByRow.has(row) || exact.has(row)) return
    const { segment, start } = rows.segmentOf(row)
    const edits = distance(scratch, readFoldedKey(segment, row - start, scratch, index.fold))
    if (edits <= maxEdits) editsByRow.set(row, edits)
  }

  if (maxEdits === 1 && folded.length <= triedLength && tables.alphabet.length <= triedAlphabet) {
    tryEveryEdit(tables, folded, consider)
  } else {
    walkLike(tables, folded, maxEdits, consider)
  }
  return [...editsByRow]
    .sort(([rowA, editsA], [rowB, editsB]) => editsA - editsB || rowA - rowB)
    .slice(0, limit)
    .map(([row]) => row)
}

/** Looks up the text itself and each text one edit from it; the hash of each comes from those of its two sides. */
function tryEveryEdit(tables: ModelTables, text: Uint16Array, take: (row: number) => void): void {
  const { byKey, alphabet } = tables
  const size = text.length
  const powers = new Int32Array(size + 2)
  const before = new Int32Array(size + 1)
  powers[0] = 1
  for (let i = 0; i <= size; i++) powers[i + 1] = Math.imul(powers[i] ?? 0, hashPrime)
  for (let i = 0; i < size; i++) before[i + 1] = (Math.imul(before[i] ?? 0, hashPrime) + (text[i] ?? 0)) | 0
  const whole = before[size] ?? 0
  const power = (i: number): number => powers[i] ?? 0
  const after = (i: number): number => (whole - Math.imul(before[i] ?? 0, power(size - i))) | 0
  const look = (hash: number): void => visitRows(byKey, mixed(hash), take)

  look(whole)
  for (let i = 0; i <= size; i++) {
    const head = before[i] ?? 0
    const tail = after(i)
    if (i < size) {
      const shorter = after(i + 1)
      look((Math.imul(head, power(size - i - 1)) + shorter) | 0)
      const code = text[i] ?? 0
      for (const other of alphabet) {
        if (other !== code) look((whole + Math.imul(other - code, power(size - i - 1))) | 0)
      }
    }
    for (const added of alphabet) {
      look((Math.imul((Math.imul(head, hashPrime) + added) | 0, power(size - i)) + tail) | 0)
    }
  }
}

/** Walks the rows of about the same length, and takes those whose signatures could be that close. */
function walkLike(tables: ModelTables, text: Uint16Array, maxEdits: number, take: (row: number) => void): void {
  const { order, characters, pairs, lengthStarts } = tables
  const wantedCharacters = characterBits(text, text.length)
  const wantedPairs = pairBits(text, text.length)
  const from = lengthStarts[Math.max(0, Math.min(text.length - maxEdits, longestClass))] ?? 0
  const to = lengthStarts[Math.min(text.length + maxEdits, longestClass) + 1] ?? 0
  for (let i = from; i < to; i++) {
    if (bitCount((characters[i] ?? 0) ^ wantedCharacters) > 2 * maxEdits) continue
    if (bitCount((pairs[i] ?? 0) ^ wantedPairs) > 4 * maxEdits) continue
    take(order[i] ?? 0)
  }
}

function bitCount(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555)
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333)
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}
