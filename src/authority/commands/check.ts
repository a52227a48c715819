import { createWriteStream } from 'node:fs'
import { once } from 'node:events'
import { flagOption, limitOption, textOption, type Command, type CommandInput } from './command.ts'
import { checkProject, type ProjectCheck } from '../project/build-project.ts'
import { findingLine, findingsCsvLines, summaryLines } from '../tables/findings-report.ts'
import type { Finding } from '../tables/findings.ts'
import { openProject } from '../project/project.ts'

export const check: Command = {
  name: 'check',
  usage: '<folder> [--report file.csv] [--limit n] [--strict]',
  options: { report: { type: 'string' }, limit: { type: 'string' }, strict: { type: 'boolean' } },
  async run(input) {
    const [folder = ''] = input.positionals
    const limit = findingsLimit(input)
    const checked = await checkProject(await openProject(folder), {
      nowMs: input.nowMs,
      onProgress: (progress) => input.progress(input.texts.progress(progress)),
    })
    await reportCheck(input, checked, limit)
    const failed = checked.errors + (flagOption(input, 'strict') ? checked.warnings : 0) > 0
    input.note(failed ? input.texts.correctRows : input.texts.nextBuild(folder))
    return failed ? 1 : 0
  },
}

/** Read before a check that may take minutes. */
export function findingsLimit(input: CommandInput): number {
  return limitOption(input, 50)
}

/** Prints findings and totals; writes the report where one is asked for. */
export async function reportCheck(
  input: CommandInput,
  { tables, findings, ruleFindings, listings, errors, warnings }: ProjectCheck,
  limit: number,
): Promise<void> {
  const { texts } = input
  for (const { ruleSet, code, weight, field, detail } of ruleFindings)
    input.print(texts.ruleFinding(ruleSet, field, `${code} ${detail}`, weight))
  for (const finding of findings.slice(0, limit)) input.print(findingLine(finding, input.language))
  if (findings.length > limit) input.print(texts.moreFindings(findings.length - limit))
  for (const line of summaryLines(findings)) input.print(`  ${line}`)
  for (const { name, encoding, rows, ignored } of tables) input.print(texts.table(name, rows, encoding, ignored))
  input.print(texts.totals(listings, errors, warnings))
  const file = textOption(input, 'report')
  if (file !== undefined) await writeReport(file, findings, input)
}

async function writeReport(file: string, findings: readonly Finding[], input: CommandInput): Promise<void> {
  const out = createWriteStream(file)
  for (const line of findingsCsvLines(findings, input.language)) if (!out.write(line)) await once(out, 'drain')
  out.end()
  await once(out, 'finish')
  input.note(input.texts.reportWritten(findings.length, file))
}
