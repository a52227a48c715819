import {
  createReceipt as createReceipt$1,
  importReceiptKeys as importReceiptKeys$1,
  verifyReceiptToken as verifyReceiptToken$1,
} from './declarations.api.js'
declare const createReceipt: typeof createReceipt$1
declare const importReceiptKeys: typeof importReceiptKeys$1
declare const verifyReceiptToken: typeof verifyReceiptToken$1
export {
  CheckoutError,
  ErrorCode,
  PublicKey,
  Receipt,
  ReceiptFields,
  ReceiptKeyJwk,
  ReceiptSource,
  ReceiptVerifyingKey,
  isCheckoutError,
  maxReceiptChars,
  peekReceiptToken,
  receiptPrefix,
  tillKeyId,
} from './declarations.api.js'
