/** Every check, in the order of the reasons table. Entitlement, quota and the offline budget are the cart's. */
import type { Check } from '../situation.ts'
import { ambiguous } from './ambiguous.ts'
import { barcodeBrand } from './barcode-brand.ts'
import { barcodeModel } from './barcode-model.ts'
import { brandText } from './brand.ts'
import { categoryCovered } from './category.ts'
import { certificate } from './certificate.ts'
import { dataTrusted } from './data.ts'
import { energyRecord } from './energy-record.ts'
import { grade } from './grade.ts'
import { listingStatus } from './listing-status.ts'
import { lookAlikeModel } from './look-alike-model.ts'
import { priceCeiling } from './price-ceiling.ts'
import { priceGiven } from './price-given.ts'
import { priceLimit } from './price-limit.ts'
import { priceLow } from './price-low.ts'
import { scanProblem } from './scan-problem.ts'
import { schemeOpen } from './scheme-open.ts'
import { serials } from './serial.ts'
import { unlisted } from './unlisted.ts'

export const checks: readonly Check[] = [
  scanProblem,
  unlisted,
  lookAlikeModel,
  ambiguous,
  barcodeModel,
  brandText,
  barcodeBrand,
  grade,
  energyRecord,
  certificate,
  listingStatus,
  serials,
  priceGiven,
  priceCeiling,
  priceLimit,
  priceLow,
  schemeOpen,
  categoryCovered,
  dataTrusted,
]
