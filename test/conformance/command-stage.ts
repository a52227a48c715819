/** A stage whose client is the conformance command: every run is a process, over loopback HTTP and a folder. */
import { execFile, execFileSync } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Bytes } from '../../src/core/bytes.ts'
import { createSimulator, metadataUrl } from '../trust/conformance/simulator.ts'
import type { ClientUnderTest, Stage } from '../trust/conformance/stage.ts'
import { serve } from './serve.ts'

const command = fileURLToPath(new URL('tuf-client.mjs', import.meta.url))

/** True when a process can be given a false time (`faketime`). */
export const canMoveClock: boolean = ((): boolean => {
  try {
    execFileSync('faketime', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})()

export async function createCommandStage(): Promise<Stage & { close(): Promise<void> }> {
  const repository = await createSimulator(Math.floor(Date.now() / 1000) * 1000)
  const base = metadataUrl.replace(/metadata\/$/, '')
  const server = await serve((path) => repository.fetch(base + path))
  const folder = await mkdtemp(join(tmpdir(), 'tuf-client-'))
  const [metadata, targets] = [join(folder, 'metadata'), join(folder, 'targets')]

  const run = (afterMs: number, ...args: readonly string[]): Promise<boolean> =>
    new Promise((resolve, reject) => {
      const time = new Date(repository.nowMs + afterMs).toISOString().slice(0, 19).replace('T', ' ')
      const words = [process.execPath, command, '--metadata-dir', metadata, ...args]
      const [file = '', ...rest] = afterMs > 0 ? ['faketime', time, ...words] : words
      execFile(file, rest, { env: { ...process.env, TZ: 'UTC' } }, (error) => {
        if (!error) resolve(true)
        else if (error.code === 1) resolve(false)
        else reject(new Error('the command ended in another way than by its exit code', { cause: error }))
      })
    })

  const remote = ['--metadata-url', `${server.address}metadata`]
  const client: ClientUnderTest = {
    async init(root: Bytes) {
      const file = join(folder, 'initial.json')
      await writeFile(file, root)
      if (!(await run(0, 'init', file))) throw new Error('init failed')
    },
    refresh: ({ afterMs = 0 } = {}) => run(afterMs, ...remote, 'refresh'),
    download: (paths, { afterMs = 0 } = {}) =>
      run(
        afterMs,
        ...remote,
        ...paths.flatMap((path) => ['--target-name', path]),
        '--target-base-url',
        `${server.address}targets`,
        '--target-dir',
        targets,
        'download',
      ),
    file: async (role) =>
      readFile(join(metadata, `${role}.json`)).then(
        (bytes) => new Uint8Array(bytes),
        () => undefined,
      ),
    roles: async () =>
      (await readdir(metadata)).filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -'.json'.length)),
    async downloads() {
      const names = await readdir(targets).catch(() => [])
      const files = await Promise.all(
        names.map(async (name) => ({
          at: (await stat(join(targets, name))).mtimeMs,
          text: await readFile(join(targets, name), 'utf8'),
        })),
      )
      return files.sort((a, b) => a.at - b.at).map(({ text }) => text)
    },
  }
  const close = async (): Promise<void> => {
    await server.close()
    await rm(folder, { recursive: true, force: true })
  }
  return { repository, client, close }
}
