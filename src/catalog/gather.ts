/** Brings together the files of a new release: from memory, from the store, from the network. */
import type { Bytes } from '../core/bytes.ts'
import type { ByteStore } from '../core/ports.ts'
import { requireTarget, type TargetFile } from '../trust/target-file.ts'
import { fileKey } from './release-files.ts'

export interface Progress {
  readonly filesDone: number
  readonly files: number
  readonly bytesDone: number
  /** Bytes of all files to fetch; what is there already does not count. */
  readonly bytes: number
}

/** Downloads at once: what a browser opens to one host over HTTP/1.1. */
const parallelDownloads = 6

export interface Gathering {
  readonly store: ByteStore
  /** Files verified since this page started, by key. */
  readonly held: ReadonlyMap<string, Bytes>
  readonly fetch: (file: TargetFile) => Promise<Bytes>
  /** Told of each verified file as it comes. @throws to refuse the release */
  readonly examine: (path: string, bytes: Bytes) => void
  onProgress?: ((progress: Progress) => void) | undefined
}

/**
 * All `files`: from memory, else from the store if the hash fits, else fetched and stored, so that
 * what was fetched before a failure is not fetched again.
 */
export async function gather(
  files: readonly TargetFile[],
  { store, held, fetch, examine, onProgress }: Gathering,
): Promise<Map<string, Bytes>> {
  const stored = new Set(await store.keys())
  const gathered = new Map<string, Bytes>()
  const missing: TargetFile[] = []
  for (const file of files) {
    const key = fileKey(file)
    const bytes = held.get(key) ?? (stored.has(key) ? await readSound(file, store) : null)
    if (bytes) {
      examine(file.path, bytes)
      gathered.set(file.path, bytes)
    } else missing.push(file)
  }
  const bytes = missing.reduce((sum, { length }) => sum + length, 0)
  let filesDone = 0
  let bytesDone = 0
  const report = (): void => onProgress?.({ filesDone, files: missing.length, bytesDone, bytes })
  report()
  const queue = [...missing]
  const writer = createWriter(store)
  const work = async (): Promise<void> => {
    for (let file = queue.shift(); file; file = queue.shift()) {
      const content = await fetch(file)
      examine(file.path, content)
      await writer.put(fileKey(file), content)
      gathered.set(file.path, content)
      filesDone++
      bytesDone += file.length
      report()
    }
  }
  try {
    await Promise.all(Array.from({ length: parallelDownloads }, work))
    await writer.flushed()
  } finally {
    // One failed: the others end with the file they are at.
    queue.length = 0
  }
  return gathered
}

interface Writer {
  /** Resolves when there is room for more, not when this one is stored. */
  put(key: string, bytes: Bytes): Promise<void>
  flushed(): Promise<void>
}

/** Most bytes waiting to be stored: 8 MiB. */
const waitingLimitBytes = 8_388_608

/** Files that come while some are being stored are stored together next: each transaction is one flush of the disk. */
function createWriter(store: ByteStore): Writer {
  let waiting: [string, Bytes][] = []
  let waitingBytes = 0
  let writing: Promise<void> | null = null
  async function write(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting
      waiting = []
      waitingBytes = 0
      await store.setMany(batch)
    }
    writing = null
  }
  const start = (): Promise<void> => {
    writing ??= write()
    // Whoever waits for it next is told.
    writing.catch(() => undefined)
    return writing
  }
  return {
    async put(key, bytes) {
      waiting.push([key, bytes])
      waitingBytes += bytes.length
      const written = start()
      if (waitingBytes > waitingLimitBytes) await written
    },
    async flushed() {
      await start()
    },
  }
}

async function readSound(file: TargetFile, store: ByteStore): Promise<Bytes | null> {
  const bytes = await store.get(fileKey(file)).catch(() => undefined)
  if (!bytes) return null
  return requireTarget(file, bytes).then(
    () => bytes,
    () => null,
  )
}
