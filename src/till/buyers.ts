/** Buyers: sealed the moment they are captured; what is known of their entitlements. */
import { CheckoutError } from '../core/errors.ts'
import { mintRecordId } from '../core/ids.ts'
import { loaded } from '../core/late.ts'
import type { OutboxContext } from '../outbox/context.ts'
import { isEntitlementUsed } from '../outbox/facts.ts'
import type { LocalFacts } from './local-facts.ts'
import type { Buyer } from '../outbox/reserve.ts'
import type { Identity } from '../record/identity.ts'
import type { PlatformInfo } from '../scheme/platform-info.ts'
import { withUse, type EntitlementFact } from '../scheme/entitlement-fact.ts'
import type { Inquire } from './inquiry.ts'

export interface BuyersOptions {
  readonly context: OutboxContext
  readonly localFacts: LocalFacts
  readonly inquire: Inquire
  readonly platform: () => PlatformInfo | null
}

export interface Buyers {
  /** @throws CheckoutError `INPUT_INVALID` naming the field, `NOT_ENROLLED`, `CATALOG_MISSING` */
  capture(input: Identity & { readonly entitlement?: string }): Promise<Buyer>
  /** What was last found out of an entitlement; null for none. */
  entitlement(buyer: Buyer | null): EntitlementFact | null
  /** Proves the buyer's entitlement anew, at this instant. */
  prove(buyer: Buyer | null): Promise<EntitlementFact | null>
}

/** Entitlements remembered: a till serves one buyer at a time. */
const mostRemembered = 50

export function createBuyers({ context, localFacts, inquire, platform }: BuyersOptions): Buyers {
  /** What was last found out, and what this till's own sales make of it. */
  const facts = new Map<string, { readonly found: EntitlementFact; readonly fact: EntitlementFact }>()

  async function prove(text: string): Promise<EntitlementFact> {
    const keys = platform()?.entitlementKeys ?? []
    const { readEntitlement } = await loaded(import('../scheme/entitlement.ts'))
    const atMs = context.ports.clock.now()
    const proved = await readEntitlement(text, { keys, atMs })
    const remembered = facts.get(text)?.found
    // A code that is no token is known by the platform's word alone.
    const found =
      proved.state !== 'unknown'
        ? proved
        : remembered && remembered.state !== 'unknown'
          ? remembered
          : ((await ask(text)) ?? proved)
    const isUsed = await context.db.read(['sales'], (tables) => isEntitlementUsed(tables, found.id, atMs))
    const fact = withUse(found, isUsed)
    if (facts.size >= mostRemembered) facts.clear()
    facts.set(text, { found, fact })
    return fact
  }

  async function ask(text: string): Promise<EntitlementFact | null> {
    const answer = await inquire('entitlements', { entitlement: text })
    if (!answer) return null
    const { id, state, covers, region, channel } = answer
    return { id, state, covers, region, channel }
  }

  return {
    async capture({ entitlement, ...identity }) {
      // A key that could not be read when it was given may be readable by now.
      if (!localFacts.keys) await localFacts.reload()
      const { keys } = localFacts
      const sealingKey = platform()?.sealingKey
      if (!keys)
        throw new CheckoutError('NOT_ENROLLED', 'this till has no key yet: enrol it with a code from the platform')
      if (!sealingKey)
        throw new CheckoutError(
          'CATALOG_MISSING',
          'no release is on this till yet, and with it no key to seal a buyer to',
        )
      const { store, till } = context
      const { buyerTag, sealBuyer } = await loaded(import('../record/sealing.ts'))
      const recordId = mintRecordId(context.ports)
      const tagged = async (): Promise<string> => {
        const tag = await buyerTag(keys.tagKey, identity.idNumber)
        await localFacts.loadBuyer(tag)
        return tag
      }
      const [sealed, tag] = await Promise.all([sealBuyer(identity, { recordId, store, till, sealingKey }), tagged()])
      if (entitlement !== undefined) await prove(entitlement)
      return { tag, sealed, sale: recordId, entitlement: entitlement ?? null }
    },
    entitlement: (buyer) => (buyer ? (facts.get(buyer.entitlement ?? '')?.fact ?? null) : null),
    prove: async (buyer) => (buyer && buyer.entitlement !== null ? prove(buyer.entitlement) : null),
  }
}
