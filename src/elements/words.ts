/** Everything the register says, in the language in use. */
import type { ErrorCode } from '../core/errors.ts'
import type { Instant } from '../core/clock.ts'
import { garbleTextsEn } from '../locales/en/garble.ts'
import { receiptTextsEn } from '../locales/en/receipt.ts'
import { tillTextsEn } from '../locales/en/till.ts'
import { chooseLocale, tellCode, tellInstant, tellReason, tellTaskCode } from '../locales/locale.ts'
import type { TillTexts } from '../locales/till-texts.ts'
import { garbleTextsZh } from '../locales/zh-cn/garble.ts'
import { receiptTextsZh } from '../locales/zh-cn/receipt.ts'
import { tillTextsZh } from '../locales/zh-cn/till.ts'
import type { Standing } from '../record/protocol.ts'
import type { SaleState, Task } from '../outbox/sale.ts'
import type { Garble, ScanProblem } from '../scan/scan.ts'
import type { ExplanationStep } from '../subsidy/quote.ts'
import type { Action, Reason } from '../verify/reasons.ts'
import type { Verdict } from '../verify/verdict.ts'

export interface Words {
  readonly till: TillTexts
  amount(amount: string): string
  verdict(status: Verdict['status']): string
  reason(reason: Reason): string
  action(action: Action): string
  problem(problem: ScanProblem): string
  garble(garble: Garble): string
  platformReason(code: string): string
  taskCode(code: string): string | null
  standing(standing: Standing): string
  saleState(state: SaleState): string
  task(kind: Task['kind']): string
  step(step: ExplanationStep): string
  grade(grade: number): string
  fault(code: ErrorCode): string
  time(instant: Instant): string
}

// The register shows times as the store's wall clock does.
const zone = 'Asia/Shanghai'

/** @param locale BCP 47 */
export function wordsFor(locale: string): Words {
  const { messages } = chooseLocale(locale)
  const english = messages.locale === 'en'
  const receipt = english ? receiptTextsEn : receiptTextsZh
  const told = (pair: { readonly what: string; readonly next: string }): string => `${pair.what} → ${pair.next}`
  return {
    till: english ? tillTextsEn : tillTextsZh,
    amount: messages.amount,
    verdict: (status) => messages.statuses[status],
    reason: (reason) => tellReason(reason, messages).what,
    action: (action) => messages.actions[action],
    problem: (problem) => messages.reasons[problem]({ field: '', expected: null, received: null, action: 'rescan' }),
    garble: (garble) => (english ? garbleTextsEn : garbleTextsZh)[garble],
    platformReason: (code) => tellCode(code, messages),
    taskCode: (code) => tellTaskCode(code, messages),
    standing: (standing) => messages.standings[standing],
    saleState: (state) => messages.saleStates[state],
    task: (kind) => told(messages.tasks[kind]),
    step: (step) => messages.formulas[step.formula](step),
    grade: receipt.grade,
    fault: (code) => told(messages.errors[code]),
    time: (instant) => tellInstant(instant, zone, messages.locale),
  }
}
