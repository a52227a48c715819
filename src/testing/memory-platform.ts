/** The platform in memory: the record API behind a handler, with magic amounts and controls for tests. */
import { fromBase64Url, sha256, toBase64Url, utf8, utf8ToText } from '../core/bytes.ts'
import type { Clock } from '../core/ports.ts'
import { countersign } from '../platform/countersign.ts'
import { importPlatformKeys, type PlatformSecrets } from '../platform/keys.ts'
import { createPlatform, type Releases } from '../platform/platform.ts'
import type { PlatformService } from '../platform/service.ts'
import type { TillPlace } from '../platform/store.ts'
import { endpoints } from '../record/endpoints.ts'
import type { ReserveRecord } from '../record/record.ts'
import { issueEntitlement, type NewEntitlement } from '../scheme/entitlement-issuer.ts'
import { anyBuyer } from '../scheme/entitlement.ts'
import type { EntitlementFact } from '../scheme/entitlement-fact.ts'
import { magicAmountOf } from './magic.ts'
import { createMemoryStore, type MemoryStore } from './memory-store.ts'

export interface MemoryPlatformOptions {
  readonly clock: Pick<Clock, 'now'>
  /** From {@link generatePlatformSecrets}; their public half stands in the signed release. */
  readonly secrets: PlatformSecrets
  readonly releases: Releases
  /** What {@link MemoryPlatform.save} gave. */
  readonly saved?: string
  /** False: amounts have no magic. */
  readonly magic?: boolean
}

export interface MemoryPlatform extends PlatformService {
  /** A code that lets a till enrol, once unless it is reusable. */
  addCode(
    code: string,
    options?: {
      readonly store?: string
      readonly till?: string
      readonly reusable?: boolean
      readonly place?: TillPlace
    },
  ): Promise<void>
  revoke(keyId: string): Promise<void>
  /** Opens what was sealed to the platform. */
  readonly openingKey: CryptoKey
  /** Settles every sale whose amount says that it is refused later. Returns the number of sales settled. */
  settleLater(): Promise<number>
  /** A signed entitlement token. */
  issueEntitlement(entitlement: Omit<NewEntitlement, 'buyer'> & { readonly buyer?: string }): Promise<string>
  /** The `buyer` of a token that is one person's own. @param entitlement its id */
  commitment(entitlement: string, idNumber: string): Promise<string>
  /** Registers an entitlement under a code that is not a token. */
  registerEntitlement(code: string, fact: Omit<EntitlementFact, 'id' | 'state'>): Promise<void>
  readonly store: MemoryStore
  /** Faults of the platform itself: a test that expects none finds it empty. */
  readonly faults: readonly unknown[]
  save(): string
}

/** A platform that lives as long as the test, or goes on from what {@link MemoryPlatform.save} gave. */
export async function createMemoryPlatform(options: MemoryPlatformOptions): Promise<MemoryPlatform> {
  const { clock, secrets, releases, saved, magic = true } = options
  const store = createMemoryStore()
  if (saved !== undefined) store.load(saved)
  const keys = await importPlatformKeys(secrets)
  const faults: unknown[] = []
  const service = await createPlatform({
    store,
    secrets,
    releases,
    clock,
    countersign,
    report: (error) => void faults.push(error),
    ...(magic && { inspect }),
  })
  const met = new Map<string, number>()

  const handle = async (path: string, request: Request): Promise<Response> => {
    const fault =
      magic && path === endpoints.records.address && request.method === 'POST'
        ? deliveryFault(await request.clone().text(), met)
        : null
    if (fault?.kind === 'status') return new Response('', { status: fault.status, headers: { 'retry-after': '1' } })
    const response = await service.handle(path, request)
    if (fault?.kind === 'answer_lost') throw new TypeError('Failed to fetch')
    return response
  }

  return {
    handle,
    addCode: (code, { store: shop = null, till = null, reusable = false, place = null } = {}) =>
      store.addCode({ code, store: shop, till, reusable, usedBy: null, place }),
    revoke: (keyId) => store.revoke(keyId),
    settle: (...args) => service.settle(...args),
    importOutbox: (bytes) => service.importOutbox(bytes),
    openingKey: keys.openingKey,
    async settleLater() {
      let settled = 0
      for (const { id, standing, invoiceTotal } of store.sales()) {
        const amount = magicAmountOf(invoiceTotal)
        if (standing !== 'confirmed' || amount?.kind !== 'refused_later') continue
        await service.settle(id, 'refused', [amount.reason])
        settled++
      }
      return settled
    },
    issueEntitlement: (entitlement) => issueEntitlement({ buyer: anyBuyer, ...entitlement }, keys.entitlementKey),
    commitment: keys.commitment,
    async registerEntitlement(code, fact) {
      const id = toBase64Url(await sha256(utf8(code)))
      await store.putEntitlement({ id, fact: { id, state: 'valid', ...fact }, claim: null, buyer: null })
    },
    store,
    faults,
    save: () => store.save(),
  }
}

function inspect(record: ReserveRecord): { refuse: string[]; review: string[] } {
  const amount = magicAmountOf(record.result.invoiceTotal)
  return {
    refuse: amount?.kind === 'refused' ? [amount.reason] : [],
    review: amount?.kind === 'review' ? [amount.reason] : [],
  }
}

/** The fault that a reserve record meets now; it counts how often each record came. */
function deliveryFault(jws: string, met: Map<string, number>): ReturnType<typeof magicAmountOf> {
  try {
    const payload = JSON.parse(utf8ToText(fromBase64Url(jws.split('.')[1] ?? ''))) as Partial<ReserveRecord>
    const amount = payload.kind === 'reserve' && payload.result ? magicAmountOf(payload.result.invoiceTotal) : null
    if (!amount || !('times' in amount)) return null
    const times = met.get(jws) ?? 0
    met.set(jws, times + 1)
    return times < amount.times ? amount : null
  } catch {
    // A body that cannot be read is the service's to refuse.
    return null
  }
}
