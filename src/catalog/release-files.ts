/** The files of a release, as whoever opens it sees them. */
import type { Bytes } from '../core/bytes.ts'
import { CheckoutError } from '../core/errors.ts'
import type { TargetFile } from '../trust/target-file.ts'

/** Verified files of one release, by path: `"models/haier/1.seg"`. */
export interface ReleaseFiles {
  readonly paths: readonly string[]
  has(path: string): boolean
  /** Name of the role that signed for the file: `"brands"`. */
  role(path: string): string
  /** @throws {@link CheckoutError} `TARGET_UNKNOWN` for a path that is not in {@link ReleaseFiles.paths} */
  read(path: string): Bytes
}

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
      if (!bytes)
        throw new CheckoutError('TARGET_UNKNOWN', `${path} is not among the files of this release`, { field: path })
      return bytes
    },
  }
}
