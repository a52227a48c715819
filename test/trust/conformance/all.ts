import { basic } from './basic.ts'
import { delegations } from './delegations.ts'
import { download } from './download.ts'
import { expiration } from './expiration.ts'
import { keys } from './keys.ts'
import { quoting } from './quoting.ts'
import { rollback } from './rollback.ts'
import { rotations } from './rotations.ts'
import type { Scenario } from './stage.ts'

/** The scenarios of the public TUF conformance suite and some more, by the suite's own headings. */
export const scenariosByHeading: Readonly<Record<string, readonly Scenario[]>> = {
  basic,
  expiration,
  'file download': download,
  keys,
  quoting,
  rollback,
  'delegation graphs': delegations,
  'key rotations': rotations,
}
