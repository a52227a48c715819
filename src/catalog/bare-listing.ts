import type { Listing } from './listing.ts'

/** All that a listing need not state, unstated; it is listed, for any time. */
export const bareListing: Omit<Listing, 'brand' | 'model' | 'category' | 'filedPrice' | 'name'> = {
  gtin: null,
  gradeKind: 'none',
  grade: null,
  basePrice: null,
  averagePrice: null,
  guidePrice: null,
  recordNumber: null,
  registeredModel: null,
  certificate: null,
  serialRule: null,
  from: null,
  to: null,
  status: 'listed',
}
