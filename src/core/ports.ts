/**
 * Everything that reaches outside the page. No stage touches a network, a clock, storage, a lock,
 * a timer or a random source in any other way, so each fault can be staged in a test.
 */

export interface Clock {
  /** Wall clock, milliseconds since 1970. It may jump: never order or time out by it. */
  now(): number
  /** Milliseconds since some start; never goes back. */
  monotonic(): number
}

export interface Random {
  bytes(length: number): Uint8Array<ArrayBuffer>
}

/** `fetch`, narrowed to what is used. */
export type Fetch = (url: string, init?: RequestInit) => Promise<Response>

export interface Timers {
  /** Runs `task` once after `ms`; returns the function that calls it off. */
  after(ms: number, task: () => void): () => void
}

/** Web Locks, narrowed. Not every runtime has them: `null` then, and the fenced lease in the database alone guards. */
export interface Locks {
  /**
   * Runs `task` while holding `name`; `null` result of `granted` when `ifAvailable` and it is held.
   * Rejects with an AbortError when `signal` fires while waiting.
   */
  request<T>(
    name: string,
    options: { readonly ifAvailable?: boolean; readonly steal?: boolean; readonly signal?: AbortSignal },
    task: (granted: boolean) => Promise<T>,
  ): Promise<T>
}

/** Tells this till's other tabs that something changed. The message is a hint: what holds is in the database. */
export interface Broadcast {
  post(message: string): void
  subscribe(listener: (message: string) => void): () => void
}

/** What the host says of the network. "Online" proves nothing; a change is only a reason to try. */
export interface Connectivity {
  online(): boolean
  subscribe(listener: () => void): () => void
}

/** Bytes by key, in a store of its own. What is in it can be lost or edited: its reader checks it. */
export interface ByteStore {
  keys(): Promise<string[]>
  getMany(keys: readonly string[]): Promise<(Uint8Array<ArrayBuffer> | undefined)[]>
  /** All or none. */
  setMany(entries: readonly (readonly [key: string, value: Uint8Array<ArrayBuffer>])[]): Promise<void>
  deleteMany(keys: readonly string[]): Promise<void>
}

/** Whether the browser may clear this origin's storage when it needs room: `navigator.storage`, narrowed. */
export interface Persistence {
  /** True: it will not. */
  persisted(): Promise<boolean>
  /** Asks for that; what it came to. A browser may ask the person in front of it. */
  persist(): Promise<boolean>
}

/** The IndexedDB that Dexie opens its databases in. */
export interface IndexedDb {
  readonly factory: IDBFactory
  readonly keyRange: typeof IDBKeyRange
}

export interface Ports {
  readonly clock: Clock
  readonly random: Random
  readonly fetch: Fetch
  readonly timers: Timers
  readonly locks: Locks | null
  readonly broadcast: Broadcast
  readonly connectivity: Connectivity
  readonly indexedDb: IndexedDb
  readonly bytes: ByteStore
  /** A place beside IndexedDB that outlives its loss; null: none. By default the browser's Cache Storage, where it has one. */
  readonly keepsake?: ByteStore | null
  /** Null: the browser cannot tell. By default `navigator.storage`, where it has one. */
  readonly persistence?: Persistence | null
}
