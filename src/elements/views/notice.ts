/** What just happened, in colour and words, with the reasons and the next step. */
import { html, nothing, type TemplateResult } from 'lit'
import { isCheckoutError } from '../../core/errors.ts'
import { tendersDue } from '../tenders.ts'
import type { Notice } from '../session-state.ts'
import type { Words } from '../words.ts'

export function noticeBox(notice: Notice | null, words: Words): TemplateResult {
  return html`<div aria-live="assertive" part="notice">${notice === null ? nothing : box(notice, words)}</div>`
}

function box(notice: Notice, words: Words): TemplateResult {
  const { error, difference } = notice
  const problem = notice.scan?.problem ?? null
  const garble = notice.scan?.garble ?? null
  return html`<div class="notice ${notice.tone}" data-notice=${notice.code}>
    <strong>${words.till.notices[notice.code]}</strong>
    ${problem === null ? nothing : html`<p>${words.problem(problem)}</p>`}
    ${garble === null ? nothing : html`<p data-garble=${garble}>${words.garble(garble)}</p>`}
    ${
      notice.reasons.length === 0
        ? nothing
        : html`<ul>
            ${notice.reasons.map((each) => html`<li>${typeof each === 'string' ? words.platformReason(each) : `${words.reason(each)} → ${words.action(each.action)}`}</li>`)}
          </ul>`
    }
    ${
      difference === null
        ? nothing
        : html`<ul>
            ${tendersDue(difference.expected, difference.received).map(([name, due]) => html`<li data-tender=${name}>${words.till.tenders[name]}: ${words.till.tender(words.amount(due), words.amount(difference.received[name]))}</li>`)}
          </ul>`
    }
    ${isCheckoutError(error) ? html`<p>${words.fault(error.code)} <span class="quiet-text">${error.code}</span></p>` : nothing}
  </div>`
}
