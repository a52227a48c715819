/** The script tag's global: rollup gives these exports the name `TradeinCheckout`. */
export { createCheckout } from '../checkout.ts'
export { CheckoutError, isCheckoutError } from '../core/errors.ts'
