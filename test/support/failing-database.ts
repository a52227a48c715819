/** An IndexedDB that fails when it is told to: at the n-th operation, once or from there on, in each way that browsers do. */
import { forceCloseDatabase, IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import type { IndexedDb } from '../../src/core/ports.ts'

/** Names of the errors that browsers fail with, and what happens without one. */
export const faultKinds = [
  'QuotaExceededError',
  'InvalidStateError',
  'UnknownError',
  'AbortError',
  'DataError',
  'NotReadableError',
  'VersionError',
  /** The browser closes the connection under the page. */
  'connection_closed',
  /** A transaction completes on the disk, and the page is told that it was aborted. */
  'answer_lost',
] as const
export type FaultKind = (typeof faultKinds)[number]

export interface StagedFault {
  readonly kind: FaultKind
  /** The operation that fails, from 1: an opening, a transaction's begin, a request in it, its end. */
  readonly at: number
  /** True: so does every one after it, until the fault is lifted. */
  readonly lasts: boolean
}

export interface FailingDatabase {
  readonly indexedDb: IndexedDb
  stage(fault: StagedFault): void
  /** Ends the fault; true when there were operations enough for it to happen. */
  lift(): boolean
  /** The page dies: what is not complete is undone, and nothing goes on. */
  cutOff(): void
}

type Step = 'open' | 'begin' | 'request' | 'end'

/** What of fake-indexeddb's transaction a fault needs. */
interface FakeTransaction extends IDBTransaction {
  _execRequestAsync(request: { readonly source?: unknown; operation: () => unknown }): unknown
  _abort(name: string): void
  readonly _state: string
  error: DOMException
}

interface FakeDatabase extends IDBDatabase {
  readonly _rawDatabase: { readonly transactions: readonly FakeTransaction[] }
}

/** @param factory where the rows lie; a new one by default. Two over one factory fail each by itself. */
export function createFailingDatabase(factory: IDBFactory = new IDBFactory()): FailingDatabase {
  let staged: StagedFault | null = null
  let done = 0

  const strike = (step: Step): FaultKind | null => {
    if (!staged) return null
    done++
    if (done < staged.at || (done > staged.at && !staged.lasts)) return null
    if (staged.kind === 'answer_lost' && step !== 'end') return null
    return staged.kind
  }
  const failure = (kind: FaultKind): DOMException => new DOMException('staged', nameOf(kind))

  const watched = new Set<IDBDatabase>()
  function watch(database: IDBDatabase): void {
    if (watched.has(database)) return
    watched.add(database)
    database.addEventListener('close', () => watched.delete(database))
    const begin = database.transaction.bind(database)
    database.transaction = (...args) => {
      const kind = strike('begin')
      if (kind) {
        if (kind === 'connection_closed') forceCloseDatabase(database as never)
        throw failure(kind === 'connection_closed' ? 'InvalidStateError' : kind)
      }
      const transaction = begin(...args) as FakeTransaction
      watchRequests(database, transaction)
      watchEnd(database, transaction)
      return transaction
    }
  }
  function watchRequests(database: IDBDatabase, transaction: FakeTransaction): void {
    const run = transaction._execRequestAsync.bind(transaction)
    transaction._execRequestAsync = (request) => {
      const kind = request.source === undefined ? null : strike('request')
      if (!kind) return run(request)
      if (kind === 'connection_closed') queueMicrotask(() => forceCloseDatabase(database as never))
      if (kind === 'InvalidStateError' || kind === 'DataError') throw failure(kind)
      const fail = (): never => {
        throw failure(kind)
      }
      return run(kind === 'connection_closed' ? request : { ...request, operation: fail })
    }
  }
  function watchEnd(database: IDBDatabase, transaction: FakeTransaction): void {
    const dispatch = transaction.dispatchEvent.bind(transaction)
    transaction.dispatchEvent = (event) => {
      const kind = event.type === 'complete' ? strike('end') : null
      if (!kind) return dispatch(event)
      if (kind !== 'answer_lost') {
        transaction._abort(nameOf(kind))
        if (kind === 'connection_closed') forceCloseDatabase(database as never)
        return true
      }
      transaction.error = failure(kind)
      const FakeEvent = event.constructor as new (type: string) => Event
      return dispatch(new FakeEvent('abort'))
    }
  }

  const failing = new Proxy(factory, {
    get(target, property) {
      if (property !== 'open') return Reflect.get(target, property) as unknown
      return (...args: Parameters<IDBFactory['open']>) => {
        const kind = strike('open')
        if (kind) return failedOpening(failure(kind))
        const request = target.open(...args)
        for (const event of ['upgradeneeded', 'success']) request.addEventListener(event, () => watch(request.result))
        return request
      }
    },
  })

  return {
    indexedDb: { factory: failing, keyRange: IDBKeyRange },
    stage(fault) {
      staged = fault
      done = 0
    },
    lift() {
      const isReached = staged !== null && done >= staged.at
      staged = null
      return isReached
    },
    cutOff() {
      for (const database of watched) {
        const { transactions } = (database as unknown as FakeDatabase)._rawDatabase
        for (const transaction of [...transactions])
          if (transaction.db === database && transaction._state !== 'finished') transaction._abort('AbortError')
        forceCloseDatabase(database as never)
      }
    },
  }
}

function nameOf(kind: FaultKind): string {
  if (kind === 'connection_closed') return 'AbortError'
  return kind === 'answer_lost' ? 'UnknownError' : kind
}

function failedOpening(error: DOMException): IDBOpenDBRequest {
  const request = { error, onerror: null as ((event: unknown) => void) | null }
  const nothing = (): void => undefined
  setImmediate(() => request.onerror?.({ target: request, preventDefault: nothing, stopPropagation: nothing }))
  return request as unknown as IDBOpenDBRequest
}
