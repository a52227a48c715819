/** Chooses a language, and says codes in it. */
import type { Reason } from '../verify/reasons.ts'
import { en } from './en/messages.ts'
import { unitOf } from './figures.ts'
import type { Locale, Messages, Advice } from './messages.ts'
import { zhCn } from './zh-cn/messages.ts'

export interface LocaleChoice {
  readonly locale: Locale
  readonly messages: Messages
  /** The tag asked for that led to it; null when none did and the home language was taken. */
  readonly asked: string | null
}

const byTag: Readonly<Record<string, Messages>> = { zh: zhCn, 'zh-cn': zhCn, en }

/** What there is, the home language first. */
export const locales: readonly Messages[] = [zhCn, en]

/**
 * The first of `wanted` that there is, each tried as BCP 47 looks up: `en-GB`, then `en` (RFC 4647
 * §3.4). Nothing is ignored in silence: `asked` tells which one led to the choice.
 * @param wanted tags in order of preference, such as `navigator.languages`; one tag does as well
 */
export function chooseLocale(wanted: string | readonly string[]): LocaleChoice {
  for (const asked of typeof wanted === 'string' ? [wanted] : wanted) {
    const parts = asked.trim().toLowerCase().replaceAll('_', '-').split('-')
    for (; parts.length > 0; parts.pop()) {
      const tag = parts.join('-')
      const messages = Object.keys(byTag).includes(tag) ? byTag[tag] : undefined
      if (messages) return { locale: messages.locale, messages, asked }
    }
  }
  return { locale: zhCn.locale, messages: zhCn, asked: null }
}

/** What a reason says and what to do next. A reason about one unit of several names the unit. */
export function tellReason(
  reason: Pick<Reason, 'code' | 'field' | 'expected' | 'received' | 'action'>,
  messages: Messages,
): Advice {
  const text = messages.reasons[reason.code](reason)
  const unit = unitOf(reason.field)
  return { what: unit === null ? text : messages.ofUnit(unit, text), next: messages.actions[reason.action] }
}

/** A code of a platform's answer or of a held record; the code itself where a newer platform knows more. */
export function tellCode(code: string, messages: Messages): string {
  const texts: Readonly<Record<string, string>> = { ...messages.platformReasons, ...messages.deliveryFaults }
  if (Object.keys(texts).includes(code)) return texts[code] ?? code
  if (Object.keys(messages.reasons).includes(code)) {
    return messages.reasons[code as keyof Messages['reasons']]({
      field: '',
      expected: null,
      received: null,
      action: 'call_supervisor',
    })
  }
  return code
}

/** A code of a task; null for one that says nothing to a cashier: places in the chain, statuses of a line. */
export function tellTaskCode(code: string, messages: Messages): string | null {
  const [, fate, count] = /^(lost|back)_(\d{1,9}|unknown)$/.exec(code) ?? []
  if (fate === 'lost') return messages.lost(count === 'unknown' ? null : Number(count))
  if (fate === 'back') return messages.putBack(Number(count))
  const text = tellCode(code, messages)
  return text === code ? null : text
}

const formatByKey = new Map<string, Intl.DateTimeFormat>()

/**
 * An instant for people, in an IANA zone: `2026年3月6日 10:00`, `6 Mar 2026, 10:00`.
 * @throws RangeError for a zone that the runtime does not know
 */
export function tellInstant(instant: string, zone: string, locale: Locale): string {
  const key = `${locale} ${zone}`
  let format = formatByKey.get(key)
  if (!format) {
    const month = locale === 'en' ? 'short' : 'long'
    format = new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month,
      day: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
    })
    formatByKey.set(key, format)
  }
  return format.format(new Date(instant))
}
