/** Looks up which rule set holds: once for a verdict, a cart or a reservation. */
import { ruleSetAt, type InForce } from '../scheme/in-force.ts'
import type { VerifyContext } from './verdict.ts'

export interface ResolvedContext extends VerifyContext {
  /** Null without a release. */
  readonly scheme: InForce | null
}

/** A context that is resolved already stays as it is. */
export function resolve(context: VerifyContext | ResolvedContext): ResolvedContext {
  if ('scheme' in context) return context
  // Member by member: spreading costs a third of a verdict.
  const { release, facts, setting } = context
  return { release, facts, setting, scheme: release && ruleSetAt(release.ruleSets, setting) }
}
