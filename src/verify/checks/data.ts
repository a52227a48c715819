import { reason } from '../reasons.ts'
import type { Check } from '../situation.ts'

/** Whether there is a release, how old it is, and whether the clock can tell. */
export const checkData: Check = ({ context, release, ruleSet }, reasons) => {
  const { freshness, clock } = context.facts
  if (release === null || freshness === 'missing') reasons.push(reason('catalog_missing', { field: 'release' }))
  else if (freshness !== 'fresh') {
    const hours = freshness === 'refuse' ? ruleSet?.freshness.refuseHours : ruleSet?.freshness.warnHours
    reasons.push(
      reason('catalog_stale', {
        field: 'release',
        expected: hours === undefined ? null : String(hours),
        received: release.basis.issued,
        severity: freshness === 'refuse' ? 'required' : 'recommended',
      }),
    )
  }
  if (clock === 'untrusted') reasons.push(reason('clock_untrusted', { field: 'at', received: context.setting.at }))
}
