/**
 * Writes down what the platform answered, in the order in which it came in: all that came while the last
 * were written, in one transaction. Nobody who sends waits for it; a crash before it is written only has
 * the record sent again.
 */
import { onceAtATime } from '../core/once-at-a-time.ts'
import type { OutboxContext } from '../outbox/context.ts'
import { markAnswered } from '../outbox/delivery.ts'
import type { FencingToken } from '../outbox/fencing.ts'
import type { Answer } from '../record/protocol.ts'

export interface AnswerBook {
  note(answer: Answer): void
  /** True once something could not be written: no more is to be sent. */
  readonly isSpoilt: boolean
  /** Resolves when all is written. @throws CheckoutError `STORAGE_…`, `ABORTED` when another tab has taken over */
  written(): Promise<void>
}

export function createAnswerBook(context: OutboxContext, token: FencingToken): AnswerBook {
  let answers: Answer[] = []
  let fault: { readonly error: unknown } | null = null
  const write = onceAtATime(async () => {
    const page = answers
    answers = []
    if (page.length > 0 && !fault)
      await markAnswered(context, token, page).catch((error: unknown) => (fault = { error }))
  })
  return {
    get isSpoilt() {
      return fault !== null
    },
    note(answer) {
      answers.push(answer)
      void write()
    },
    async written() {
      await write()
      if (fault) throw fault.error
    },
  }
}
