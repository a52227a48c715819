/** From a model text to its rows: exactly, through a filed wildcard, or nearly. */
import {
  characterBits,
  hashCodes,
  longestKey,
  mixed,
  pairBits,
  readFoldedKey,
  readKey,
  writeKey,
} from './model-codes.ts'
import { fitsPattern, literalPrefix, modelKey } from './model-text.ts'
import { ascending, createRowTable, insertRow, type RowTable, visitRows } from './row-table.ts'
import type { Rows } from './rows.ts'

export interface ModelIndex {
  readonly fold: (key: string) => string
  /** Rows whose filed model is `text`, or covers it by wildcards; ascending. */
  find(text: string): readonly number[]
  /** The same once both are folded. */
  findFolded(text: string): readonly number[]
  /** What near search and part search walk. Builds what is not built yet. */
  tables(): ModelTables
  /** Builds in steps of a few milliseconds. */
  build(): Generator<void, void>
}

/** Rows by folded key, and rows in order of their folded key's length with two signatures each. */
export interface ModelTables {
  readonly byKey: RowTable
  readonly order: Uint32Array
  readonly characters: Uint32Array
  readonly pairs: Uint32Array
  /** Where in `order` the keys of each length begin; its last entry is the end. */
  readonly lengthStarts: Uint32Array
  /** Every code unit that occurs in a folded key. */
  readonly alphabet: readonly number[]
}

const rowsAStep = 16_384
/** Keys longer than this share one length class. */
export const longestClass = 127

/** @param fold brings keys together that are to be found for each other; ASCII keys it folds as `foldKey` does */
export function createModelIndex(rows: Rows, fold: (key: string) => string): ModelIndex {
  const patterns = new Map<string, number[]>()
  const prefixLengths = new Set<number>()
  const scratch = new Uint16Array(longestKey)
  let tables: ModelTables | null = null
  let steps: Generator<void, void> | null = null

  function* build(): Generator<void, void> {
    const byKey = createRowTable(rows.count)
    const characters = new Uint32Array(rows.count)
    const pairs = new Uint32Array(rows.count)
    const lengths = new Uint8Array(rows.count)
    const seen = new Uint8Array(0x10000)
    const lengthStarts = new Uint32Array(longestClass + 2)
    for (const { segment, start } of rows.segments) {
      for (let at = 0; at < segment.count; at++) {
        const row = start + at
        const length = readFoldedKey(segment, at, scratch, fold)
        insertRow(byKey, mixed(hashCodes(scratch, length)), row)
        characters[row] = characterBits(scratch, length)
        pairs[row] = pairBits(scratch, length)
        const lengthClass = Math.min(length, longestClass)
        lengths[row] = lengthClass
        lengthStarts[lengthClass + 1] = (lengthStarts[lengthClass + 1] ?? 0) + 1
        let wild = false
        for (let i = 0; i < length; i++) {
          const code = scratch[i] ?? 0
          seen[code] = 1
          wild ||= code === 0x2a || code === 0x23
        }
        if (wild) addPattern(modelKey(segment.models.text(at)), row)
        if (row % rowsAStep === rowsAStep - 1) yield
      }
    }
    for (let i = 1; i < lengthStarts.length; i++) lengthStarts[i] = (lengthStarts[i] ?? 0) + (lengthStarts[i - 1] ?? 0)
    yield
    const next = lengthStarts.slice()
    const order = new Uint32Array(rows.count)
    for (let row = 0; row < rows.count; row++) {
      const lengthClass = lengths[row] ?? 0
      const at = next[lengthClass] ?? 0
      next[lengthClass] = at + 1
      order[at] = row
    }
    yield
    const alphabet: number[] = []
    seen.forEach((is, code) => {
      if (is !== 0) alphabet.push(code)
    })
    const ordered = (bits: Uint32Array): Uint32Array => order.map((row) => bits[row] ?? 0)
    tables = { byKey, order, characters: ordered(characters), pairs: ordered(pairs), lengthStarts, alphabet }
  }

  function addPattern(pattern: string, row: number): void {
    const prefix = fold(literalPrefix(pattern))
    prefixLengths.add(prefix.length)
    const known = patterns.get(prefix)
    if (known) known.push(row)
    else patterns.set(prefix, [row])
  }

  function ready(): ModelTables {
    // A build that was begun in steps is taken up where it stands.
    steps ??= build()
    while (!tables) steps.next()
    return tables
  }

  /** Gives rows that may have this folded key, or a pattern that covers it. */
  function visit(folded: string, take: (row: number, isPattern: boolean) => void): void {
    const { byKey } = ready()
    visitRows(byKey, mixed(hashCodes(scratch, writeKey(folded, scratch))), (row) => take(row, false))
    for (const length of prefixLengths) {
      if (length > folded.length) continue
      for (const row of patterns.get(folded.slice(0, length)) ?? []) take(row, true)
    }
  }

  function find(text: string): readonly number[] {
    const key = modelKey(text)
    if (key === '') return []
    const found: number[] = []
    visit(fold(key), (row, isPattern) => {
      if (isPattern ? !isKey(row, key) && fitsPattern(keyOf(row), key) : isKey(row, key)) found.push(row)
    })
    return ascending(found)
  }

  function findFolded(text: string): readonly number[] {
    const folded = fold(modelKey(text))
    const found = new Set<number>()
    if (folded !== '')
      visit(folded, (row) => {
        if (fitsPattern(fold(keyOf(row)), folded)) found.add(row)
      })
    return ascending([...found])
  }

  function keyOf(row: number): string {
    const { segment, start } = rows.segmentOf(row)
    return modelKey(segment.models.text(row - start))
  }

  function isKey(row: number, key: string): boolean {
    const { segment, start } = rows.segmentOf(row)
    if (readKey(segment, row - start, scratch) !== key.length) return false
    for (let i = 0; i < key.length; i++) if (scratch[i] !== key.charCodeAt(i)) return false
    return true
  }

  return {
    fold,
    find,
    findFolded,
    tables: ready,
    *build() {
      steps ??= build()
      while (!tables && !steps.next().done) yield
    },
  }
}
