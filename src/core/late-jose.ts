/** Signing and sealing, fetched once when it is first needed. */
import type * as library from './jose.ts'
import { latePart } from './late.ts'

export const jose: () => Promise<typeof library> = latePart(() => import('./jose.ts'))
