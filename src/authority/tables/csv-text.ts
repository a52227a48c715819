/** Writing CSV that a spreadsheet opens without harm. */

/** One line with CRLF (RFC 4180). */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`
}

// A cell that begins so is run as a formula by the spreadsheet of whoever opens the file.
const formulaStart = /^[=+\-@\t\r]/

/** Quoted where it must be; what would run as a formula is made text with a leading apostrophe. */
export function csvCell(text: string): string {
  const safe = formulaStart.test(text) && !/^-?\d+(?:\.\d+)?$/.test(text) ? `'${text}` : text
  return /[",\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
