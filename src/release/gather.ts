/** Brings together the files of a new release: from memory, from the store, from the network. */
import type { Bytes } from '../core/bytes.ts'
import type { ByteStore } from '../core/ports.ts'
import { requireTarget, type TargetFile } from '../trust/target-file.ts'
import { createFileWriter } from './file-writer.ts'
import { fileKey } from '../catalog/release-files.ts'

export interface DownloadProgress {
  readonly filesDone: number
  readonly files: number
  readonly bytesDone: number
  /** Bytes of all files to fetch; what is there already does not count. */
  readonly bytes: number
}

/** Parallel downloads: as many connections as a browser opens to one host over HTTP/1.1. */
const parallelDownloads = 6

export interface Gathering {
  readonly store: ByteStore
  /** Files verified since this page started, by key. */
  readonly held: ReadonlyMap<string, Bytes>
  readonly fetch: (file: TargetFile) => Promise<Bytes>
  /** Told of each verified file as it comes. @throws to refuse the release */
  readonly examine: (path: string, bytes: Bytes) => void
  onProgress?: ((progress: DownloadProgress) => void) | undefined
}

/**
 * All `files`: from memory, else from the store if the hash fits, else fetched and stored, so that
 * what was fetched before a failure is not fetched again.
 */
export async function gather(
  files: readonly TargetFile[],
  { store, held, fetch, examine, onProgress }: Gathering,
): Promise<Map<string, Bytes>> {
  const gathered = await gatherHere(files, { store, held, examine })
  const missing = files.filter(({ path }) => !gathered.has(path))
  const bytes = missing.reduce((sum, { length }) => sum + length, 0)
  let filesDone = 0
  let bytesDone = 0
  const report = (): void => onProgress?.({ filesDone, files: missing.length, bytesDone, bytes })
  report()
  const queue = [...missing]
  const writer = createFileWriter(store)
  const work = async (): Promise<void> => {
    try {
      for (let file = queue.shift(); file; file = queue.shift()) {
        const content = await fetch(file)
        examine(file.path, content)
        await writer.put(fileKey(file), content)
        gathered.set(file.path, content)
        filesDone++
        bytesDone += file.length
        report()
      }
    } catch (error) {
      // The others stop after the file they are at.
      queue.length = 0
      throw error
    }
  }
  const ended = await Promise.allSettled(Array.from({ length: parallelDownloads }, work))
  const failed = ended.find((each) => each.status === 'rejected')
  // What came before a failure is kept; if it cannot be kept, that is reported only when nothing else failed.
  await writer.flush().catch((error: unknown) => {
    if (!failed) throw error
  })
  if (failed) throw failed.reason
  return gathered
}

/** What need not be fetched, by path: from memory, else from the store if the hash fits. */
async function gatherHere(
  files: readonly TargetFile[],
  { store, held, examine }: Pick<Gathering, 'store' | 'held' | 'examine'>,
): Promise<Map<string, Bytes>> {
  const gathered = new Map<string, Bytes>()
  const elsewhere = new Map<string, TargetFile[]>()
  const take = (file: TargetFile, bytes: Bytes): void => {
    examine(file.path, bytes)
    gathered.set(file.path, bytes)
  }
  for (const file of files) {
    const key = fileKey(file)
    const bytes = held.get(key)
    if (bytes) take(file, bytes)
    else elsewhere.set(key, [...(elsewhere.get(key) ?? []), file])
  }
  const stored = elsewhere.size === 0 ? [] : (await store.keys()).filter((key) => elsewhere.has(key))
  const values = await store.getMany(stored).catch(() => [])
  for (const [i, bytes] of values.entries()) {
    for (const file of elsewhere.get(stored[i] ?? '') ?? []) {
      // Hashes come from another thread, so that no two files are examined in one task.
      if (bytes && (await isSound(file, bytes))) take(file, bytes)
    }
  }
  return gathered
}

function isSound(file: TargetFile, bytes: Bytes): Promise<boolean> {
  return requireTarget(file, bytes).then(
    () => true,
    () => false,
  )
}
