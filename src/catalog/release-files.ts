/** The files of a release, each hashed before anyone sees it. */
import { sha256Hex, type Bytes } from '../core/bytes.ts'
import { CheckoutError } from '../core/errors.ts'
import type { ByteStore } from '../core/ports.ts'
import { requireTarget, type TargetFile } from '../trust/target-file.ts'

/** Verified files of one release, by path: `"models/haier/1.seg"`. */
export interface ReleaseFiles {
  readonly paths: readonly string[]
  has(path: string): boolean
  /** Name of the role that signed for the file: `"brands"`. */
  role(path: string): string
  /** @throws {@link CheckoutError} `TARGET_UNKNOWN` for a path that is not in {@link ReleaseFiles.paths} */
  read(path: string): Bytes
}

export interface Progress {
  readonly filesDone: number
  readonly files: number
  readonly bytesDone: number
  /** Bytes of all files to fetch; what is there already does not count. */
  readonly bytes: number
}

/** Downloads at once: what a browser opens to one host over HTTP/1.1. */
const parallelDownloads = 6

/** The key of a file in the byte store. Files of two releases with the same content are the same file. */
export function fileKey({ hashes }: Pick<TargetFile, 'hashes'>): string {
  const [algorithm, digest] = hashes['sha256'] ? ['sha256', hashes['sha256']] : (Object.entries(hashes)[0] ?? ['', ''])
  return `${algorithm}:${digest.toLowerCase()}`
}

export function releaseFiles(targets: readonly TargetFile[], bytesByPath: ReadonlyMap<string, Bytes>): ReleaseFiles {
  const roles = new Map(targets.map(({ path, role }) => [path, role]))
  return {
    paths: targets.map(({ path }) => path),
    has: (path) => bytesByPath.has(path),
    role: (path) => roles.get(path) ?? '',
    read(path) {
      const bytes = bytesByPath.get(path)
      if (!bytes) throw new CheckoutError('TARGET_UNKNOWN', `${path} is not among the files of this release`, { field: path })
      return bytes
    },
  }
}

/** A stored file and its SHA-256, hexadecimal, as it is now. */
interface HashedFile {
  readonly bytes: Bytes
  readonly sha256: string
}

/** Everything in the byte store, by key, being read and hashed. */
export type EarlyFiles = ReadonlyMap<string, Promise<HashedFile | null>>

/** Keys read in one go: enough to keep the store busy, few enough that hashing starts early. */
const keysAtOnce = 8

/**
 * Begins to read and hash whatever the store holds, before it is known which files are wanted: at a
 * start that is nearly always the release in force and little else.
 */
export async function readEarly(store: ByteStore): Promise<EarlyFiles> {
  const keys = await store.keys()
  const early = new Map<string, Promise<HashedFile | null>>()
  for (let at = 0; at < keys.length; at += keysAtOnce) {
    const some = keys.slice(at, at + keysAtOnce)
    const reading = store.getMany(some)
    some.forEach((key, i) => {
      const hashed = reading.then(async (values) => {
        const bytes = values[i]
        return bytes ? { bytes, sha256: await sha256Hex(bytes) } : null
      })
      // A failure is for whoever asks for this file.
      hashed.catch(() => undefined)
      early.set(key, hashed)
    })
  }
  return early
}

/**
 * Files out of the byte store, every one hashed since this page started.
 * @throws {@link CheckoutError} `TARGET_MISMATCH` for the first that is missing or not what was signed
 */
export async function readStored(files: readonly TargetFile[], early: EarlyFiles): Promise<Map<string, Bytes>> {
  const checked = await Promise.all(
    files.map(async (file) => {
      const hashed = await early.get(fileKey(file))
      if (!hashed) throw new CheckoutError('TARGET_MISMATCH', `${file.path} is not in the store`, { field: file.path })
      const { bytes, sha256 } = hashed
      const isSound = bytes.length === file.length && file.hashes['sha256']?.toLowerCase() === sha256 && Object.keys(file.hashes).length === 1
      // Where other hashes were signed as well, all of them count.
      if (!isSound) await requireTarget(file, bytes)
      return [file.path, bytes] as const
    }),
  )
  return new Map(checked)
}

export interface Gathering {
  readonly store: ByteStore
  /** Files verified since this page started, by key. */
  readonly held: ReadonlyMap<string, Bytes>
  fetch(file: TargetFile): Promise<Bytes>
  onProgress?: ((progress: Progress) => void) | undefined
}

/**
 * All `files`: from memory, else from the store if the hash fits, else fetched and stored, each as
 * soon as it is there, so that what was fetched before a failure is not fetched again.
 */
export async function gather(files: readonly TargetFile[], { store, held, fetch, onProgress }: Gathering): Promise<Map<string, Bytes>> {
  const gathered = new Map<string, Bytes>()
  const missing: TargetFile[] = []
  for (const file of files) {
    const bytes = held.get(fileKey(file)) ?? (await readSound(file, store))
    if (bytes) gathered.set(file.path, bytes)
    else missing.push(file)
  }
  const bytes = missing.reduce((sum, { length }) => sum + length, 0)
  let filesDone = 0
  let bytesDone = 0
  const report = (): void => onProgress?.({ filesDone, files: missing.length, bytesDone, bytes })
  report()
  const queue = [...missing]
  const work = async (): Promise<void> => {
    for (let file = queue.shift(); file; file = queue.shift()) {
      const content = await fetch(file)
      await store.setMany([[fileKey(file), content]])
      gathered.set(file.path, content)
      filesDone++
      bytesDone += file.length
      report()
    }
  }
  try {
    await Promise.all(Array.from({ length: parallelDownloads }, work))
  } finally {
    // One failed: the others end with the file they are at.
    queue.length = 0
  }
  return gathered
}

async function readSound(file: TargetFile, store: ByteStore): Promise<Bytes | null> {
  const bytes = await store.get(fileKey(file)).catch(() => undefined)
  if (!bytes) return null
  return requireTarget(file, bytes).then(() => bytes, () => null)
}
