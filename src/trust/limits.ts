/** Every bound the client holds a repository to. Endless data and slow retrieval are attacks that the specification names (§1.5.2). */
export interface TrustLimits {
  /** Root metadata, bytes (5.3.3: "W"). */
  readonly rootBytes: number
  /** Timestamp metadata, bytes (5.4.1: "X"). */
  readonly timestampBytes: number
  /** Snapshot metadata whose length the timestamp does not state, bytes (5.5.1: "Y"). */
  readonly snapshotBytes: number
  /** Targets metadata whose length the snapshot does not state, bytes (5.6.1: "Z"). */
  readonly targetsBytes: number
  /** One target file, bytes, whatever its metadata says. */
  readonly targetFileBytes: number
  /** New root versions in one refresh, count (5.3.2). */
  readonly rootRotations: number
  /** Roles looked into for one target path, count (5.6.7.1). */
  readonly delegationVisits: number
  /** Roles loaded to list a whole release, count. */
  readonly listedRoles: number
  /** Delegated metadata files fetched side by side, count. */
  readonly parallelFetches: number
  /** Milliseconds without a byte until a download is given up, where the client has timers. */
  readonly stallMs: number
  /** Fewest bytes of a download in any whole minute, where the client has timers: a server that drips is given up too. */
  readonly bytesAMinute: number
}

export const defaultLimits: TrustLimits = {
  rootBytes: 512_000,
  timestampBytes: 16_384,
  snapshotBytes: 2_000_000,
  targetsBytes: 5_000_000,
  targetFileBytes: 64 * 1024 * 1024,
  rootRotations: 256,
  delegationVisits: 32,
  listedRoles: 4096,
  parallelFetches: 6,
  stallMs: 30_000,
  bytesAMinute: 6_000,
}
