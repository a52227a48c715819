/** Recent sales with what became of them, and what a person has to settle. */
import { html, nothing, type TemplateResult } from 'lit'
import type { Sale, Task } from '../../client.ts'
import type { Words } from '../words.ts'

export interface SalesActions {
  open(sale: string): void
  refund(sale: string): void
  paid(sale: string): void
  cancel(sale: string): void
  /** @param task null: sends what is held again */
  settle(task: string | null): void
}

/** What the platform confirmed is not all of the sale while a record of it is still on its way. */
const shownStanding = ({ standing, delivery }: Sale): Sale['standing'] =>
  standing === 'confirmed' && delivery !== 'answered' ? 'provisional' : standing
const toneByStanding = { confirmed: 'good', provisional: 'warn', review: 'warn', refused: 'bad' } as const

export function salesPanel(sales: readonly Sale[], words: Words, actions: SalesActions): TemplateResult {
  const { till } = words
  return html`<section class="panel no-print" part="sales" id="recent" tabindex="-1">
    <h2>${till.recent}</h2>
    ${
      sales.length === 0
        ? html`<p class="quiet-text">${till.noSales}</p>`
        : html`<ul class="sales">
            ${sales.map(
              (sale) =>
                html`<li data-sale=${sale.id} data-standing=${sale.standing} data-state=${sale.state}>
                  <div><strong>${sale.receipt}</strong> <span class="quiet-text">${words.time(sale.at)}</span></div>
                  <div class="money">
                    ${words.amount(sale.quote.payable)} <span class="less">−${words.amount(sale.quote.subsidy)}</span>
                  </div>
                  <div>
                    ${words.saleState(sale.state)}
                    <span class="chip ${toneByStanding[shownStanding(sale)]}">${words.standing(shownStanding(sale))}</span>
                    ${sale.reasons.map((code) => html`<div class="quiet-text">${words.platformReason(code)}</div>`)}
                  </div>
                  <div class="money">
                    <button class="quiet" @click=${() => actions.open(sale.id)}>${till.show}</button>
                    ${sale.state === 'committed' ? html`<button class="quiet" @click=${() => actions.refund(sale.id)}>${till.refundAll}</button>` : nothing}
                  </div>
                </li>`,
            )}
          </ul>`
    }
  </section>`
}

export function tasksPanel(
  tasks: readonly Task[],
  words: Words,
  actions: SalesActions,
): TemplateResult | typeof nothing {
  if (tasks.length === 0) return nothing
  const { till } = words
  return html`<section class="panel no-print" part="tasks">
    <h2>${till.tasks}</h2>
    <ul class="reasons">
      ${tasks.map(
        (task) =>
          html`<li data-task=${task.kind} title=${task.codes.join(' ')}>
            ${words.task(task.kind)}
            ${task.codes.map((code) => html`<span class="quiet-text">${words.taskCode(code)}</span> `)}
            ${task.kind === 'record_held' ? html`<button class="quiet" @click=${() => actions.settle(null)}>${till.sendAgain}</button>` : nothing}
            ${task.kind === 'was_it_paid' && task.sale !== null ? paidOrNot(task.sale, words, actions) : html`<button class="quiet" @click=${() => actions.settle(task.id)}>${till.taskDone}</button>`}
            ${task.sale === null ? nothing : html`<button class="quiet" @click=${() => actions.open(task.sale ?? '')}>${till.show}</button>`}
          </li>`,
      )}
    </ul>
  </section>`
}

function paidOrNot(sale: string, { till }: Words, actions: SalesActions): TemplateResult {
  return html`<button @click=${() => actions.paid(sale)}>${till.paid}</button>
    <button @click=${() => actions.cancel(sale)}>${till.cancel}</button>`
}
