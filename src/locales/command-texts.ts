/** What the commands of the authority's tool say: their help, their results and what to do next. */
import type { BuildProgress } from '../authority/project/build-project.ts'
import type { ChainFault } from '../record/check-chain.ts'

export type CommandName =
  | 'init'
  | 'columns'
  | 'check'
  | 'build'
  | 'diff'
  | 'keys'
  | 'sign'
  | 'timestamp'
  | 'redeemed'
  | 'rotate-root'
  | 'inspect'
  | 'verify'
  | 'chain'

export interface CommandTexts {
  readonly commands: Readonly<Record<CommandName, { readonly summary: string; readonly help: string }>>
  /** Below the list of commands. */
  readonly overview: string
  readonly unknownCommand: (name: string) => string
  readonly needs: (command: string, operand: string) => string

  readonly progress: (progress: BuildProgress) => string
  readonly ruleFinding: (ruleSet: string, field: string, text: string, weight: 'error' | 'warning') => string
  readonly moreFindings: (count: number) => string
  readonly table: (name: string, rows: number, encoding: string, ignored: readonly string[]) => string
  readonly totals: (listings: number, errors: number, warnings: number) => string
  readonly reportWritten: (findings: number, file: string) => string
  readonly correctRows: string
  readonly nextBuild: (folder: string) => string

  readonly toBeSigned: (file: string) => string
  readonly keysSealed: (count: number) => string
  readonly nextSign: (folder: string) => string
  readonly published: (files: number, bytes: number, folder: string) => string
  readonly pinRoot: (file: string) => string
  readonly nextCopy: (folder: string) => string

  readonly moreChanges: (count: number) => string
  readonly changes: (added: number, removed: number, changed: number) => string

  readonly made: (folder: string) => string
  readonly fillIn: string

  readonly issued: (issued: string | null, expires: string) => string
  readonly snapshot: (hash: string) => string
  readonly roleVersion: (role: string, version: number) => string
  readonly file: (path: string, bytes: number, listings: number | null, role: string) => string
  readonly contents: (brands: number, listings: number, files: number, bytes: number) => string

  readonly brandSigns: (role: string, brand: string) => string
  /** Behind a key whose private half is elsewhere. */
  readonly notHere: string
  readonly role: (role: string, threshold: number, keys: number, days: number, list: string) => string

  readonly unitsRead: (rows: number) => string
  /** `bitsPerUnit`: with one place, `"19.2"`. */
  readonly filterPublished: (path: string, units: number, bytes: number, bitsPerUnit: string) => string

  readonly nextSignRoot: string
  readonly rootPublished: (files: string) => string
  readonly nextCopyRoot: string

  readonly signed: (file: string, type: string, version: number, signatures: number, key: string) => string
  readonly timestampSigned: (days: number) => string

  readonly filesDone: (done: number, total: number) => string
  readonly verified: (files: number, issued: string | null) => string
  readonly faults: (count: number) => string
  readonly notInRelease: (path: string) => string

  readonly chainFaults: Readonly<Record<ChainFault, string>>
  readonly chainChecked: (records: number, findings: number) => string
}
