/** From a command line to a command and its exit code. */
import { parseArgs } from 'node:util'
import type { Command, CommandInput, ExitCode } from './commands/command.ts'
import { build } from './commands/build.ts'
import { chain } from './commands/chain.ts'
import { check } from './commands/check.ts'
import { columns } from './commands/columns.ts'
import { diff } from './commands/diff.ts'
import { init } from './commands/init.ts'
import { inspect } from './commands/inspect.ts'
import { keys } from './commands/keys.ts'
import { redeemed } from './commands/redeemed.ts'
import { rotateRoot } from './commands/rotate-root.ts'
import { sign } from './commands/sign.ts'
import { timestamp } from './commands/timestamp.ts'
import { verify } from './commands/verify.ts'
import { systemFault } from './system-fault.ts'
import { commandTexts, languageOf } from './language.ts'
import type { CommandTexts } from '../locales/command-texts.ts'

export const commands: readonly Command[] = [
  init,
  columns,
  check,
  build,
  diff,
  keys,
  sign,
  timestamp,
  redeemed,
  rotateRoot,
  inspect,
  verify,
  chain,
]

interface Output {
  write(text: string): unknown
  readonly isTTY?: boolean
}

export interface ToolPorts {
  readonly out: Output
  readonly err: Output
  readonly env: Readonly<Record<string, string | undefined>>
  /** Milliseconds since 1970. */
  readonly now: () => number
}

const common = { help: { type: 'boolean', short: 'h' }, lang: { type: 'string' } } as const

/** @param args the command line without the program's name */
export async function runTool(args: readonly string[], { out, err, env, now }: ToolPorts): Promise<ExitCode> {
  const [name, ...rest] = args
  const preset = languageOf(env.LC_ALL ?? env.LC_MESSAGES ?? env.LANG)
  const command = commands.find((each) => each.name === name)
  if (!command) {
    const texts = commandTexts(preset)
    const asked = name === undefined || name === 'help' || name === '--help' || name === '-h'
    ;(asked ? out : err).write(`${asked ? '' : `${texts.unknownCommand(name)}\n\n`}${overview(texts)}`)
    return asked ? 0 : 2
  }
  let parsed
  try {
    parsed = parseArgs({ args: rest, options: { ...common, ...command.options }, allowPositionals: true, strict: true })
  } catch (error) {
    err.write(`${error instanceof Error ? error.message : ''}\n\n${helpOf(command, commandTexts(preset))}`)
    return 2
  }
  const { positionals } = parsed
  const values: CommandInput['values'] = parsed.values
  const language = typeof values.lang === 'string' ? languageOf(values.lang) : preset
  const texts = commandTexts(language)
  if (values.help === true) {
    out.write(helpOf(command, texts))
    return 0
  }
  if (positionals.length === 0 && command.usage.startsWith('<')) {
    err.write(`${texts.needs(command.name, command.usage.split(' ')[0] ?? '')}\n\n${helpOf(command, texts)}`)
    return 2
  }
  const line = progressLine(err, now)
  try {
    return await command.run({
      positionals,
      values,
      language,
      texts,
      nowMs: now(),
      env,
      print: (text) => void (line.clear(), out.write(`${text}\n`)),
      note: (text) => void (line.clear(), err.write(`${text}\n`)),
      progress: line.show,
    })
  } catch (error) {
    line.clear()
    const fault = systemFault(error)
    if (!fault) throw error
    err.write(`${fault.code}: ${fault.message}\n`)
    return 3
  } finally {
    line.clear()
  }
}

function overview({ commands: texts, overview: more }: CommandTexts): string {
  const width = Math.max(...commands.map(({ name }) => name.length)) + 2
  const list = commands.map(({ name }) => `  ${name.padEnd(width)}${texts[name].summary}`).join('\n')
  return `tradein-authority <command> …\n\n${list}\n\n${more}\n`
}

function helpOf({ name, usage }: Command, { commands: texts }: CommandTexts): string {
  return `tradein-authority ${name} ${usage}\n${texts[name].summary}\n\n${texts[name].help}\n`
}

/** One line that is rewritten on a terminal; a line every few seconds where the stream is a file. */
function progressLine(
  err: Output,
  now: () => number,
): { readonly show: (text: string) => void; readonly clear: () => void } {
  const everyMs = err.isTTY ? 200 : 5_000
  let lastMs = now()
  let isOpen = false
  return {
    show(text) {
      if (now() - lastMs < everyMs) return
      lastMs = now()
      err.write(err.isTTY ? `\r\u001b[2K${text}` : `${text}\n`)
      isOpen = err.isTTY ?? false
    },
    clear() {
      if (isOpen) err.write('\r\u001b[2K')
      isOpen = false
    },
  }
}
