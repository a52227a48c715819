import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'tradein-start-'))
const children: ChildProcess[] = []
afterAll(() => {
  for (const child of children) child.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

interface Started {
  readonly child: ChildProcess
  readonly output: string
  readonly code: number | null
}

/** Starts the service; resolves when it says that it runs, or when it ends. */
async function start(env: Record<string, string>): Promise<Started> {
  const child = spawn(process.execPath, [resolve('node_modules/tsx/dist/cli.mjs'), 'examples/platform/start.ts'], {
    env: { ...process.env, DATA_DIR: folder, PORT: '0', LISTINGS: '20', ...env },
    detached: true,
  })
  children.push(child)
  let output = ''
  const running = new Promise<void>((done) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (text: Buffer) => {
        output += text.toString()
        if (output.includes('Stop with')) done()
      })
    }
  })
  await Promise.race([running, once(child, 'close')])
  return { child, output, code: child.exitCode }
}

const addressIn = (output: string): string => /http:\/\/localhost:\d+/.exec(output)![0]

describe('npm start', { timeout: 240_000 }, () => {
  it('says where everything is, refuses a second process, and comes back after it was killed', async () => {
    const first = await start({})
    const base = addressIn(first.output)
    expect(first.output).toMatch(/Enrolment code\s+DEMO-[0-9A-F]{10}/)
    expect(await (await fetch(`${base}/healthz`)).json()).toEqual({ status: 'ok' })
    const config = (await (await fetch(`${base}/config.json`)).json()) as {
      root: string
      code: string
      platform: string
    }
    expect(config.root).toBe(readFileSync(join(folder, 'authority/repository/metadata/1.root.json'), 'utf8'))
    expect((await fetch(new URL(`${config.platform}metadata/timestamp.json`, base))).status).toBe(200)

    const second = await start({})
    expect(second.code).toBe(1)
    expect(second.output).toContain('is in use by process')

    // The whole group: tsx runs the service in a process of its own.
    process.kill(-first.child.pid!, 'SIGKILL')
    await once(first.child, 'close')
    const again = await start({})
    const config2 = (await (await fetch(`${addressIn(again.output)}/config.json`)).json()) as {
      root: string
      code: string
    }
    expect([config2.root, config2.code]).toEqual([config.root, config.code])
    process.kill(-again.child.pid!, 'SIGTERM')
    await once(again.child, 'close')
  })

  it('says when the port is taken, and what a setting must be', async () => {
    const taken = createServer()
    await new Promise<void>((done) => taken.listen(0, 'localhost', done))
    const { port } = taken.address() as { port: number }
    const refused = await start({ PORT: String(port) })
    taken.close()
    expect([refused.code, refused.output]).toEqual([1, expect.stringContaining(`Port ${port} is taken`)])
    const wrong = await start({ PORT: 'eighty' })
    expect([wrong.code, wrong.output]).toEqual([2, expect.stringContaining('PORT must be a whole number')])
  })
})
