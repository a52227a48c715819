/** From a scan to a quote: calls that answer at once, from memory. */
import type { Checkout } from '../client.ts'
import { checked, requireObject } from '../core/require.ts'
import { parse } from '../core/schema.ts'
import type { Buyer } from '../outbox/reserve.ts'
import { requireRecordable } from '../record/recordable.ts'
import type { ScanReader } from '../scan/scan-reader.ts'
import { readCart } from '../subsidy/cart.ts'
import type { Cart } from '../subsidy/quote.ts'
import { quote } from '../subsidy/quote-cart.ts'
import type { ResolvedContext } from '../verify/resolve.ts'
import { readItem } from '../verify/item.ts'
import { verifyNormal } from '../verify/verify.ts'
import type { Buyers } from './buyers.ts'
import { limitSchema, quoteSchema, scanOptionsSchema, typedSchema } from './inputs.ts'
import type { SerialAnswers } from './serial-answers.ts'
import type { Terms } from './terms.ts'

export type Quoting = Pick<Checkout, 'scan' | 'search' | 'listings' | 'brandName' | 'verify' | 'quote'>

export interface QuotingOptions {
  readonly scan: ScanReader
  readonly terms: Terms
  readonly buyers: Pick<Buyers, 'entitlement'>
  readonly serials: Pick<SerialAnswers, 'facts' | 'notice'>
}

export function createQuoting({ scan, terms, buyers, serials }: QuotingOptions): Quoting {
  const contextOf = (cart: Cart, buyer: Buyer | null): ResolvedContext =>
    terms.context({
      cart,
      tag: buyer?.tag ?? null,
      entitlement: buyers.entitlement(buyer),
      serials: serials.facts(cart),
    })
  const calls: Quoting = {
    scan(raw, options) {
      const { origin = 'text' } = options === undefined ? {} : parse(scanOptionsSchema, options, 'options')
      return scan(raw, { origin })
    },
    search(text, limit) {
      parse(typedSchema, text, 'text')
      if (limit !== undefined) parse(limitSchema, limit, 'limit')
      return terms.search(text, limit)
    },
    listings(item) {
      const { listing, candidates } = calls.verify(item)
      return listing ? [listing, ...candidates.filter((each) => each !== listing)] : candidates
    },
    brandName: (id) => terms.release?.catalog.brand(parse(typedSchema, id, 'id'))?.names[0] ?? id,
    verify: checked(
      (given) => {
        const item = readItem(given)
        return verifyNormal(item, contextOf({ lines: [{ id: 'item', item }] }, null))
      },
      { item: requireObject },
    ),
    quote(input) {
      const { buyer = null, ...rest } = parse(quoteSchema, input, '')
      const cart = readCart(rest)
      const priced = quote(cart, contextOf(cart, buyer))
      requireRecordable(priced, buyer)
      serials.notice(priced)
      return { ...priced, buyer }
    },
  }
  return calls
}
