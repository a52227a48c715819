/**
 * `tradein-checkout/authority`: the authority's tool as functions, for Node. What it does on the
 * command line is `tradein-authority`.
 */
export { type CheckedListings, type CheckInput, checkTables, sortFindings } from '../authority/check-tables.ts'
export { checkProject, type Progress, type ProjectCheck, publishProject } from '../authority/build-project.ts'
export { headerNames, type ColumnName } from '../authority/columns.ts'
export { type Finding, type FindingCode, findingWeights, weightOf } from '../authority/findings.ts'
export { findingLine, findingsCsvLines } from '../authority/findings-report.ts'
export { type InitOptions, initProject } from '../authority/init-project.ts'
export { openProject, type Project, projectSigners } from '../authority/project.ts'
export { type BuildOptions, buildRelease, brandRole, type ReleaseContent, type ReleaseRoles } from '../authority/release.ts'
export { publishFiles, readRepositoryFolder } from '../authority/repository-folder.ts'
export { brandsForSample, generateListings, type SampleOptions } from '../authority/sample.ts'
export { writeSegments } from '../authority/segment-layout.ts'
export { CheckoutError, type ErrorCode, isCheckoutError } from '../core/errors.ts'
export { firstRootText, type RepositoryFiles } from '../trust/repository.ts'
