/** What a platform finds out about a reserve record by itself: its release, its replay, its buyer, its entitlement. */
import { instantToMs } from '../core/clock.ts'
import type { Catalog, RedeemedFilter } from '../catalog/listing.ts'
import { freshnessOf } from '../scheme/freshness.ts'
import type { RuleSet } from '../scheme/rule-set.ts'
import type { Release } from '../catalog/release.ts'
import type { Basis, EntitlementFact } from '../verify/verdict.ts'
import type { Judgement } from './decision.ts'
import type { ReserveRecord } from '../record/record.ts'
import { replay } from './replay.ts'
import { isSealedFor, type OpenedBuyer } from '../record/sealing.ts'

/** A release that the platform holds, and the instants between which it was the newest; `untilMs` null: it still is. */
export interface KnownRelease {
  readonly versions: Basis['versions']
  readonly catalog: Catalog
  readonly ruleSets: readonly RuleSet[]
  readonly redeemed: RedeemedFilter | null
  readonly fromMs: number
  readonly untilMs: number | null
}

export interface JudgePorts {
  /** By the hash of its snapshot; null: the platform never published it. */
  readonly releaseBy: (snapshot: string) => Promise<KnownRelease | null>
  /** @throws CheckoutError when it cannot be opened */
  readonly openBuyer: (sealed: string) => Promise<OpenedBuyer>
  /** The platform's own name for a person, from which nobody else can tell who it is. */
  readonly pseudonym: (idNumber: string) => Promise<string>
  readonly readEntitlement: (entitlement: string, atMs: number) => Promise<EntitlementFact | null>
  /** Checks beside the protocol, such as fraud rules; none by default. */
  readonly inspect?: (record: ReserveRecord) => {
    readonly refuse: readonly string[]
    readonly review: readonly string[]
  }
}

/** Clocks of tills and platform may differ by this much before an instant is called impossible. */
const toleranceMs = 10 * 60_000

export function createJudge(ports: JudgePorts): (record: ReserveRecord) => Promise<Judgement> {
  return async (record) => {
    const held = await releaseOf(record, ports)
    const ruleSet = held?.known.ruleSets.find(({ id }) => id === held.basis.ruleSet) ?? null
    const [buyer, entitlement] = await Promise.all([
      buyerOf(record, ports),
      record.entitlement === null ? null : ports.readEntitlement(record.entitlement, instantToMs(record.at)),
    ])
    const { refuse, review } = ports.inspect?.(record) ?? { refuse: [], review: [] }
    return {
      ruleSet,
      basis: !held ? 'unknown' : isStale(record, held, ruleSet) ? 'stale' : 'held',
      replay: held ? replayed(record, held) : 'impossible',
      buyer,
      entitlement,
      refuse,
      review,
    }
  }
}

interface Held {
  readonly known: KnownRelease
  readonly basis: Basis
}

async function releaseOf({ basis }: ReserveRecord, ports: JudgePorts): Promise<Held | null> {
  const known = basis && (await ports.releaseBy(basis.snapshot))
  return known && hasVersions(known, basis) ? { known, basis } : null
}

/** The snapshot pins every role but the two above it: root may be renewed, the timestamp is signed again all the time. */
function hasVersions({ versions }: KnownRelease, basis: Basis): boolean {
  return Object.entries(basis.versions).every(
    ([role, version]) => role === 'root' || role === 'timestamp' || versions[role] === version,
  )
}

/** Older at the sale than the ladder allows, or said to be confirmed at an instant when it was not the newest. */
function isStale(record: ReserveRecord, { known, basis }: Held, ruleSet: RuleSet | null): boolean {
  const issuedMs = instantToMs(basis.issued)
  const atMs = instantToMs(record.at)
  if (issuedMs + toleranceMs < known.fromMs) return true
  if (known.untilMs !== null && issuedMs - toleranceMs > known.untilMs) return true
  return ruleSet !== null && freshnessOf(basis.issued, atMs, ruleSet) === 'refuse'
}

function replayed(record: ReserveRecord, { known, basis }: Held): Judgement['replay'] {
  const { catalog, ruleSets, redeemed } = known
  // The timestamp is that of the till's own last look.
  const { versions, snapshot, issued } = basis
  const release: Release = { basis: { versions, snapshot, issued }, catalog, ruleSets, redeemed }
  try {
    return replay(record, release).status
  } catch {
    // A cart that no quote can be made of gives no result.
    return 'differs'
  }
}

async function buyerOf(record: ReserveRecord, { openBuyer, pseudonym }: JudgePorts): Promise<string | null> {
  if (!record.buyer) return null
  try {
    const opened = await openBuyer(record.buyer.sealed)
    return isSealedFor(opened, record) ? await pseudonym(opened.idNumber) : null
  } catch {
    // What was inside must not reach a log: the reason code says enough.
    return null
  }
}
