import { createWriteStream } from 'node:fs'
import { once } from 'node:events'
import { flagOption, textOption, type Command, type CommandInput } from './command.ts'
import { checkProject, type BuildProgress, type ProjectCheck } from '../project/build-project.ts'
import { findingLine, findingsCsvLines, summaryLines } from '../tables/findings-report.ts'
import type { Finding } from '../tables/findings.ts'
import { openProject } from '../project/project.ts'

export const check: Command = {
  name: 'check',
  usage: '<folder> [--report file.csv] [--limit n] [--strict]',
  summary: { zh: '检查表格和规则，一次列出全部问题', en: 'check tables and rule sets, every fault at once' },
  help: `Reads every table once and says what is wrong with which row, column and why.

  --report file.csv  write all findings as a table to send back
  --limit n          print at most n findings (default 50); the report holds all
  --strict           count warnings as errors
Exit code 1 when there are errors.`,
  options: { report: { type: 'string' }, limit: { type: 'string' }, strict: { type: 'boolean' } },
  async run(input) {
    const [folder = ''] = input.positionals
    const checked = await checkProject(await openProject(folder), {
      nowMs: input.nowMs,
      onProgress: (progress) => input.progress(progressText(progress)),
    })
    await reportCheck(input, checked)
    const failed = checked.errors + (flagOption(input, 'strict') ? checked.warnings : 0) > 0
    input.note(failed ? 'Next: correct the rows and run check again.' : `Next: tradein-authority build ${folder}`)
    return failed ? 1 : 0
  },
}

/** Prints findings and totals; writes the report where one is asked for. */
export async function reportCheck(
  input: CommandInput,
  { tables, findings, ruleFindings, listings, errors, warnings }: ProjectCheck,
): Promise<void> {
  for (const { ruleSet, code, weight, field, detail } of ruleFindings)
    input.print(`rule set ${ruleSet}, ${field}: ${code} ${detail} [${weight}]`)
  const limit = Number(textOption(input, 'limit') ?? 50)
  for (const finding of findings.slice(0, limit)) input.print(findingLine(finding, input.language))
  if (findings.length > limit) input.print(`… ${findings.length - limit} more: see --report file.csv`)
  for (const line of summaryLines(findings)) input.print(`  ${line}`)
  for (const { name, encoding, rows, ignored } of tables) {
    input.print(
      `${name}: ${rows} rows, ${encoding}${ignored.length > 0 ? `; columns not used: ${ignored.join(', ')}` : ''}`,
    )
  }
  input.print(`${listings} listings, ${errors} errors, ${warnings} warnings`)
  const file = textOption(input, 'report')
  if (file !== undefined) await writeReport(file, findings, input)
}

async function writeReport(file: string, findings: readonly Finding[], input: CommandInput): Promise<void> {
  const out = createWriteStream(file)
  for (const line of findingsCsvLines(findings, input.language)) if (!out.write(line)) await once(out, 'drain')
  out.end()
  await once(out, 'finish')
  input.note(`Wrote ${findings.length} findings to ${file}`)
}

export function progressText({ stage, done, total }: BuildProgress): string {
  const of = total === null ? '' : ` of ${total}`
  return stage === 'read'
    ? `${done} rows read`
    : stage === 'segment'
      ? `${done}${of} groups of brands written`
      : `${done}${of} signed`
}
