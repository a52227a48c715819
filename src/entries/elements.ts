/** `tradein-checkout/elements`: the web components, without registering a tag. */
export { defineTradeinTill, TradeinTill } from '../elements/till.ts'
