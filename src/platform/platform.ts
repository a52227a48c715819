/** A platform put together: its keys, its store, the releases it published. */
import type { Clock } from '../core/ports.ts'
import { readEntitlement } from '../scheme/entitlement.ts'
import type { LedgerSale } from './ledger.ts'
import { openBuyer } from '../record/sealing.ts'
import { createJudge, type JudgePorts, type KnownRelease } from './judge.ts'
import { importPlatformKeys, platformInfo, type PlatformKeys, type PlatformSecrets } from './keys.ts'
import { createPlatformService, type PlatformService } from './service.ts'
import type { PlatformStore } from './store.ts'

/** What the authority published, as the platform reads it. */
export interface Releases {
  /** By the hash of its snapshot; null: never published. */
  by(snapshot: string): Promise<KnownRelease | null>
  /** Filed models, as `productId` writes them, that a barcode or model text stands for now. */
  productsOf(gtinOrModel: string): readonly string[]
}

export interface PlatformOptions {
  readonly store: PlatformStore
  readonly secrets: PlatformSecrets
  readonly releases: Releases
  readonly clock: Pick<Clock, 'now'>
  readonly countersign: (sale: LedgerSale, key: PlatformKeys['receiptKey']) => Promise<string>
  readonly inspect?: JudgePorts['inspect']
  /** Told of faults of the platform itself. */
  readonly report: (error: unknown) => void
}

/**
 * A platform's service over its own store. `handle` answers what tills send:
 *
 * ```ts
 * const service = await createPlatform({ store, secrets, releases, clock: { now: Date.now }, countersign, report })
 * app.all('/api/*', (context) => service.handle(context.req.path.slice('/api/'.length), context.req.raw))
 * ```
 */
export async function createPlatform(options: PlatformOptions): Promise<PlatformService> {
  const { store, secrets, releases, clock, inspect } = options
  const keys = await importPlatformKeys(secrets)
  const entitlementKeys = platformInfo(secrets, '/').entitlementKeys
  // Whether it is used is the ledger's to say; here only what the token proves, or what the platform issued.
  const entitlementAt = async (entitlement: string, atMs: number): ReturnType<JudgePorts['readEntitlement']> => {
    const fact = await readEntitlement(entitlement, { keys: entitlementKeys, atMs })
    return fact.state === 'unknown' ? ((await store.entitlement(fact.id))?.fact ?? null) : fact
  }
  return createPlatformService({
    store,
    nowMs: () => clock.now(),
    judge: createJudge({
      releaseBy: (snapshot) => releases.by(snapshot),
      openBuyer: (sealed) => openBuyer(sealed, keys.openingKey),
      pseudonym: keys.pseudonym,
      readEntitlement: entitlementAt,
      ...(inspect && { inspect }),
    }),
    countersign: (sale) => options.countersign(sale, keys.receiptKey),
    readEntitlement: (entitlement) => entitlementAt(entitlement, clock.now()),
    productsOf: (number) => releases.productsOf(number),
    report: options.report,
  })
}
