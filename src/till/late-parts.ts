/** What the first scan does not need: fetched once the till is ready, so that it is there when the line is not. */
import { jose } from '../core/late-jose.ts'
import { loaded } from '../core/late.ts'
import type { Connectivity } from '../core/ports.ts'
import { createScanReader, type Gs1Reader, type ScanReader } from '../scan/scan-reader.ts'

export interface LateParts {
  /** Reads GS1's own forms only once their reader is there; until then they are `barcode_unreadable`, to be scanned again. */
  readonly scan: ScanReader
  /** Fetches what is missing, again whenever the line comes back. Reports a part that cannot be had; every call that needs one asks for it again. */
  load(): void
  close(): void
}

export interface LatePartsOptions {
  readonly connectivity: Connectivity
  /** Fetches a part that `till` does not see; each is asked for again until all are there. */
  readonly further: readonly (() => Promise<unknown>)[]
  readonly onError: (error: unknown) => void
}

const own: readonly (() => Promise<unknown>)[] = [
  jose,
  () => import('../release/gather.ts'),
  () => import('../trust/workflow.ts'),
  () => import('../trust/other-keys.ts'),
  () => import('../outbox/open-reservations.ts'),
  () => import('../outbox/recovery.ts'),
  () => import('../outbox/retention.ts'),
  () => import('../record/endpoints.ts'),
  () => import('../record/sealing.ts'),
  () => import('../scheme/entitlement.ts'),
  () => import('./enrol.ts'),
]

export function createLateParts({ connectivity, further, onError }: LatePartsOptions): LateParts {
  let gs1: Gs1Reader | null = null
  let isComplete = false
  let unsubscribe = (): void => undefined

  async function fetchAll(): Promise<void> {
    await Promise.all([
      loaded(import('../scan/read-gs1.ts')).then((reader) => (gs1 = reader)),
      ...[...own, ...further].map((load) => loaded(load())),
    ])
    isComplete = true
    unsubscribe()
  }
  const attempt = (): void => {
    if (!isComplete && connectivity.online()) fetchAll().catch(onError)
  }
  return {
    scan: createScanReader(() => gs1),
    load() {
      unsubscribe = connectivity.subscribe(attempt)
      // Asked for even without a line: a service worker may have them.
      fetchAll().catch(onError)
    },
    close() {
      unsubscribe()
    },
  }
}
