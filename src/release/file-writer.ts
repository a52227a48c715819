/** Stores files as they come, a pack's worth at a time: each write is one flush of the disk. */
import type { Bytes } from '../core/bytes.ts'
import type { ByteStore } from '../core/ports.ts'
import { packBytes } from './byte-packs.ts'

export interface FileWriter {
  /**
   * Resolves when there is room for more, not when this one is stored.
   * @throws what the store threw for this or an earlier file
   */
  put(key: string, bytes: Bytes): Promise<void>
  /** Stores what is still waiting. @throws as {@link FileWriter.put} */
  flush(): Promise<void>
}

/** Most bytes waiting to be stored: 8 MiB. */
const waitingLimitBytes = 8_388_608

export function createFileWriter(store: ByteStore): FileWriter {
  let waiting: [string, Bytes][] = []
  let waitingBytes = 0
  let writing: Promise<void> = Promise.resolve()

  /** Begins to store what waits, once what was begun before is stored. */
  function write(): void {
    writing = writing.then(() => {
      const batch = waiting
      waiting = []
      waitingBytes = 0
      return batch.length > 0 ? store.setMany(batch) : undefined
    })
    // Whoever waits for it next is told.
    writing.catch(() => undefined)
  }

  return {
    async put(key, bytes) {
      waiting.push([key, bytes])
      waitingBytes += bytes.length
      if (waitingBytes >= packBytes) write()
      if (waitingBytes > waitingLimitBytes) await writing
    },
    async flush() {
      write()
      await writing
    },
  }
}
