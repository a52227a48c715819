/** Verify: item, release, facts and setting in; a verdict with every reason out. Pure, and never throws for a business answer. */
import { checkData } from './checks/data.ts'
import { checkModel } from './checks/model.ts'
import { checkPrice } from './checks/price.ts'
import { checkScan } from './checks/scan.ts'
import { checkScheme } from './checks/scheme.ts'
import { checkUnits } from './checks/unit.ts'
import { readItem, readSerials } from './item.ts'
import { inTableOrder, type Reason, statusOf } from './reasons.ts'
import { type Situation, situationOf } from './situation.ts'
import type { Release } from '../catalog/release.ts'
import type { Basis, Evidence, Item, Verdict, VerifyContext } from './verdict.ts'

/**
 * Judges one unit.
 * @throws CheckoutError `INPUT_INVALID` or `INPUT_TOO_LARGE` naming the member of `item` that is not of
 * its type, or `at`
 */
export function verify(item: Item, context: VerifyContext): Verdict {
  return verifyNormal(readItem(item), context)
}

/** @param item as `readItem` gives it */
export function verifyNormal(item: Item, context: VerifyContext): Verdict {
  return judge(situationOf(item, [item.serial ?? null], false, context))
}

/**
 * Judges a line of several units of one model: as {@link verify}, with each unit's serial looked at and
 * reasons naming it as `serials.0`, `serials.1`, …
 * @param serials one a unit in the line's order; null where none was scanned yet
 */
export function verifyLine(item: Item, serials: readonly (string | null)[], context: VerifyContext): Verdict {
  return judge(situationOf(readItem(item), readSerials(serials), true, context))
}

function judge(situation: Situation): Verdict {
  const found: Reason[] = []
  // Entitlement, quota and the offline budget are the cart's.
  checkScan(situation, found)
  checkModel(situation, found)
  checkUnits(situation, found)
  checkPrice(situation, found)
  checkScheme(situation, found)
  checkData(situation, found)
  const reasons = inTableOrder(found)
  return {
    status: statusOf(reasons),
    reasons,
    item: situation.item,
    listing: situation.listing,
    candidates: situation.match?.candidates ?? [],
    evidence: evidenceOf(situation),
  }
}

function evidenceOf({ context, release, ruleSet }: Situation): Evidence {
  return {
    at: context.setting.at,
    basis: release && basisOf(release, ruleSet?.id ?? null),
    freshness: context.facts.freshness,
    clock: context.facts.clock,
  }
}

function basisOf({ basis: { versions, snapshot, issued } }: Release, ruleSet: string | null): Basis {
  return { versions, snapshot, issued, ruleSet }
}
