/** `tradein-checkout/receipt`: receipts drawn and verified. */
export { createReceipt, type Receipt } from '../receipt/receipt.ts'
export { type ReceiptSource } from '../receipt/content.ts'
export {
  maxReceiptChars,
  peekReceiptToken,
  receiptPrefix,
  verifyReceiptToken,
  type ReceiptFields,
  type ReceiptVerifyingKey,
} from '../receipt/token.ts'
export { importReceiptKeys, type ReceiptKeyJwk } from '../receipt/receipt-keys.ts'
export { tillKeyId } from '../receipt/till-code.ts'
export { CheckoutError, isCheckoutError, type ErrorCode } from '../core/errors.ts'
export type { PublicKey } from '../core/public-key.ts'
