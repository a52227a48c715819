/** Where a trust client keeps metadata between runs: a small port, and the store that lives in memory. */
import type { Bytes } from '../core/bytes.ts'

/**
 * The lowest versions that may still be trusted. The caller raises them once a new release is durable,
 * so that a store put back to an older state is refused.
 */
export interface Floors {
  /** Versions of the roles above the snapshot and of itself, each as its own metadata says: a snapshot that lists them says nothing. */
  readonly root: number
  readonly timestamp: number
  readonly snapshot: number
  /** Version by name of the top-level targets and of each delegated role, as the snapshot lists them. */
  readonly roles: Readonly<Record<string, number>>
  /** Key ids behind those versions. A rotated key lifts the floors below it (5.3.11). */
  readonly keys: { readonly timestamp: readonly string[]; readonly snapshot: readonly string[] }
}

/**
 * Metadata files by key: `root/2` (a root version), `timestamp`, `snapshot`, `targets`, and each
 * delegated role by its percent-encoded name. A key never holds `/` but after `root`.
 *
 * What is in it is untrusted input: it is verified from the pinned root each time it is read.
 */
export interface MetadataStore {
  /** Everything there is. */
  read(): Promise<ReadonlyMap<string, Bytes>>
  /** All or none of `changes`; `null` deletes. */
  write(changes: ReadonlyMap<string, Bytes | null>): Promise<void>
  /** Null before the first release. */
  floors(): Promise<Floors | null>
}

export interface MemoryMetadataStore extends MetadataStore {
  readonly files: Map<string, Bytes>
  raise(floors: Floors): void
}

/** A store that lasts as long as the page. */
export function createMemoryMetadataStore(entries: Iterable<readonly [string, Bytes]> = []): MemoryMetadataStore {
  const files = new Map(entries)
  let raised: Floors | null = null
  return {
    files,
    raise: (floors) => void (raised = floors),
    read: () => Promise.resolve(new Map(files)),
    write(changes) {
      for (const [key, bytes] of changes) {
        if (bytes) files.set(key, bytes)
        else files.delete(key)
      }
      return Promise.resolve()
    },
    floors: () => Promise.resolve(raised),
  }
}

/** A role's name as URLs and store keys carry it: everything but `A-Z a-z 0-9 _ . - ~` percent-encoded. */
export function quoteName(name: string): string {
  return encodeURIComponent(name).replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`)
}

/** The store's key of a root version. */
export function rootKey(version: number): string {
  return `root/${version}`
}
