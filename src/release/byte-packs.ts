/**
 * How files lie together in the byte store. A browser keeps each large value in a file of its own, so
 * a few values of a megabyte are read several times faster than many values of a tenth of that.
 */
import type { Bytes } from '../core/bytes.ts'

/** A pack is full once it holds this much: 1 MiB. */
export const packBytes = 1_048_576

/** The key of a pack: its bytes, then the key of each file in it, in their order. */
export type PackKey = [bytes: number, ...files: string[]]

/** A pack as it is stored: the files, in the order of its key. */
export type Pack = readonly [key: PackKey, files: readonly Bytes[]]

export type PackEntry = readonly [key: string, bytes: Bytes]

/** `entries` as packs, filled one after another. */
export function packsOf(entries: readonly PackEntry[]): readonly Pack[] {
  const packs: [PackKey, Bytes[]][] = []
  for (const [key, bytes] of entries) {
    const last = packs.at(-1)
    if (last && last[0][0] < packBytes) {
      last[0][0] += bytes.length
      last[0].push(key)
      last[1].push(bytes)
    } else packs.push([[bytes.length, key], [bytes]])
  }
  return packs
}

/** The pack's key in a key that was stored; null for anything else. */
export function asPackKey(key: IDBValidKey): PackKey | null {
  if (!Array.isArray(key)) return null
  const [bytes, ...files] = key
  return typeof bytes === 'number' && files.every((file) => typeof file === 'string') ? [bytes, ...files] : null
}

export function filesOf([, ...files]: PackKey): readonly string[] {
  return files
}

/**
 * The packs to rewrite when `dropped` goes: those it lies in, and with them any that are not half
 * full, so that the small packs of many small changes become few again.
 */
export function packsToRewrite(packs: readonly PackKey[], dropped: ReadonlySet<string>): readonly PackKey[] {
  const isTouched = (pack: PackKey): boolean => filesOf(pack).some((file) => dropped.has(file))
  return packs.some(isTouched) ? packs.filter((pack) => pack[0] < packBytes / 2 || isTouched(pack)) : []
}
