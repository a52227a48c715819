/** A metadata store in a folder: one file a role, its name without a version, as the conformance protocol asks. */
import { constants } from 'node:fs'
import { mkdir, open, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Bytes } from '../../src/core/bytes.ts'
import type { MetadataStore } from '../../src/trust/store.ts'

const rootFile = 'root.json'

/** The trusted root of a folder: what `init` put there, or the newest that followed it. */
export async function readRoot(folder: string): Promise<Bytes> {
  return readPlainFile(join(folder, rootFile))
}

export async function writeRoot(folder: string, bytes: Uint8Array): Promise<void> {
  await mkdir(folder, { recursive: true })
  await replace(folder, rootFile, bytes)
}

/** Every root version is kept as `root.json`: the folder is the anchor, so no chain back is needed. */
export function createFileStore(folder: string): MetadataStore {
  return {
    async read() {
      const names = (await readdir(folder)).filter((name) => name.endsWith('.json') && name !== rootFile)
      const entries = names.map(
        async (name) => [name.slice(0, -'.json'.length), await readPlainFile(join(folder, name))] as const,
      )
      return new Map(await Promise.all(entries))
    },
    async write(changes) {
      for (const [key, bytes] of changes) {
        const name = key.startsWith('root/') ? rootFile : `${key}.json`
        if (bytes) await replace(folder, name, bytes)
        else await rm(join(folder, name), { force: true })
      }
    },
    floors: () => Promise.resolve(null),
  }
}

/** Puts a file there whole, in the place of whatever bears its name: a symbolic link is replaced, not followed. */
export async function replace(folder: string, name: string, bytes: Uint8Array): Promise<void> {
  const partial = join(folder, '.partial')
  await rm(partial, { force: true })
  await writeFile(partial, bytes, { flag: 'wx' })
  await rename(partial, join(folder, name))
}

/** A file's bytes. @throws Error for a symbolic link, a FIFO or anything else that is no file of its own */
export async function readPlainFile(path: string): Promise<Bytes> {
  // Without O_NONBLOCK a FIFO that nobody writes to is waited for at the opening already.
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  try {
    if (!(await file.stat()).isFile()) throw new Error(`${path} is no plain file`)
    return new Uint8Array(await file.readFile())
  } finally {
    await file.close()
  }
}
