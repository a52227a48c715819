/** Files out of the byte store, hashed before anyone sees them. */
import { sha256Hex, type Bytes } from '../core/bytes.ts'
import { CheckoutError } from '../core/errors.ts'
import type { ByteStore } from '../core/ports.ts'
import { requireTarget, type TargetFile } from '../trust/target-file.ts'
import { examineFile } from '../catalog/open-catalog.ts'
import { fileKey } from '../catalog/release-files.ts'
import { segmentMagic } from '../catalog/segment-format.ts'

/** A stored file and its SHA-256, hexadecimal, as it is now. */
interface HashedFile {
  readonly bytes: Bytes
  readonly sha256: string
}

/** Everything in the byte store, by key, being read and hashed. */
export type EarlyFiles = ReadonlyMap<string, Promise<HashedFile | null>>

/**
 * Begins to read and hash whatever the store holds, before it is known which files are wanted: at the
 * start this is nearly always the release in force and little else.
 */
export async function readEarly(store: ByteStore): Promise<EarlyFiles> {
  const keys = await store.keys()
  const reading = store.getMany(keys)
  const early = new Map<string, Promise<HashedFile | null>>()
  keys.forEach((key, i) => {
    const hashed = reading.then(async (values) => {
      const bytes = values[i]
      if (!bytes) return null
      // Hashes come one at a time from another thread, so that no two files are examined in one task.
      const sha256 = await sha256Hex(bytes)
      // Its hash tells whether it may be used; what is wrong inside it shows when the release is opened.
      examineQuietly(bytes)
      return { bytes, sha256 }
    })
    // A failure is for whoever asks for this file.
    hashed.catch(() => undefined)
    early.set(key, hashed)
  })
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
      const isSound =
        bytes.length === file.length &&
        file.hashes['sha256']?.toLowerCase() === sha256 &&
        Object.keys(file.hashes).length === 1
      // Where other hashes were signed as well, all of them count.
      if (!isSound) await requireTarget(file, bytes)
      return [file.path, bytes] as const
    }),
  )
  return new Map(checked)
}

function examineQuietly(bytes: Bytes): void {
  try {
    if (isSegment(bytes)) examineFile('models/stored.seg', bytes)
  } catch {
    return
  }
}

function isSegment(bytes: Bytes): boolean {
  return bytes.length >= 4 && new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true) === segmentMagic
}
