/** `tradein-checkout/elements-define`: registers the tags. The package's only import for its effect. */
import { defineTradeinTill } from '../elements/till.ts'

defineTradeinTill(customElements)
