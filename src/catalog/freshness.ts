/** How old the release in force is, on the ladder that the rule set states. */

/** `missing`: no release at all. `refuse`: older than the ladder's hard limit. */
export type Freshness = 'fresh' | 'warn' | 'refuse' | 'missing'
