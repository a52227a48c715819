/** Target files: what a release says of one, where it lies on the server, and whether some bytes are it. */
import type { Bytes } from '../core/bytes.ts'
import { CheckoutError } from '../core/errors.ts'
import { hasHashes } from './checks.ts'
import type { Hashes } from './metadata.ts'
import { quoteName } from './store.ts'

/** A file that a release vouches for. */
export interface TargetFile {
  /** `"models/haier/3.seg"` */
  readonly path: string
  /** Bytes. */
  readonly length: number
  readonly hashes: Hashes
  /** The role that signed for it: `"brands"`. */
  readonly role: string
}

/**
 * The bytes are what the release says they are (5.7.1, 5.7.3). For cached files too, before their first use.
 * @throws {@link CheckoutError} `TARGET_MISMATCH`
 */
export async function requireTarget(file: TargetFile, bytes: Bytes): Promise<void> {
  if (bytes.length === file.length && (await hasHashes(bytes, file.hashes))) return
  throw new CheckoutError('TARGET_MISMATCH', `${file.path} is not the file that was signed`, {
    field: file.path,
    expected: `${file.length} bytes`,
    received: `${bytes.length} bytes`,
  })
}

/**
 * A target file's address below the target URL: `"models/haier/9f86….3.seg"` in a consistent snapshot.
 * @throws {@link CheckoutError} `TARGET_UNKNOWN` for a path that a URL would lead elsewhere
 */
export function targetAddress(
  { path, hashes }: Pick<TargetFile, 'path' | 'hashes'>,
  consistentSnapshot: boolean,
): string {
  const segments = path.split('/')
  if (segments.some((segment) => segment === '.' || segment === '..')) {
    throw new CheckoutError('TARGET_UNKNOWN', `${path} is not a path below the repository`, { field: path })
  }
  const name = segments.pop() ?? ''
  const hash = hashes['sha256'] ?? hashes['sha512'] ?? hashes['sha384'] ?? ''
  if (consistentSnapshot && !/^[0-9a-f]{64,128}$/i.test(hash)) {
    throw new CheckoutError('TARGET_UNKNOWN', `${path} has no hash that could name its file`, { field: path })
  }
  return [...segments, consistentSnapshot ? `${hash}.${name}` : name].map(quoteName).join('/')
}
