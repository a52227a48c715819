/**
 * Makes `src/scan/gs1/ai-table.ts` from the GS1 Barcode Syntax Dictionary. To take a newer release:
 * replace `test/data/gs1/gs1-syntax-dictionary.txt` and run `npx tsx test/support/gs1-table.ts`.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'

const source = new URL('../data/gs1/gs1-syntax-dictionary.txt', import.meta.url)
const target = new URL('../../src/scan/gs1/ai-table.ts', import.meta.url)

/** The text of `ai-table.ts` for the dictionary as it stands in `test/data/gs1`. */
export function aiTableSource(): string {
  const lines = readFileSync(source, 'utf8').split('\n')
  const release = lines
    .find((line) => line.startsWith('# Release:'))
    ?.slice('# Release:'.length)
    .trim()
  const entries = lines
    .filter((line) => /^\d/.test(line))
    .map((line) => line.replace(/#.*$/, '').trim().replace(/\s+/g, ' '))
  return `/**
 * The GS1 application identifiers: lengths, character sets, checks and associations. Made from the
 * GS1 Barcode Syntax Dictionary, release ${release}, by \`test/support/gs1-table.ts\`; do not edit.
 * The titles are left out.
 *
 * Copyright (c) 2021-2026 GS1 AISBL; (c) 2020-2021 BWIPP project; (c) 2020-2021 Zint Project.
 * Licensed under the Apache License, Version 2.0.
 */
export const aiTable = \`
${entries.join('\n')}
\`
`
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) writeFileSync(target, aiTableSource())
