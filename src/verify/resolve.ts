/** Looks up which rule sets hold: once for a verdict, a cart or a reservation. */
import { ruleSetsAt, type InForce } from '../scheme/in-force.ts'
import { requireContext } from './schema.ts'
import type { VerifyContext } from './verdict.ts'

export interface ResolvedContext extends VerifyContext {
  /** Where each scheme stands; none without a release. */
  readonly schemes: readonly InForce[]
}

function isResolved(context: VerifyContext | ResolvedContext | null): context is ResolvedContext {
  return typeof context === 'object' && context !== null && 'schemes' in context
}

/**
 * A context that is resolved already stays as it is.
 * @throws CheckoutError `INPUT_INVALID` naming the member of the context that is wrong
 */
export function resolve(context: VerifyContext | ResolvedContext): ResolvedContext {
  if (isResolved(context)) return context
  requireContext(context)
  // Member by member: spreading costs a third of a verdict.
  const { release, facts, setting } = context
  return { release, facts, setting, schemes: release ? ruleSetsAt(release.ruleSets, setting) : [] }
}
