export { TradeinTill, defineTradeinTill } from './declarations.api.js'
