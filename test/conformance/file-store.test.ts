import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync, lstatSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { utf8, utf8ToText } from '../../src/core/bytes.ts'
import { createFileStore, readPlainFile, readRoot, replace, writeRoot } from './file-store.ts'

let folder: string
let outside: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'file-store-'))
  outside = join(folder, 'outside')
  writeFileSync(outside, 'not ours')
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('the command’s folder', () => {
  it.each(['root.json', '.partial'])(
    'is written beside a symbolic link by the name of %s, not through it',
    async (name) => {
      symlinkSync(outside, join(folder, name))
      await writeRoot(folder, utf8('{}'))
      expect(readFileSync(outside, 'utf8')).toBe('not ours')
      expect(lstatSync(join(folder, 'root.json')).isFile()).toBe(true)
      expect(utf8ToText(await readRoot(folder))).toBe('{}')
    },
  )

  it('takes nothing through a symbolic link', async () => {
    symlinkSync(outside, join(folder, 'timestamp.json'))
    await expect(createFileStore(folder).read()).rejects.toThrow()
    await expect(readPlainFile(join(folder, 'timestamp.json'))).rejects.toThrow()
  })

  it('waits at no FIFO', async () => {
    execFileSync('mkfifo', [join(folder, 'timestamp.json')])
    await expect(createFileStore(folder).read()).rejects.toThrow('no plain file')
    await replace(folder, 'timestamp.json', utf8('{}'))
    expect((await createFileStore(folder).read()).size).toBe(1)
  })
})
