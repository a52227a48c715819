/** Any release that was ever published, read back from its repository: what a platform replays records against. */
import { sha256Hex, utf8ToText, type Bytes } from '../core/bytes.ts'
import { CheckoutError } from '../core/errors.ts'
import { openCatalog } from '../catalog/open-catalog.ts'
import { releaseFiles } from '../catalog/release-files.ts'
import { readSchemeFile } from '../scheme/scheme-file.ts'
import { decode, snapshotSchema, targetsSchema } from '../trust/metadata.ts'
import { metadataPath } from '../trust/repository.ts'
import { requireTarget, targetAddress, type TargetFile } from '../trust/target-file.ts'
import type { KnownRelease } from './judge.ts'

/** Reads a file of the platform's own repository; null when it is not there. */
export type ReadRepositoryFile = (path: string) => Promise<Bytes | null>

export interface ReleaseAt extends Pick<KnownRelease, 'versions' | 'catalog' | 'ruleSets' | 'redeemed'> {
  /** SHA-256 of the snapshot file, hexadecimal. */
  readonly snapshot: string
}

/**
 * The release that a snapshot version names. Its signatures are not looked at: the platform's own
 * repository is its word. Versions are those that the snapshot pins, and its own.
 * @throws CheckoutError `METADATA_INVALID` when a file of it is no longer there
 */
export async function openReleaseAt(read: ReadRepositoryFile, snapshotVersion: number): Promise<ReleaseAt> {
  const required = async (path: string): Promise<Bytes> => {
    const bytes = await read(path)
    if (!bytes) throw new CheckoutError('METADATA_INVALID', `${path} is no longer in the repository`, { field: path })
    return bytes
  }
  const snapshot = decode(await required(metadataPath('snapshot', snapshotVersion)), snapshotSchema, 'snapshot')
  const versions: Record<string, number> = { snapshot: snapshotVersion }
  const targets: TargetFile[] = []
  for (const [file, { version }] of Object.entries(snapshot.signed.meta)) {
    const role = file.replace(/\.json$/, '')
    versions[role] = version
    const { signed } = decode(await required(metadataPath(role, version)), targetsSchema, role)
    for (const [path, { length, hashes }] of Object.entries(signed.targets))
      targets.push({ path, length, hashes, role })
  }
  const contents = await Promise.all(
    targets.map(async (file) => {
      const bytes = await required(`targets/${targetAddress(file, true)}`)
      await requireTarget(file, bytes)
      return [file.path, bytes] as const
    }),
  )
  const files = releaseFiles(targets, new Map(contents))
  const ruleSets = readSchemeFile(JSON.parse(utf8ToText(files.read('scheme.json'), 'scheme.json')))
  return { snapshot: await sha256Hex(snapshot.bytes), versions, ruleSets, ...openCatalog(files) }
}
