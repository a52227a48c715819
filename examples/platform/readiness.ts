/** Whether the service can take records in: what a balancer asks before it sends any. */
import { statfs } from 'node:fs/promises'
import { setTimeout } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Database } from './database.ts'
import type { FolderReleases } from './releases.ts'

export interface Readiness {
  readonly database: boolean
  /** Whether there is a release to judge records by. */
  readonly release: boolean
  /** Whether the release names the keys that this service has. */
  readonly keys: boolean
  /** Whether the data folder has room. */
  readonly disk: boolean
  /** False once it is being stopped. */
  readonly open: boolean
}

const answerWithinMs = 2_000
/** Below it PostgreSQL and the keeping of logs fail in ways of their own. */
const leastBytes = 64 * 1024 * 1024

/** However often it is asked, one look is under way at a time. */
export function createReadiness(parts: {
  readonly database: Database
  readonly releases: FolderReleases
  readonly dataFolder: string
  readonly hasOwnKeys: () => Promise<boolean>
  readonly isOpen: () => boolean
}): () => Promise<Readiness> {
  const { database, releases, dataFolder, hasOwnKeys, isOpen } = parts
  const within = (work: Promise<boolean>): Promise<boolean> =>
    Promise.race([work.catch(() => false), setTimeout(answerWithinMs, false, { ref: false })])
  let looking: Promise<Readiness> | null = null

  const look = async (): Promise<Readiness> => {
    const [isThere, keys, disk] = await Promise.all([
      within(
        database
          .selectNoFrom(sql.lit(1).as('one'))
          .execute()
          .then(() => true),
      ),
      within(hasOwnKeys()),
      within(statfs(dataFolder).then(({ bavail, bsize }) => bavail * bsize >= leastBytes)),
    ])
    return { database: isThere, release: releases.isOpen, keys, disk, open: isOpen() }
  }
  return () => (looking ??= look().finally(() => (looking = null)))
}
