/** What does not change from history to history: the platform's keys, a signed release, and that release as a till holds it. */
import { generatePlatformSecrets, platformInfo, type PlatformSecrets } from '../../../src/platform/keys.ts'
import type { OpenRelease } from '../../../src/release/release-content.ts'
import { createReleaseKeeper } from '../../../src/release/release-keeper.ts'
import type { ReleaseInForce } from '../../../src/release/library.ts'
import { createAuthority, type Authority } from '../../../src/testing/authority.ts'
import { createClock } from '../../../src/testing/clock.ts'
import { createMemoryPorts } from '../../../src/testing/memory-ports.ts'
import { createNetwork } from '../../../src/testing/network.ts'
import { rootBytes } from '../../../src/trust/pinned.ts'
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { doCryptographyAtOnce } from '../../support/crypto-at-once.ts'
import { createMemoryReleaseStore } from '../../support/memory-release-store.ts'

export const start = '2026-03-06T10:00:00+08:00'
export const apiAddress = 'https://platform.test/api/'
const repository = 'https://platform.test/repository/'

export interface Given {
  readonly secrets: PlatformSecrets
  readonly authority: Authority
  readonly held: ReleaseInForce<OpenRelease>
}

let given: Promise<Given> | null = null

/** Made once a process; cryptography is done at once from then on. */
export const givenOnce = (): Promise<Given> => (given ??= make())

async function make(): Promise<Given> {
  const clock = createClock(start)
  const secrets = await generatePlatformSecrets('https://platform.test/')
  const authority = await createAuthority({ platform: platformInfo(secrets, apiAddress), clock })
  const network = createNetwork(clock.timers)
  network.serve(repository, ({ url }) => authority.handle(decodeURI(url.slice(repository.length))))
  const keeper = await createReleaseKeeper({
    ports: createMemoryPorts({ clock, network, indexedDb: { factory: new IDBFactory(), keyRange: IDBKeyRange } }),
    root: rootBytes(authority.root),
    repository,
    isLive: false,
    store: createMemoryReleaseStore(),
    lockName: 'refresh',
    onChange: () => undefined,
    onProgress: () => undefined,
    onError: () => undefined,
  })
  const refreshed = await keeper.refresh()
  const { held } = keeper
  if (!held)
    throw new Error('no release was fetched', { cause: refreshed.status === 'failed' ? refreshed.error : null })
  await keeper.close()
  await doCryptographyAtOnce()
  return { secrets, authority, held }
}
