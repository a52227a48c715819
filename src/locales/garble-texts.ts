/** What happened to a code on its way from the label, and what to do about it. */
import type { Garble } from '../scan/scan.ts'

export type GarbleTexts = Readonly<Record<Garble, string>>
