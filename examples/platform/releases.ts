/** Every release of the repository folder, for replays: the newest ones stay open. */
import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
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
  /** Takes in what the repository serves now, where it is not what it served last. */
  look(): Promise<void>
  /** Whether there is one that records can be judged by. */
  readonly isOpen: boolean
}

/**
 * Whoever publishes tells nobody: before a release is asked for, the folder is. A release begins with the first
 * timestamp that is seen of it; whoever signs it anew looks before.
 * @param report told of a repository that cannot be read; what was published before stays in force
 */
export async function createFolderReleases(
  folder: string,
  database: Database,
  report: (error: unknown) => void,
): Promise<FolderReleases> {
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

  /** The timestamp is the last file that is published. */
  const served = async (): Promise<string> => {
    const about = await stat(join(folder, 'metadata/timestamp.json')).catch(() => null)
    return about ? `${about.ino} ${about.mtimeMs} ${about.size}` : ''
  }
  let seen = ''
  let looking: Promise<void> | null = null

  async function look(): Promise<void> {
    const stamp = await served()
    if (stamp === seen) return
    looking ??= takeIn(stamp).finally(() => (looking = null))
    await looking
  }

  async function takeIn(stamp: string): Promise<void> {
    const found = await published().catch((error: unknown) => {
      report(error)
      return null
    })
    if (found) {
      const added = await database
        .insertInto('releases')
        .values(found)
        .onConflict((conflict) => conflict.doNothing())
        .returning('snapshot')
        .execute()
      // The one before it ends where this begins.
      if (added.length > 0) open.clear()
      await read()
      newest = await by(found.snapshot)
    }
    seen = stamp
  }

  async function published(): Promise<Schema['releases'] | null> {
    const files = await readRepositoryFolder(folder)
    if (!files) return null
    const { snapshot, timestamp } = readRepository(files)
    return {
      snapshot: createHash('sha256').update(snapshot.bytes).digest('hex'),
      version: snapshot.signed.version,
      fromMs: Date.parse(timestamp.signed.issued ?? timestamp.signed.expires),
    }
  }

  await look()
  async function at(ms: number): Promise<KnownRelease | null> {
    await look()
    const row = known.filter(({ fromMs }) => fromMs <= ms).at(-1)
    return row ? by(row.snapshot) : null
  }

  return {
    look,
    async by(snapshot) {
      await look()
      return by(snapshot)
    },
    at,
    get isOpen() {
      return newest !== null
    },
    productsOf: (number) => (newest ? productsIn(newest.catalog, number) : []),
    isPublished: (product, serial) => newest !== null && isRedeemedIn(newest, product, serial),
  }
}
