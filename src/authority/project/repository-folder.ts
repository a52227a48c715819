/** The signed repository as a folder that any static server can publish. */
import { existsSync } from 'node:fs'
import { mkdir, open, readdir, readFile, rename, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Bytes } from '../../core/bytes.ts'
import type { RepositoryFiles } from '../../trust/repository.ts'

/** The last file to go up: with it the release is in force. */
const switchPath = 'metadata/timestamp.json'

/** The metadata files by path; null where nothing is published yet. Target files are not read. */
export async function readRepositoryFolder(folder: string): Promise<RepositoryFiles | null> {
  if (!existsSync(join(folder, switchPath))) return null
  const names = await readdir(join(folder, 'metadata'))
  const files = await Promise.all(
    names
      .filter((name) => name.endsWith('.json'))
      .map(async (name) => [`metadata/${name}`, await readBytes(join(folder, 'metadata', name))] as const),
  )
  return new Map(files)
}

/**
 * Adds a release's files. Each is written under another name, flushed and renamed, the timestamp last: a
 * server that is read meanwhile, or a power cut, shows the old release or the new one.
 * @returns the files that were not there before
 */
export async function publishFiles(
  folder: string,
  files: ReadonlyMap<string, Bytes>,
): Promise<ReadonlyMap<string, Bytes>> {
  const last = files.get(switchPath)
  // A target's name says its content: one that is there is the same.
  const added = [...files].filter(
    ([path]) => path !== switchPath && !(path.startsWith('targets/') && existsSync(join(folder, path))),
  )
  for (const [path, bytes] of added) await writeWhole(join(folder, path), bytes)
  if (last) await writeWhole(join(folder, switchPath), last)
  return new Map([...added, ...(last ? [[switchPath, last] as const] : [])])
}

/**
 * The folder and those above it that are not there, for its owner alone where `mode` is 0o700. Step by step:
 * below a folder that takes no others, as /proc, Node's own recursion never ends.
 */
export async function makeFolder(folder: string, mode = 0o777): Promise<void> {
  const above = dirname(folder)
  if (above !== folder && !existsSync(above)) await makeFolder(above, mode)
  try {
    await mkdir(folder, { mode })
  } catch (error) {
    // Another run may have made it meanwhile.
    if (!(await stat(folder).catch(() => null))?.isDirectory()) throw error
  }
}

/** Writes a file so that it is there whole or not at all. `mode` 0o600 for what only its owner may read. */
export async function writeWhole(file: string, content: Uint8Array | string, mode = 0o644): Promise<void> {
  await makeFolder(dirname(file))
  const partial = `${file}.partial`
  const handle = await open(partial, 'w', mode)
  try {
    await handle.writeFile(content)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(partial, file)
}

async function readBytes(file: string): Promise<Bytes> {
  return new Uint8Array(await readFile(file))
}
