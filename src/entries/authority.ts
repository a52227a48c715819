/**
 * `tradein-checkout/authority`: for Node. The authority's tool as functions, the same as
 * `tradein-authority` does on the command line; and what a platform's server needs to take records
 * in, judge them again and answer.
 */
export {
  checkProject,
  publishProject,
  type Progress,
  type ProjectCheck,
  type PublishOutcome,
} from '../authority/build-project.ts'
export { checkTables, sortFindings, type CheckedListings, type CheckInput } from '../authority/check-tables.ts'
export { headerNames, type ColumnName } from '../authority/columns.ts'
export { findingWeights, weightOf, type Finding, type FindingCode } from '../authority/findings.ts'
export { findingLine, findingsCsvLines } from '../authority/findings-report.ts'
export { delegateBrand, initProject, type InitOptions } from '../authority/init-project.ts'
export { openProject, projectSigners, type Project, type ProjectFile } from '../authority/project.ts'
export { openPublished, type Published } from '../authority/published.ts'
export type { TableSource } from '../authority/read-table.ts'
export { readRedeemedTable } from '../authority/redeemed-table.ts'
export {
  brandRole,
  buildRelease,
  type BuildOptions,
  type ReleaseContent,
  type ReleaseRoles,
} from '../authority/release.ts'
export { diffListings, type ListingChange } from '../authority/release-diff.ts'
export { publishFiles, readRepositoryFolder } from '../authority/repository-folder.ts'
export { resignProject } from '../authority/resign-project.ts'
export { brandsForSample, generateListings, type SampleOptions } from '../authority/sample.ts'
export { writeSegments } from '../authority/segment-layout.ts'
export type { Brand, Listing } from '../catalog/listing.ts'
export { CheckoutError, isCheckoutError, type ErrorCode } from '../core/errors.ts'
export { decide, settleSale, type Decision, type Situation } from '../record/acceptance.ts'
export { readRecord, readRequest, type SignedRecord } from '../record/jws.ts'
export {
  generatePlatformSecrets,
  platformInfo,
  readPlatformSecrets,
  type PlatformSecrets,
} from '../record/platform/keys.ts'
export { openApiDocument } from '../record/platform/openapi.ts'
export { createPlatform, type PlatformOptions, type Releases } from '../record/platform/platform.ts'
export type { PlatformService } from '../record/platform/service.ts'
export type { PlatformStore, TillTransaction } from '../record/platform/store.ts'
export {
  addresses,
  answerSchema,
  mediaTypes,
  platformInfoSchema,
  problemSchema,
  type Answer,
  type PlatformInfo,
  type Standing,
} from '../record/protocol.ts'
export type { TillRecord } from '../record/record.ts'
export { replay, type Replay } from '../record/replay.ts'
export { isSealedFor, openBuyer, type OpenedBuyer } from '../record/sealing.ts'
export { lintRuleSets, type RuleFinding } from '../scheme/lint.ts'
export { firstRootText, type RepositoryFiles } from '../trust/repository.ts'
export type { Bytes } from '../core/bytes.ts'
export type { Ledger, LedgerWrites, SaleRow } from '../record/ledger.ts'
export type { ReserveRecord } from '../record/record.ts'
