/** The files of a release, each hashed before anyone sees it. */
import type { Bytes } from '../core/bytes.ts'
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

/**
 * Files out of the byte store, every one hashed.
 * @param early what was read ahead, by key
 * @throws {@link CheckoutError} `TARGET_MISMATCH` for the first that is missing or not what was signed
 */
export async function readStored(files: readonly TargetFile[], store: ByteStore, early: ReadonlyMap<string, Bytes | undefined>): Promise<Map<string, Bytes>> {
  const late = files.map(fileKey).filter((key) => !early.get(key))
  const found = new Map([...early, ...(await readByKey(late, store))])
  const checked = await Promise.all(
    files.map(async (file) => {
      const bytes = found.get(fileKey(file))
      if (!bytes) throw new CheckoutError('TARGET_MISMATCH', `${file.path} is not in the store`, { field: file.path })
      await requireTarget(file, bytes)
      return [file.path, bytes] as const
    }),
  )
  return new Map(checked)
}

export async function readByKey(keys: readonly string[], store: ByteStore): Promise<Map<string, Bytes | undefined>> {
  const values = keys.length > 0 ? await store.getMany(keys) : []
  return new Map(keys.map((key, i) => [key, values[i]]))
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
