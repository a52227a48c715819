/** The trust client as a command for the public TUF conformance suite: `init`, `refresh`, `download`. */
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { isCheckoutError } from '../../src/core/errors.ts'
import { createTrustClient, type TrustClient } from '../../src/trust/client.ts'
import { quoteName } from '../../src/trust/store.ts'
import { requireTarget, type TargetFile } from '../../src/trust/target-file.ts'
import { createFileStore, readPlainFile, readRoot, replace, writeRoot } from './file-store.ts'

const options = {
  'metadata-dir': { type: 'string' },
  'metadata-url': { type: 'string' },
  'target-name': { type: 'string', multiple: true },
  'target-base-url': { type: 'string' },
  'target-dir': { type: 'string' },
} as const

/** Runs one command line. @returns the exit code: 0 on success, 1 on any failure */
export async function runCommand(words: readonly string[]): Promise<0 | 1> {
  try {
    const { values, positionals } = parseArgs({ args: [...words], allowPositionals: true, options })
    const required = (name: Exclude<keyof typeof options, 'target-name'>): string => {
      const value = values[name]
      if (value === undefined) throw new Error(`--${name} is missing`)
      return value
    }
    const [command, initialRoot = ''] = positionals
    const folder = required('metadata-dir')
    if (command === 'init') {
      await writeRoot(folder, await readFile(initialRoot))
    } else if (command === 'refresh') {
      await updated(folder, required('metadata-url'), required('metadata-url'))
    } else if (command === 'download') {
      const client = await updated(folder, required('metadata-url'), required('target-base-url'))
      await download(client, values['target-name'] ?? [], required('target-dir'))
    } else {
      throw new Error('the command is one of init, refresh, download')
    }
    return 0
  } catch (error) {
    const code = isCheckoutError(error) ? error.code : 'FAILED'
    console.error(`${code}: ${error instanceof Error ? error.message : String(error)}`)
    return 1
  }
}

async function updated(folder: string, metadataUrl: string, targetUrl: string): Promise<TrustClient> {
  const client = createTrustClient({
    root: await readRoot(folder),
    store: createFileStore(folder),
    fetch: (url, init) => fetch(url, init),
    metadataUrl,
    targetUrl,
    clock: Date,
    timers: {
      after(ms, task) {
        const timer = setTimeout(task, ms)
        return () => clearTimeout(timer)
      },
    },
    keeping: 'specification',
    roles: 'needed',
  })
  await client.refresh()
  return client
}

async function download(client: TrustClient, paths: readonly string[], folder: string): Promise<void> {
  if (paths.length === 0) throw new Error('--target-name is missing')
  await mkdir(folder, { recursive: true })
  for (const path of paths) {
    const file = await client.target(path)
    if (!file) throw new Error(`no role knows ${path}`)
    const name = quoteName(path)
    if (!(await isThere(file, join(folder, name)))) await replace(folder, name, await client.fetchTarget(file))
  }
}

/** An artefact already there with the right length and hashes is not fetched again. */
async function isThere(file: TargetFile, local: string): Promise<boolean> {
  try {
    await requireTarget(file, await readPlainFile(local))
    return true
  } catch {
    return false
  }
}
