/** The till's own signature on a receipt, until the platform's is there (DESIGN §6.6). */
import { fromBase64Url, toHex } from '../core/bytes.ts'
import { requireText } from '../core/require.ts'
import type { SaleOnChain } from '../outbox/sale-on-chain.ts'
import type { SigningKey } from '../record/keys.ts'
import { signReceiptToken } from './token.ts'

/** A till's key, and its number as enrolled. */
export interface TillSigner extends SigningKey {
  readonly number: number
}

/** How many bytes of a key's thumbprint name it in a receipt code. */
const keyIdBytes = 8

/** A till key's `kid` in receipt codes: the first 8 bytes of its RFC 7638 thumbprint, 16 hexadecimal digits. */
export function tillKeyId(thumbprint: string): string {
  requireText(thumbprint, 'thumbprint')
  return toHex(fromBase64Url(thumbprint, 'thumbprint').subarray(0, keyIdBytes))
}

/** Null where there is nothing to vouch for: no key, no rule set, or a reserve record that is not this till's. */
export async function signAsTill({ sale, place }: SaleOnChain, signer: TillSigner | null): Promise<string | null> {
  const scheme = sale.quote.basis?.ruleSet ?? null
  if (!signer || !place || scheme === null) return null
  const { epoch, seq, hash } = place
  const { invoiceTotal, subsidy } = sale.quote
  const fields = { scheme, till: signer.number, epoch, seq, at: sale.at, invoiceTotal, subsidy }
  return signReceiptToken(
    { ...fields, digest: hash.slice(0, 32) },
    { kid: tillKeyId(signer.keyId), privateKey: signer.privateKey },
  )
}
