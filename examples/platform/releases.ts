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
import type { Database } from './database.ts'
import type { Schema } from './schema.ts'

const keptOpen = 3

export interface FolderReleases extends Releases {
  /** Looks what the repository serves now; called whenever it may have changed. */
  look(): Promise<void>
}

export async function createFolderReleases(folder: string, database: Database): Promise<FolderReleases> {
  const readFileOf: ReadRepositoryFile = (path) =>
    readFile(join(folder, path)).then(
      (bytes): Bytes => new Uint8Array(bytes),
      () => null,
    )
  const open = new Map<string, Promise<KnownRelease | null>>()
  let newest: KnownRelease | null = null

  /** Every release, oldest first, as it was last read: what is not among them is looked for again. */
  let known: readonly Schema['releases'][] = []
  const read = async (): Promise<void> => {
    known = await database.selectFrom('releases').selectAll().orderBy('version').execute()
  }

  async function load(snapshot: string): Promise<KnownRelease | null> {
    const find = (): number => known.findIndex((row) => row.snapshot === snapshot)
    if (find() < 0) await read()
    const [rows, place] = [known, find()]
    const row = rows[place]
    if (!row) return null
    const next = rows[place + 1]
    const release = await openReleaseAt(readFileOf, row.version)
    return { ...release, fromMs: row.fromMs, untilMs: next?.fromMs ?? null }
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
    const added = await database
      .insertInto('releases')
      .values({ snapshot: hash, version: snapshot.signed.version, fromMs: issuedMs })
      .onConflict((conflict) => conflict.doNothing())
      .returning('snapshot')
      .execute()
    // The one before it ends where this begins.
    if (added.length > 0) open.clear()
    await read()
    newest = await by(hash)
  }

  await look()
  async function at(ms: number): Promise<KnownRelease | null> {
    const row = known.filter(({ fromMs }) => fromMs <= ms).at(-1)
    return row ? by(row.snapshot) : null
  }

  return {
    look,
    by,
    at,
    productsOf: (number) => (newest ? productsIn(newest.catalog, number) : []),
    isPublished: (product, serial) => newest !== null && isRedeemedIn(newest, product, serial),
  }
}
