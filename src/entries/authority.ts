/**
 * `tradein-checkout/authority`: for Node. The authority's tool as functions, the same as
 * `tradein-authority` does on the command line.
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
export {
  openProject,
  pathIn,
  projectFileName,
  projectSigners,
  type Project,
  type ProjectFile,
} from '../authority/project/project.ts'
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
export { platformInfoSchema, type PlatformInfo } from '../scheme/platform-info.ts'
export { lintRuleSets } from '../scheme/lint.ts'
export type { RuleFinding } from '../scheme/rule-finding.ts'
export { firstRootText, readRepository, type RepositoryFiles, type WrittenRelease } from '../trust/repository.ts'
export type { Bytes } from '../core/bytes.ts'
