/** The buyer: three fields that are sealed at once and never shown again. */
import { html, type TemplateResult } from 'lit'
import type { Buyer, BuyerInput } from '../../client.ts'
import type { Words } from '../words.ts'

export function buyerPanel(
  buyer: Buyer | null,
  invalid: string | null,
  words: Words,
  actions: { readonly identify: (input: BuyerInput) => void; readonly forget: () => void },
): TemplateResult {
  const { till } = words
  if (buyer !== null) {
    return html`<section class="panel" part="buyer" data-buyer="sealed">
      <h2>${till.buyer}</h2>
      <p>
        <span class="chip good">${till.buyerSealed}</span>
        <button class="quiet" @click=${actions.forget}>${till.changeBuyer}</button>
      </p>
    </section>`
  }
  const submit = (event: Event): void => {
    event.preventDefault()
    const form = event.currentTarget as HTMLFormElement
    const data = new FormData(form)
    const field = (name: string): string => {
      const value = data.get(name)
      return typeof value === 'string' ? value.trim() : ''
    }
    actions.identify({ name: field('name'), phone: field('phone'), idNumber: field('idNumber') })
  }
  const field = (name: 'name' | 'phone' | 'idNumber', mode: 'text' | 'tel', max: number): TemplateResult =>
    html`<label>
      ${till[name]}
      <input
        name=${name}
        inputmode=${mode}
        maxlength=${max}
        autocomplete="off"
        required
        aria-invalid=${invalid === name ? 'true' : 'false'}
      />
    </label>`
  return html`<form class="panel fields" part="buyer" @submit=${submit}>
    <h2>${till.buyer}</h2>
    ${field('phone', 'tel', 11)} ${field('name', 'text', 60)} ${field('idNumber', 'text', 18)}
    <button>${till.identify}</button>
    <p class="quiet-text">${till.buyerHint}</p>
  </form>`
}
