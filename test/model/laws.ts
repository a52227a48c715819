/** What stands in `protocol.qnt`, by name. */
import { quint, type QuintRun } from './quint.ts'

/** Each is a rule of till or platform that can be taken out of the model. */
export const guards: readonly string[] = [
  ...['durable', 'one_order', 'retry', 'restart', 'park', 'gap', 'keep_unanswered', 'once', 'one_place', 'fork'],
  ...['closed_epoch', 'serial', 'quota', 'hold', 'cancel_wins', 'one_return'],
]

export const laws: readonly string[] = [
  ...['nothing_lost', 'nothing_twice', 'serial_once', 'quota_once', 'cancelled_unpaid', 'lapsed_unpaid', 'one_chain'],
  ...['closed_is_closed', 'flows_after_healing', 'held_is_spoilt', 'agrees_after_healing'],
]

/** Runs at random from a seed, 25 steps each. `intact`: exit code 0 where all laws hold; `without`: one guard is out in each run. */
export function simulate(
  module: 'intact' | 'without',
  given: { readonly samples: number; readonly seed: number; readonly witnesses?: readonly string[] },
): Promise<QuintRun> {
  const { samples, seed, witnesses } = given
  return quint(
    ...['run', 'protocol.qnt', '--main', module, '--verbosity', '1'],
    ...['--max-samples', String(samples), '--max-steps', '25', '--seed', `0x${seed.toString(16)}`],
    ...(witnesses ? ['--witnesses', ...witnesses] : ['--invariants', ...laws]),
  )
}
