/**
 * `tradein-checkout/authority`: for Node. The authority's tool as functions, the same as
 * `tradein-authority` does on the command line; and what a platform's server needs to take records
 * in, judge them again and answer.
 */
export {
  checkProject,
  publishProject,
  type BuildProgress,
  type ProjectCheck,
  type PublishOutcome,
} from '../authority/project/build-project.ts'
export { checkTables, sortFindings, type CheckedListings, type CheckInput } from '../authority/tables/check-tables.ts'
export { headerNames, type ColumnName } from '../authority/tables/columns.ts'
export { findingWeights, weightOf, type Finding, type FindingCode } from '../authority/tables/findings.ts'
export { findingLine, findingsCsvLines } from '../authority/tables/findings-report.ts'
export { delegateBrand, initProject, type InitOptions } from '../authority/project/init-project.ts'
export { openProject, projectSigners, type Project, type ProjectFile } from '../authority/project/project.ts'
export { openPublished, type PublishedRelease } from '../authority/project/published.ts'
export type { TableSource } from '../authority/tables/table.ts'
export { readRedeemedTable } from '../authority/tables/redeemed-table.ts'
export {
  brandRole,
  buildRelease,
  type BuildOptions,
  type ReleaseDraft,
  type ReleaseRoles,
} from '../authority/project/release.ts'
export { diffListings, type ListingChange } from '../authority/project/release-diff.ts'
export { publishFiles, readRepositoryFolder } from '../authority/project/repository-folder.ts'
export { resignProject } from '../authority/project/resign-project.ts'
export { brandsForSample, generateListings, type SampleOptions } from '../authority/sample/sample.ts'
export { writeSegments } from '../authority/project/segment-layout.ts'
export type { Brand, Listing } from '../catalog/listing.ts'
export { CheckoutError, isCheckoutError, type ErrorCode } from '../core/errors.ts'
export { decide, settleSale } from '../platform/acceptance.ts'
export type { Decision, AcceptanceContext } from '../platform/decision.ts'
export { readRecord, readRequest, type SignedRecord } from '../record/jws.ts'
export { generatePlatformSecrets, platformInfo, readPlatformSecrets, type PlatformSecrets } from '../platform/keys.ts'
export { openApiDocument } from '../platform/openapi.ts'
export { createPlatform, type PlatformOptions, type Releases } from '../platform/platform.ts'
export type { PlatformService } from '../platform/service.ts'
export type { PlatformStore, TillTransaction } from '../platform/store.ts'
export { addresses, answerSchema, mediaTypes, problemSchema, type Answer, type Standing } from '../record/protocol.ts'
export { platformInfoSchema, type PlatformInfo } from '../scheme/platform-info.ts'
export type { TillRecord } from '../record/record.ts'
export { replay, type Replay } from '../platform/replay.ts'
export { isSealedFor, openBuyer, type OpenedBuyer } from '../record/sealing.ts'
export { lintRuleSets } from '../scheme/lint.ts'
export type { RuleFinding } from '../scheme/rule-finding.ts'
export { firstRootText, type RepositoryFiles } from '../trust/repository.ts'
export type { Bytes } from '../core/bytes.ts'
export type { Ledger, LedgerWrites, LedgerSale } from '../platform/ledger.ts'
export type { ReserveRecord } from '../record/record.ts'
