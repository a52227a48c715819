/**
 * `tradein-checkout/platform`: for Node. What an authority's own service is built of: it takes records in
 * exactly once, judges them again, keeps the ledger, answers tills and signs receipts. The store is its
 * own, behind {@link PlatformStore}; `examples/platform` keeps one in PostgreSQL.
 */
export { createPlatform, type PlatformOptions, type Releases } from '../platform/platform.ts'
export type { PlatformService } from '../platform/service.ts'
export type { JudgePorts, KnownRelease } from '../platform/judge.ts'
export { openReleaseAt, type ReadRepositoryFile, type ReleaseAt } from '../platform/release-at.ts'
export { isRedeemedIn, productsIn } from '../platform/products.ts'

export {
  generatePlatformSecrets,
  importPlatformKeys,
  platformInfo,
  readPlatformSecrets,
  type PlatformKeys,
  type PlatformSecrets,
} from '../platform/keys.ts'
export { countersign } from '../platform/countersign.ts'
export { platformInfoSchema, type PlatformInfo } from '../scheme/platform-info.ts'

export {
  emptyChain,
  type ChainRow,
  type CodeRow,
  type FoundSale,
  type PlatformStore,
  type StoredRecord,
  type TillKeyRow,
  type TillPlace,
  type TillRow,
  type TillTransaction,
  type TillWrites,
} from '../platform/store.ts'
export type {
  Claim,
  ClaimedUnits,
  Ledger,
  LedgerEntitlement,
  LedgerKeys,
  LedgerQuota,
  LedgerSale,
  LedgerSerial,
  LedgerWrites,
  SaleQuota,
  SaleUnit,
  Settlement,
} from '../platform/ledger.ts'

export { decide } from '../platform/acceptance.ts'
export { settleSale } from '../platform/settle.ts'
export type { AcceptanceContext, Decision, Judgement, Link } from '../platform/decision.ts'
export type { LateSale } from '../platform/offline-budget.ts'
export { replay, type Replay } from '../platform/replay.ts'
export {
  checkChain,
  chainFaults,
  type ChainBounds,
  type ChainFault,
  type ChainFinding,
  type ChainKey,
} from '../record/check-chain.ts'
export type { ChainHead } from '../record/chain.ts'
export { readRecord, readRequest, type SignedRecord } from '../record/jws.ts'
export type { ReserveRecord, TillRecord } from '../record/record.ts'
export { isSealedFor, openBuyer, type OpenedBuyer } from '../record/sealing.ts'
export { maxOutboxBytes, type ImportReport, type OutboxPart } from '../record/outbox-file.ts'

export { problem, readBytes, refusalOf, respond, type Reply } from '../platform/http.ts'
export { openApiDocument } from '../platform/openapi.ts'
export { endpoints, type Endpoint } from '../record/endpoints.ts'
export { answerSchema, mediaTypes, problemSchema, type Answer, type Standing } from '../record/protocol.ts'

export { CheckoutError, isCheckoutError, type ErrorCode } from '../core/errors.ts'
export { wallClock, type Instant } from '../core/clock.ts'
export type { Bytes } from '../core/bytes.ts'
