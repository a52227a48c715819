/** The box that takes scans and typing, and the lines with their verdicts. */
import { html, nothing, type TemplateResult } from 'lit'
import type { Listing, SearchHit } from '../../catalog/listing.ts'
import type { QuoteLine } from '../../subsidy/quote.ts'
import type { Verdict } from '../../verify/verdict.ts'
import { askFor, labelOf, removeLine, setQuantity, skip, type Ask, type Basket, type BasketLine } from '../basket.ts'
import type { Words } from '../words.ts'

export interface BasketActions {
  accept(text: string): void
  edit(change: (basket: Basket) => Basket): void
  choose(listing: Listing): void
}

export function askBox(
  basket: Basket,
  nameOf: (line: string) => string,
  words: Words,
  actions: BasketActions,
): TemplateResult {
  const { ask } = basket
  const submit = (event: Event): void => {
    event.preventDefault()
    const input = (event.currentTarget as HTMLFormElement).elements.namedItem('ask') as HTMLInputElement
    const text = input.value
    input.value = ''
    actions.accept(text)
  }
  return html`<form class="panel ask" part="ask" @submit=${submit}>
    <label for="ask">${asked(ask, nameOf, words)}</label>
    <div class="box">
      <input
        id="ask"
        name="ask"
        autocomplete="off"
        autocapitalize="off"
        spellcheck="false"
        maxlength="512"
        inputmode=${ask.kind === 'price' ? 'decimal' : 'text'}
        aria-describedby="ask-hint"
      />
      <button class="primary">${words.till.enter}</button>
      ${ask.kind === 'product' ? nothing : html`<button type="button" @click=${() => actions.edit(skip)}>${words.till.skip}</button>`}
    </div>
    <p id="ask-hint" class="quiet-text">${words.till.askHint[ask.kind]}</p>
  </form>`
}

function asked(ask: Ask, nameOf: (line: string) => string, { till }: Words): string {
  if (ask.kind === 'price') return till.askPrice(nameOf(ask.line))
  if (ask.kind === 'serial') return till.askSerial(nameOf(ask.line))
  return till.askProduct
}

export function hitList(
  hits: readonly SearchHit[],
  words: Words,
  brandName: (id: string) => string,
  choose: (listing: Listing) => void,
): TemplateResult | typeof nothing {
  if (hits.length === 0) return nothing
  const near = hits.every((hit) => hit.match === 'near')
  return html`<section class="panel" part="hits" aria-live="polite">
    <h2>${near ? words.till.didYouMean : words.till.found}</h2>
    <ul class="hits">
      ${hits.map(({ listing }) => html`<li><button @click=${() => choose(listing)}>${listingText(listing, words, brandName)}</button></li>`)}
    </ul>
  </section>`
}

function listingText(listing: Listing, words: Words, brandName: (id: string) => string): string {
  const named = listing.name.includes(listing.model) ? listing.name : `${listing.model} ${listing.name}`
  const brand = brandName(listing.brand)
  return [
    named.includes(brand) ? named : `${brand} ${named}`,
    ...(listing.grade === null ? [] : [words.grade(listing.grade)]),
  ].join(' · ')
}

export function lineCard(
  line: BasketLine,
  quoted: QuoteLine | undefined,
  verdict: Verdict | null,
  words: Words,
  brandName: (id: string) => string,
  actions: BasketActions,
): TemplateResult {
  const listing = verdict?.listing
  const name = listing ? listingText(listing, words, brandName) : labelOf(line)
  const status = verdict?.status ?? 'undetermined'
  return html`<article
    class="panel line ${line.other ? '' : status}"
    part="line"
    data-line=${line.id}
    data-status=${status}
  >
    <div>
      <h2>${name}</h2>
      ${verdict ? html`<span class="verdict" part="verdict">${words.verdict(verdict.status)}</span>` : nothing}
    </div>
    <div class="money">
      ${
        quoted
          ? html`<div>${words.till.before} ${words.amount(quoted.invoiceTotal)}</div>
              <div class="less">${words.till.subsidy} −${words.amount(quoted.subsidy)}</div>`
          : nothing
      }
    </div>
    <div class="facts">
      <button @click=${() => actions.edit((basket) => askFor(basket, { kind: 'price', line: line.id }))}>
        ${words.till.price}: ${line.price === null ? words.till.missing : words.amount(line.price)}
      </button>
      ${line.serials.map(
        (serial, unit) =>
          html`<button
            @click=${() => actions.edit((basket) => askFor(basket, { kind: 'serial', line: line.id, unit }))}
          >
            ${words.till.serial}: ${serial ?? words.till.missing}
          </button>`,
      )}
      <button
        aria-label="${words.till.units} −"
        ?disabled=${line.serials.length === 1}
        @click=${() => actions.edit((basket) => setQuantity(basket, line.id, line.serials.length - 1))}
      >
        −
      </button>
      <span aria-label=${words.till.units}>${line.serials.length}</span>
      <button
        aria-label="${words.till.units} +"
        @click=${() => actions.edit((basket) => setQuantity(basket, line.id, line.serials.length + 1))}
      >
        +
      </button>
      <button class="quiet" @click=${() => actions.edit((basket) => removeLine(basket, line.id))}>
        ${words.till.remove}
      </button>
    </div>
    ${verdict ? reasonList(verdict, words) : nothing}
    ${verdict ? candidateList(verdict, words, brandName, actions) : nothing}
  </article>`
}

function reasonList(verdict: Verdict, words: Words): TemplateResult | typeof nothing {
  if (verdict.reasons.length === 0) return nothing
  return html`<ul class="reasons">
    ${verdict.reasons.map(
      (each) =>
        html`<li data-reason=${each.code}>
          ${words.reason(each)} <span class="action">→ ${words.action(each.action)}</span>
        </li>`,
    )}
  </ul>`
}

function candidateList(
  verdict: Verdict,
  words: Words,
  brandName: (id: string) => string,
  actions: BasketActions,
): TemplateResult | typeof nothing {
  if (verdict.candidates.length === 0) return nothing
  return html`<div class="reasons">
    <span class="quiet-text">${words.till.didYouMean}</span>
    ${verdict.candidates
      .slice(0, 5)
      .map(
        (listing) =>
          html`<button @click=${() => actions.choose(listing)}>${listingText(listing, words, brandName)}</button>`,
      )}
  </div>`
}
