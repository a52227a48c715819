/**
 * `tradein-checkout/cart`: "after subsidy" prices for a shop's product and cart pages, without the whole
 * database, without storage, without a till's key. What it shows is a preview: the shop's server reserves.
 */
export { createShop, type Shop, type ShopOptions } from '../shop.ts'
export { priceDisplay, type PriceDisplay } from '../subsidy/invoice.ts'
export type { Preview, QuotaLeft } from '../subsidy/preview.ts'
export type { Cart, Line, QuoteLine, QuoteUnit, ExplanationStep } from '../subsidy/quote.ts'
export type { Item, Verdict } from '../verify/verdict.ts'
export type { Reason, ReasonCode } from '../verify/reasons.ts'
export { CheckoutError, isCheckoutError, type ErrorCode } from '../core/errors.ts'
