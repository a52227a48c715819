/** The line at the top: where we are, online or not, what is unsent, how fresh the data is. */
import { html, type TemplateResult } from 'lit'
import type { Status } from '../../client.ts'
import type { Words } from '../words.ts'

const toneByFreshness = { fresh: 'good', warn: 'warn', refuse: 'bad', missing: 'bad' } as const

export function statusLine(status: Status, words: Words, place: string, switchLanguage: () => void): TemplateResult {
  const { till } = words
  const { catalog } = status
  return html`<header part="header">
    <h1>${till.heading}</h1>
    <span class="quiet-text">${place}</span>
    <span class="grow"></span>
    <ul class="chips" aria-live="polite">
      ${chip(status.online ? 'good' : 'warn', status.online ? till.online : till.offline, 'online')}
      ${status.training ? chip('bad', till.training, 'training') : ''}
      ${status.enrolled ? '' : chip('bad', till.notEnrolled, 'enrolled')}
      ${count(status.unsent, till.unsent, 'warn', till.unknownCount, 'unsent')}
      ${count(status.refused, till.refusedCount, 'bad', till.unknownCount, 'refused')}
      ${count(status.tasks, till.taskCount, 'warn', till.unknownCount, 'tasks')}
      ${chip(toneByFreshness[catalog.freshness], till.freshness[catalog.freshness], 'freshness', till.catalog(String(catalog.listings), catalog.ageHours))}
      ${catalog.fault === null || catalog.fault === 'TRANSPORT_FAILED' ? '' : chip('bad', words.fault(catalog.fault), 'fault')}
    </ul>
    <button class="quiet" data-action="language" @click=${switchLanguage}>${till.language}</button>
  </header>`
}

function chip(tone: 'good' | 'warn' | 'bad', text: string, name: string, title = ''): TemplateResult {
  return html`<li class="chip ${tone}" data-chip=${name} title=${title}>${text}</li>`
}

function count(
  value: number | null,
  text: (count: number) => string,
  tone: 'warn' | 'bad',
  unknown: string,
  name: string,
): TemplateResult {
  if (value === null) return chip('bad', unknown, name)
  return chip(value === 0 ? 'good' : tone, text(value), name)
}
