/** Price before, subsidy, to pay; how it was worked out; and the keys that close the sale. */
import { html, nothing, type TemplateResult } from 'lit'
import type { Charge } from '../../subsidy/charge.ts'
import type { Quote } from '../../subsidy/quote.ts'
import { tendersDue } from '../tenders.ts'
import type { Stage } from '../session-state.ts'
import type { Words } from '../words.ts'

export interface TotalsActions {
  readonly reserve: () => void
  readonly paid: () => void
  readonly cancel: () => void
  readonly next: () => void
  readonly print: () => void
}

/** @param charge of the sale in hand */
export function totalsPanel(
  quote: Quote | null,
  charge: Charge | null,
  stage: Stage,
  words: Words,
  actions: TotalsActions,
): TemplateResult {
  const { till } = words
  return html`<section class="panel" part="totals">
    <dl class="totals">
      <dt>${till.before}</dt>
      <dd data-total="before">${words.amount(quote?.invoiceTotal ?? '0.00')}</dd>
      <dt class="less">${till.subsidy}</dt>
      <dd class="less" data-total="subsidy">−${words.amount(quote?.subsidy ?? '0.00')}</dd>
      <dt class="pay">${till.toPay}</dt>
      <dd class="pay" data-total="payable">${words.amount(quote?.payable ?? '0.00')}</dd>
    </dl>
    ${quote && quote.subsidy !== '0.00' ? explanation(quote, words) : nothing}
    <div class="actions" tabindex="-1">${buttons(quote, charge, stage, words, actions)}</div>
  </section>`
}

function buttons(
  quote: Quote | null,
  charge: Charge | null,
  stage: Stage,
  words: Words,
  actions: TotalsActions,
): TemplateResult {
  const { till } = words
  switch (stage) {
    case 'basket':
      return html`<button
        class="primary big"
        data-action="reserve"
        ?disabled=${quote === null}
        @click=${actions.reserve}
      >
        ${till.reserve}<kbd>F4</kbd>
      </button>`
    case 'working':
      return html`<button class="primary big" disabled aria-live="polite">${till.working}</button>`
    case 'reserved':
      return html`<p><strong>${till.reservedHint(words.amount(charge?.send ?? '0.00'))}</strong></p>
        ${tendersList(charge, words)}
        <button class="primary big" data-action="paid" @click=${actions.paid}>${till.paid}<kbd>F8</kbd></button>
        <button data-action="cancel" @click=${actions.cancel}>${till.cancel}<kbd>F9</kbd></button>`
    case 'done':
      return html`<button data-action="print" @click=${actions.print}>${till.print}</button>
        <button class="primary big" data-action="next" @click=${actions.next}>${till.nextSale}<kbd>F9</kbd></button>`
  }
}

/** Only where there is more to it than the buyer's money. */
function tendersList(charge: Charge | null, words: Words): TemplateResult | typeof nothing {
  const due = charge === null ? [] : tendersDue(charge)
  if (due.every(([name]) => name === 'buyer')) return nothing
  return html`<ul>
    ${due.map(([name, amount]) => html`<li data-tender=${name}>${words.till.tenders[name]}: ${words.till.tender(words.amount(amount))}</li>`)}
  </ul>`
}

function explanation(quote: Quote, words: Words): TemplateResult {
  return html`<details>
    <summary>${words.till.explain}</summary>
    <ol>
      ${quote.lines.flatMap((line) => line.steps.map((step) => html`<li>${words.step(step)}</li>`))}
    </ol>
  </details>`
}
