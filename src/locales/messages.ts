/**
 * Every code that a person is told of, in one language. A language that lacks a key does not compile.
 * Words of the register's screen are in `till-texts.ts`, words on the receipt in `receipt-texts.ts`.
 */
import type { ErrorCode } from '../core/errors.ts'
import type { SaleState, Task } from '../outbox/sale.ts'
import type { PlatformReason, Standing } from '../record/protocol.ts'
import type { FormulaName } from '../subsidy/formula.ts'
import type { ExplanationStep } from '../subsidy/quote.ts'
import type { Action, Reason, ReasonCode } from '../verify/reasons.ts'
import type { Verdict } from '../verify/verdict.ts'

export type Locale = 'zh-CN' | 'en'

/** What a reason's text is made of. */
export type ReasonFacts = Pick<Reason, 'field' | 'expected' | 'received' | 'action'>
/** What a step's text is made of. */
export type StepFacts = Pick<ExplanationStep, 'inputs' | 'result'>
/** What is wrong, and what to do about it. */
export interface Advice {
  readonly what: string
  readonly next: string
}

/** What a held record's code tells a cashier beyond its task; the other codes tell support. */
export type DeliveryFault = 'record_invalid'

export interface Messages {
  readonly locale: Locale
  /** `"4999.00"` as people write it: `4,999.00 元`. */
  readonly amount: (amount: string) => string
  readonly statuses: Readonly<Record<Verdict['status'] | 'other', string>>
  /** What is wrong: one sentence without a full stop. */
  readonly reasons: Readonly<Record<ReasonCode, (reason: ReasonFacts) => string>>
  /** What to do next, as an order to the cashier. */
  readonly actions: Readonly<Record<Action, string>>
  /** Before a reason that is about one unit of several; `unit` counts from 1. */
  readonly ofUnit: (unit: number, text: string) => string
  /** One step of the calculation, with its result. */
  readonly formulas: Readonly<Record<FormulaName, (step: StepFacts) => string>>
  readonly standings: Readonly<Record<Standing, string>>
  readonly saleStates: Readonly<Record<SaleState, string>>
  readonly tasks: Readonly<Record<Task['kind'], Advice>>
  readonly platformReasons: Readonly<Record<PlatformReason, string>>
  /** Why a record is set aside. */
  readonly deliveryFaults: Readonly<Record<DeliveryFault, string>>
  /** Of records that the browser lost; null: nothing says how many. */
  readonly lost: (count: number | null) => string
  /** Of lost records that were put back from copies. */
  readonly putBack: (count: number) => string
  /** Faults: what happened, and what to do. */
  readonly errors: Readonly<Record<ErrorCode, Advice>>
}
