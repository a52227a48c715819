/** A platform put together: its keys, its store, the releases it published. */
import type { Clock } from '../core/ports.ts'
import { isCheckoutError } from '../core/errors.ts'
import { verifyReceiptToken } from '../receipt/token.ts'
import { proveEntitlement } from '../scheme/entitlement.ts'
import type { LedgerSale } from './ledger.ts'
import { openPart } from '../record/outbox-file.ts'
import { openBuyer } from '../record/sealing.ts'
import { createJudge, type JudgePorts, type KnownRelease } from './judge.ts'
import { importPlatformKeys, platformInfo, type PlatformKeys, type PlatformSecrets } from './keys.ts'
import { createPlatformService, type PlatformService } from './service.ts'
import type { PlatformStore } from './store.ts'

/** What the authority published, as the platform reads it. */
export interface Releases {
  /** By the hash of its snapshot; null: never published. */
  by(snapshot: string): Promise<KnownRelease | null>
  /** The newest at an instant, milliseconds since 1970; null: none was published yet. */
  at(ms: number): Promise<KnownRelease | null>
  /** Filed models, as `productId` writes them, that a barcode or model text stands for now. */
  productsOf(gtinOrModel: string): readonly string[]
  /** Whether the files published now call a unit redeemed; `product` as `productId` writes it. */
  isPublished(product: string, serial: string): boolean
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
    const proved = await proveEntitlement(entitlement, { keys: entitlementKeys, atMs })
    if (proved.fact.state !== 'unknown') return proved
    const issued = (await store.entitlement(proved.fact.id))?.fact
    return issued ? { fact: issued, buyer: null } : null
  }
  return createPlatformService({
    store,
    nowMs: () => clock.now(),
    judge: createJudge({
      releaseBy: (snapshot) => releases.by(snapshot),
      releaseAt: (ms) => releases.at(ms),
      openBuyer: (sealed) => openBuyer(sealed, keys.openingKey),
      pseudonym: keys.pseudonym,
      commitment: keys.commitment,
      readEntitlement: entitlementAt,
      ...(inspect && { inspect }),
    }),
    openPart: (sealed) => openPart(sealed, keys.openingKey),
    countersign: (sale) => options.countersign(sale, keys.receiptKey),
    readEntitlement: async (entitlement) => (await entitlementAt(entitlement, clock.now()))?.fact ?? null,
    productsOf: (number) => releases.productsOf(number),
    readReceipt: (code) =>
      verifyReceiptToken(code, [keys.receiptVerifyingKey]).catch((error: unknown) => {
        if (isCheckoutError(error)) return null
        throw error
      }),
    isPublished: (product, serial) => releases.isPublished(product, serial),
    report: options.report,
  })
}
