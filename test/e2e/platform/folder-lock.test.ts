import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { lockFolder } from '../../../examples/platform/folder-lock.ts'

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'tradein-lock-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('the lock of the data folder', () => {
  it('is refused while its holder lives, and free once it is let go', () => {
    const unlock = lockFolder(folder)
    expect(() => lockFolder(folder)).toThrow(`in use by process ${process.pid}`)
    unlock()
    lockFolder(folder)()
    expect(existsSync(join(folder, 'lock'))).toBe(false)
  })

  it('is taken over from a process that is dead', async () => {
    const child = spawn(process.execPath, ['-e', ''], { stdio: 'ignore' })
    await once(child, 'exit')
    writeFileSync(join(folder, 'lock'), JSON.stringify({ pid: child.pid, started: null }))
    lockFolder(folder)()
  })

  it.runIf(existsSync('/proc/self/stat'))(
    'is taken over from a process that was killed and not yet asked after',
    async () => {
      // The shell becomes a `sleep`, which never asks after the child that it started before.
      const parent = spawn('sh', ['-c', 'sleep 60 & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'ignore'] })
      onTestFinished(() => void parent.kill('SIGKILL'))
      const pid = Number(String((await once(parent.stdout, 'data'))[0]))
      const statOf = (id: number | undefined): string => readFileSync(`/proc/${id}/stat`, 'utf8')
      // A shell would ask after a child that dies before it is gone itself.
      await vi.waitFor(() => {
        expect(statOf(parent.pid)).toContain('(sleep) ')
      })
      process.kill(pid, 'SIGKILL')
      await vi.waitFor(() => {
        expect(statOf(pid)).toContain(') Z ')
      })
      const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
      const started = `${boot} ${statOf(pid).split(') ')[1]!.split(' ')[19]!}`
      writeFileSync(join(folder, 'lock'), JSON.stringify({ pid, started }))
      lockFolder(folder)()
    },
  )

  it('is taken over when its process id belongs to a later process', () => {
    writeFileSync(join(folder, 'lock'), JSON.stringify({ pid: process.pid, started: 'another boot 1' }))
    lockFolder(folder)()
  })

  it('is taken over when it was cut short by a crash', () => {
    writeFileSync(join(folder, 'lock'), '{"pid":')
    lockFolder(folder)()
  })
})
