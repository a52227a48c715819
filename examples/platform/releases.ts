/** Every release of the repository folder, for replays: the newest ones stay open. */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readRepository, readRepositoryFolder } from 'tradein-checkout/authority'
import {
  openReleaseAt,
  isRedeemedIn,
  productsIn,
  type Bytes,
  type KnownRelease,
  type ReadRepositoryFile,
  type Releases,
} from 'tradein-checkout/platform'
import type { Query } from './database.ts'

const keptOpen = 3

export interface FolderReleases extends Releases {
  /** Looks what the repository serves now; called whenever it may have changed. */
  look(): Promise<void>
}

export async function createFolderReleases(folder: string, query: Query): Promise<FolderReleases> {
  const read: ReadRepositoryFile = (path) =>
    readFile(join(folder, path)).then(
      (bytes): Bytes => new Uint8Array(bytes),
      () => null,
    )
  const open = new Map<string, Promise<KnownRelease | null>>()
  let newest: KnownRelease | null = null

  async function load(snapshot: string): Promise<KnownRelease | null> {
    const rows = await query(`SELECT snapshot, version, from_ms FROM releases ORDER BY version`)
    const place = rows.findIndex((row) => row['snapshot'] === snapshot)
    const row = rows[place]
    if (!row) return null
    const next = rows[place + 1]
    const release = await openReleaseAt(read, Number(row['version']))
    return { ...release, fromMs: Number(row['from_ms']), untilMs: next ? Number(next['from_ms']) : null }
  }

  function by(snapshot: string): Promise<KnownRelease | null> {
    let release = open.get(snapshot)
    if (!release) {
      release = load(snapshot)
      open.set(snapshot, release)
      // A file that is gone must not be remembered as an answer.
      release.then(
        (found) => found ?? open.delete(snapshot),
        () => open.delete(snapshot),
      )
      const [oldest] = open.keys()
      if (open.size > keptOpen && oldest !== undefined) open.delete(oldest)
    }
    return release
  }

  async function look(): Promise<void> {
    const files = await readRepositoryFolder(folder)
    if (!files) return
    const { snapshot, timestamp } = readRepository(files)
    const hash = createHash('sha256').update(snapshot.bytes).digest('hex')
    const issuedMs = Date.parse(timestamp.signed.issued ?? timestamp.signed.expires)
    const added = await query(
      `INSERT INTO releases (snapshot, version, from_ms) VALUES ($1, $2, $3) ON CONFLICT (snapshot) DO NOTHING RETURNING snapshot`,
      [hash, snapshot.signed.version, issuedMs],
    )
    // The one before it ends where this begins.
    if (added.length > 0) open.clear()
    newest = await by(hash)
  }

  await look()
  async function at(ms: number): Promise<KnownRelease | null> {
    const [row] = await query(`SELECT snapshot FROM releases WHERE from_ms <= $1 ORDER BY version DESC LIMIT 1`, [ms])
    return row ? by(row['snapshot'] as string) : null
  }

  return {
    look,
    by,
    at,
    productsOf: (number) => (newest ? productsIn(newest.catalog, number) : []),
    isPublished: (product, serial) => newest !== null && isRedeemedIn(newest, product, serial),
  }
}
