/** The tool that reads, tests and runs the model, as a process of its own. */
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

export interface QuintRun {
  readonly code: number
  /** What it printed. */
  readonly out: string
}

const root = fileURLToPath(new URL('../../', import.meta.url))
const folder = fileURLToPath(new URL('.', import.meta.url))

export async function quint(...args: readonly string[]): Promise<QuintRun> {
  const run = promisify(execFile)
  const command = [join(root, 'node_modules/@informalsystems/quint/dist/src/cli.js'), ...args, '--backend=typescript']
  try {
    const { stdout, stderr } = await run(process.execPath, command, { cwd: folder, maxBuffer: 1 << 26 })
    return { code: 0, out: stdout + stderr }
  } catch (error) {
    const { code, stdout = '', stderr = '' } = error as { code?: number; stdout?: string; stderr?: string }
    return { code: code ?? 1, out: stdout + stderr }
  }
}
