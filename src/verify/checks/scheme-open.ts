import { reason } from '../reasons.ts'
import type { Check } from '../situation.ts'

const named = 5

/** Whether a rule set holds at the instant, in the store's region and for its channel. */
export const schemeOpen: Check = ({ scheme, context }, reasons) => {
  if (scheme === null || scheme.status === 'open') return
  const { ruleSet } = scheme
  const { at, region, channel } = context.setting
  switch (scheme.status) {
    case 'not_open':
      reasons.push(reason('scheme_not_open', { field: 'at', expected: ruleSet?.from ?? null, received: at }))
      return
    case 'closed':
      reasons.push(reason('scheme_closed', { field: 'at', expected: ruleSet?.to ?? null, received: at }))
      return
    case 'paused':
      reasons.push(reason('scheme_paused', { field: 'at', received: at }))
      return
    case 'region':
      reasons.push(
        reason('region_not_covered', {
          field: 'region',
          expected: ruleSet?.regions.slice(0, named).join(', ') ?? null,
          received: region,
        }),
      )
      return
    case 'channel':
      reasons.push(
        reason('channel_not_covered', {
          field: 'channel',
          expected: ruleSet?.channels.join(', ') ?? null,
          received: channel,
        }),
      )
  }
}
