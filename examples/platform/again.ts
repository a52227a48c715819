/** Does again what another writer, or a connection that broke, kept from being done. A call that is done twice must have one effect. */
import { setTimeout } from 'node:timers/promises'

/** Serialization failure, deadlock, and a row that appeared since it was looked for. */
const conflicts = new Set(['40001', '40P01', '23505'])
const mostConflicts = 20
/** Connection exceptions, and a server that stops, starts, or takes no writes since it is a standby now. */
const brokenCodes = /^(?:08...|57P0[1-3]|25006|ECONNREFUSED|ECONNRESET|EPIPE)$/
const brokenText = 'Connection terminated unexpectedly'
/** Too many connections, and what names and routes say. */
const awayCodes = /^(?:53300|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/
const awayTexts = /^(?:Connection terminated|timeout exceeded when trying to connect)/
const mostBroken = 3
const pauseMs = 100

function codeOf(error: unknown): string {
  const { code } = error as { readonly code?: unknown }
  return typeof code === 'string' ? code : ''
}

function isBroken(error: unknown): boolean {
  return brokenCodes.test(codeOf(error)) || (error as Error).message === brokenText
}

/** Whether the database was not there: nothing is wrong with what was asked. */
export function isAway(error: unknown): boolean {
  return isBroken(error) || awayCodes.test(codeOf(error)) || awayTexts.test((error as Error).message)
}

/** The calls, each begun again when it met another writer or a broken connection, after a longer and less regular pause; as often as there is sense in it. */
export function allAgain<Calls extends object>(calls: Calls): Calls {
  const again =
    (call: (...given: unknown[]) => Promise<unknown>) =>
    async (...given: unknown[]): Promise<unknown> => {
      for (let met = 0, broken = 0; ;) {
        try {
          return await call(...given)
        } catch (error) {
          if (conflicts.has(codeOf(error))) met += 1
          else if (isBroken(error)) broken += 1
          else throw error
          if (met >= mostConflicts || broken >= mostBroken) throw error
          await setTimeout(broken > 0 ? pauseMs : Math.random() * Math.min(2 ** met, pauseMs))
        }
      }
    }
  return Object.fromEntries(Object.entries(calls).map(([name, call]) => [name, again(call as never)])) as Calls
}
