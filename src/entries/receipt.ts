/** `tradein-checkout/receipt`: receipts drawn and verified. */
import { checked, checkedLater, listOf, requireList, requireObject, requireText, shapeOf } from '../core/require.ts'
import * as receiptKeys from '../receipt/receipt-keys.ts'
import * as receipt from '../receipt/receipt.ts'
import * as token from '../receipt/token.ts'

export type { Receipt } from '../receipt/receipt.ts'
export { type ReceiptSource } from '../receipt/content.ts'
export {
  maxReceiptChars,
  peekReceiptToken,
  receiptPrefix,
  type ReceiptFields,
  type ReceiptVerifyingKey,
} from '../receipt/token.ts'
export type { ReceiptKeyJwk } from '../receipt/receipt-keys.ts'
export { tillKeyId } from '../receipt/till-code.ts'
export { CheckoutError, isCheckoutError, type ErrorCode } from '../core/errors.ts'
export type { PublicKey } from '../core/public-key.ts'

export const createReceipt: typeof receipt.createReceipt = checked(receipt.createReceipt, {
  source: shapeOf({ sale: requireObject }),
  locale: requireText,
})
export const verifyReceiptToken: typeof token.verifyReceiptToken = checkedLater(token.verifyReceiptToken, {
  text: requireText,
  keys: listOf(shapeOf({ kid: requireText, publicKey: requireObject })),
})
export const importReceiptKeys: typeof receiptKeys.importReceiptKeys = checkedLater(receiptKeys.importReceiptKeys, {
  receiptKeys: requireList,
})
