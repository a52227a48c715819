/** A table of an authority, before anybody looks at what it says. */

/** A table to read. It is opened several times: to tell its form, to read it, to go on after a broken row. */
export interface TableSource {
  /** For messages: the file's name. */
  readonly name: string
  open(): AsyncIterable<Uint8Array>
}

export interface TableRow {
  /** As the spreadsheet numbers it: the first row of the file is 1. */
  readonly number: number
  /** Null where the row cannot be taken apart; `fault` says why. */
  readonly cells: readonly string[] | null
  readonly fault: string
}
