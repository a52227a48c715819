/** One process a folder: a lock file that names its holder, and is taken over when the holder is gone. */
import { closeSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { CheckoutError } from 'tradein-checkout/platform'

interface Holder {
  readonly pid: number
  /** When the process started, as the system counts; null where it does not say. */
  readonly started: string | null
}

/**
 * Takes the folder for this process, and gives the function that lets it go.
 * @throws CheckoutError `STORAGE_UNAVAILABLE` naming the process that has it
 */
export function lockFolder(folder: string): () => void {
  const file = join(folder, 'lock')
  const self: Holder = { pid: process.pid, started: startOf(process.pid) }
  for (let attempt = 0; attempt < 5; attempt++) {
    try {
      const handle = openSync(file, 'wx', 0o600)
      writeSync(handle, JSON.stringify(self))
      closeSync(handle)
      const release = (): void => rmSync(file, { force: true })
      process.once('exit', release)
      return () => {
        process.off('exit', release)
        release()
      }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    const holder = readHolder(file)
    if (holder && isAlive(holder)) {
      throw new CheckoutError(
        'STORAGE_UNAVAILABLE',
        `The data folder ${folder} is in use by process ${holder.pid}: stop it first, or start this one with another DATA_DIR`,
      )
    }
    // Of two that find a dead holder, one renames its file; the other finds nothing to rename and tries again.
    const grave = `${file}.${process.pid}`
    try {
      renameSync(file, grave)
      rmSync(grave, { force: true })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    }
  }
  throw new CheckoutError(
    'STORAGE_UNAVAILABLE',
    `The data folder ${folder} is being taken by another process: try again`,
  )
}

function readHolder(file: string): Holder | null {
  try {
    const holder = JSON.parse(readFileSync(file, 'utf8')) as Partial<Holder>
    return typeof holder.pid === 'number' ? { pid: holder.pid, started: holder.started ?? null } : null
  } catch {
    // Gone, or cut short by a crash while it was written: nobody's.
    return null
  }
}

/** A process with that id that began when the holder did: ids are given out again. */
function isAlive({ pid, started }: Holder): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    // It is there, and belongs to somebody else.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  return started === null || startOf(pid) === started
}

/** Linux: boot id and start time in ticks; null for a process that has ended. Elsewhere unknown. */
function startOf(pid: number): string | null {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name in brackets may hold spaces; the state is the first field behind it, the start time the 20th (proc(5)).
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    // A killed process keeps its id until its parent has asked after it: it holds nothing any more.
    return fields[0] === 'Z' ? null : `${boot} ${fields[19] ?? ''}`
  } catch {
    return null
  }
}
