/** The reference platform as `npm start` runs it, in a process and a data folder of its own. */
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

export interface PlatformProcess {
  /** `http://localhost:41234/` */
  readonly url: string
  readonly dataFolder: string
  stop(): Promise<void>
  /** Stops, and removes the data folder. */
  dispose(): Promise<void>
}

const root = resolve(import.meta.dirname, '../..')

/** Starts it on a free port; resolves once it prints its address. @param listings sample listings of its first release */
export async function startPlatform(
  options: { readonly listings?: number; readonly dataFolder?: string; readonly port?: number } = {},
): Promise<PlatformProcess> {
  const dataFolder = options.dataFolder ?? (await mkdtemp(join(tmpdir(), 'platform-')))
  const child = spawn(process.execPath, ['--import', 'tsx', 'examples/platform/start.ts'], {
    cwd: root,
    env: {
      ...process.env,
      PORT: String(options.port ?? 0),
      DATA_DIR: dataFolder,
      LISTINGS: String(options.listings ?? 600),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const url = await addressOf(child)
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null) return
    const ended = new Promise((done) => child.once('exit', done))
    child.kill('SIGTERM')
    await ended
  }
  return {
    url,
    dataFolder,
    stop,
    async dispose() {
      await stop()
      await rm(dataFolder, { recursive: true, force: true })
    },
  }
}

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((done, fail) => {
    let output = ''
    const read = (chunk: Buffer): void => {
      output += chunk.toString()
      const address = /Register page\s+(http:\/\/\S+)/.exec(output)?.[1]
      if (address !== undefined) done(address)
    }
    child.stdout?.on('data', read)
    child.stderr?.on('data', read)
    child.once('exit', (code) => {
      fail(new Error(`the platform ended with ${String(code)}:\n${output}`))
    })
  })
}
