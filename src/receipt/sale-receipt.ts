/** The receipt of a sale as the till has it: with the platform's code where it has answered, else with its own. */
import type { SaleOnChain } from '../outbox/sale-on-chain.ts'
import type { RuleSet } from '../scheme/rule-set.ts'
import { createReceipt, type Receipt } from './receipt.ts'
import { peekReceiptToken, type ReceiptFields } from './token.ts'
import { signAsTill, type TillSigner } from './till-code.ts'

export interface SaleReceiptSource {
  readonly sold: SaleOnChain
  readonly store: string
  readonly till: string
  /** Null before the till is enrolled. */
  readonly signer: TillSigner | null
  /** Those of the release at hand. */
  readonly ruleSets: readonly RuleSet[]
  readonly brandName: (id: string) => string
  readonly training: boolean
}

/** Where the sale of a receipt's code stands in its till's chain; unproved. @throws CheckoutError `RECEIPT_INVALID` */
export function placeOnReceipt(code: string): Pick<ReceiptFields, 'epoch' | 'seq' | 'digest'> {
  return peekReceiptToken(code).fields
}

/** @param locale BCP 47 */
export async function saleReceipt(source: SaleReceiptSource, locale: string): Promise<Receipt> {
  const { sold, store, till, signer, ruleSets, brandName, training } = source
  const { sale } = sold
  const ruleSet = ruleSets.find((each) => each.id === sale.quote.basis?.ruleSet) ?? null
  const brands = new Set(sale.quote.lines.flatMap(({ verdict }) => verdict?.listing?.brand ?? []))
  const brandNames = Object.fromEntries([...brands].map((brand) => [brand, brandName(brand)]))
  const code = training ? null : (sale.countersignature ?? (await signAsTill(sold, signer)))
  return createReceipt({ sale, store, till, ruleSet, brandNames, code, training }, locale)
}
