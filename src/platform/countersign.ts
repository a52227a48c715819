/** The platform's signature on a receipt, from the row that it keeps of the sale. */
import type { LedgerSale } from './ledger.ts'
import { signReceiptToken, type ReceiptSigningKey } from '../receipt/token.ts'

/** @param sale one that has a rule set: without one there is no subsidy to vouch for */
export function countersign(sale: LedgerSale, key: ReceiptSigningKey): Promise<string> {
  const { ruleSet, tillNumber, epoch, seq, at, invoiceTotal, subsidy, hash } = sale
  return signReceiptToken(
    { scheme: ruleSet ?? '', till: tillNumber, epoch, seq, at, invoiceTotal, subsidy, digest: hash.slice(0, 32) },
    key,
  )
}
