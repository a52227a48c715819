/** Sync, fetched once the till is ready: until then nothing has been sent, and nothing speaks against the line. */
import { latePart } from '../core/late.ts'
import type { Sync } from '../sync/sync.ts'

/** @param onError told of a part that cannot be had; every kick asks for it again */
export function createLateSync(make: () => Promise<Sync>, onError: (error: unknown) => void): Sync {
  let sync: Sync | null = null
  let isStarted = false
  let isClosed = false
  const part = latePart(async () => (sync = await make()))
  const started = latePart(async () => {
    const made = await part()
    if (isClosed) await made.close()
    else made.start()
    return made
  })
  return {
    get isSyncing() {
      return sync?.isSyncing ?? false
    },
    get isLineUp() {
      return sync?.isLineUp ?? true
    },
    start() {
      isStarted = true
      started().catch(onError)
    },
    kick() {
      if (sync) sync.kick()
      else if (isStarted) started().catch(onError)
    },
    sync: async () => (await started()).sync(),
    resume() {
      if (isStarted) started().then((made) => made.resume(), onError)
    },
    async close() {
      isClosed = true
      await sync?.close()
    },
  }
}
