/** What a platform finds out about a reserve record by itself: its release, its replay, its buyer, its entitlement. */
import { instantToMs, msToUtc } from '../core/clock.ts'
import type { Catalog, RedeemedFilter } from '../catalog/listing.ts'
import { freshnessOf } from '../scheme/freshness.ts'
import { ruleSetsAt } from '../scheme/in-force.ts'
import { anyBuyer, type ProvedEntitlement } from '../scheme/entitlement.ts'
import type { RuleSet } from '../scheme/rule-set.ts'
import type { Release } from '../catalog/release.ts'
import type { Basis } from '../verify/verdict.ts'
import type { Judgement } from './decision.ts'
import type { ReserveRecord } from '../record/record.ts'
import { instantOf, toleranceMs } from './record-time.ts'
import { replay } from './replay.ts'
import { productId } from '../verify/serial-key.ts'
import { ruleSetOfCart } from '../subsidy/sale-scheme.ts'
import { idNumberForm, isIdNumber } from '../record/identity.ts'
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
  /** The newest release at an instant, milliseconds since 1970; null: none was published yet. */
  readonly releaseAt: (ms: number) => Promise<KnownRelease | null>
  /** @throws CheckoutError when it cannot be opened */
  readonly openBuyer: (sealed: string) => Promise<OpenedBuyer>
  /** The platform's own name for a person, from which nobody else can tell who it is. */
  readonly pseudonym: (idNumber: string) => Promise<string>
  readonly readEntitlement: (entitlement: string, atMs: number) => Promise<ProvedEntitlement | null>
  /** The commitment to a person that stands in an entitlement issued to them. */
  readonly commitment: (entitlement: string, idNumber: string) => Promise<string>
  /** Checks beside the protocol, such as fraud rules; none by default. */
  readonly inspect?: (record: ReserveRecord) => {
    readonly refuse: readonly string[]
    readonly review: readonly string[]
  }
}

export function createJudge(ports: JudgePorts): (record: ReserveRecord) => Promise<Judgement> {
  return async (record) => {
    const atMs = instantOf(record)
    const [held, published, idNumber, shown] = await Promise.all([
      releaseOf(record, ports),
      publishedAt(atMs, ports),
      idNumberOf(record, ports),
      record.entitlement === null ? null : ports.readEntitlement(record.entitlement, atMs),
    ])
    const ruleSet = published && ruleSetFound(published, record)
    const { refuse, review } = ports.inspect?.(record) ?? { refuse: [], review: [] }
    return {
      ruleSet,
      basis: basisOf(record, held, ruleSet),
      replay: replayOf(record, held),
      twins: published ? twinsOf(record, published) : new Map(),
      buyer: idNumber === null ? null : await ports.pseudonym(idNumber),
      entitlement: shown?.fact ?? null,
      isBuyersOwn: !shown || (await isBuyersOwn(shown, idNumber, ports)),
      refuse,
      review,
    }
  }
}

/** A clock may be that much behind the very first release. */
async function publishedAt(ms: number, { releaseAt }: JudgePorts): Promise<KnownRelease | null> {
  return (await releaseAt(ms)) ?? releaseAt(ms + toleranceMs)
}

/** The platform's own finding of what rules hold for a record, by what it published for that instant. */
function ruleSetFound(published: KnownRelease, { basis, cart, ...record }: ReserveRecord): RuleSet | null {
  const setting = { ...record.setting, at: msToUtc(instantOf(record)) }
  const schemes = ruleSetsAt(published.ruleSets, setting)
  try {
    return ruleSetOfCart(cart, { release: basis && releaseAs(published, basis), setting, schemes })
  } catch {
    // A cart that no quote can be made of gives no result.
    return null
  }
}

/** By what is filed at the sale: barcodes and models come and go. */
function twinsOf({ result }: ReserveRecord, { catalog }: KnownRelease): Judgement['twins'] {
  const twins = new Map<string, readonly string[]>()
  for (const { listing } of result.lines) {
    if (!listing) continue
    const product = productId(listing)
    const barcodes = catalog.byModel(listing.model, listing.brand).flatMap(({ gtin }) => gtin ?? [])
    const filed = new Set(barcodes.flatMap((gtin) => catalog.byGtin(gtin)).map(productId))
    filed.delete(product)
    twins.set(product, [...filed])
  }
  return twins
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

function basisOf(record: ReserveRecord, held: Held | null, ruleSet: RuleSet | null): Judgement['basis'] {
  if (!held) return 'unknown'
  if (isStale(record, held)) return 'stale'
  return held.basis.ruleSet === ruleSet?.id ? 'held' : 'other'
}

/** Older at the sale than the ladder of the rule set allows that the till went by, or said to be confirmed when it was not the newest. */
function isStale(record: ReserveRecord, { known, basis }: Held): boolean {
  const issuedMs = instantToMs(basis.issued)
  if (issuedMs + toleranceMs < known.fromMs) return true
  if (known.untilMs !== null && issuedMs - toleranceMs > known.untilMs) return true
  const ruleSet = known.ruleSets.find(({ id }) => id === basis.ruleSet) ?? null
  // The till went by what its clock showed: close to the limit, that is no lie.
  const atMs = instantOf(record)
  const shownMs = Math.max(atMs - toleranceMs, Math.min(atMs, instantToMs(record.at)))
  return ruleSet !== null && freshnessOf(basis.issued, shownMs, [ruleSet]) === 'refuse'
}

function replayOf(record: ReserveRecord, held: Held | null): Judgement['replay'] {
  if (!held && record.basis) return 'impossible'
  const release = held && releaseAs(held.known, held.basis)
  if (!isSame(record, release)) return 'differs'
  const isShifted = (record.clock.offsetMs ?? 0) !== 0
  return isShifted && !isSame({ ...record, at: msToUtc(instantOf(record)) }, release) ? 'shifted' : 'same'
}

/** @param basis the timestamp is that of the till's own last look */
function releaseAs({ catalog, ruleSets, redeemed }: KnownRelease, { versions, snapshot, issued }: Basis): Release {
  return { basis: { versions, snapshot, issued }, catalog, ruleSets, redeemed }
}

function isSame(record: ReserveRecord, release: Release | null): boolean {
  try {
    return replay(record, release).status === 'same'
  } catch {
    // A cart that no quote can be made of gives no result.
    return false
  }
}

/** The sealed buyer's in its one form, where it can be opened, was sealed for this record, and is one. */
async function idNumberOf(record: ReserveRecord, { openBuyer }: JudgePorts): Promise<string | null> {
  if (!record.buyer) return null
  try {
    const opened = await openBuyer(record.buyer.sealed)
    // A till that was patched seals what it likes: one person in two forms would be two.
    const idNumber = idNumberForm(opened.idNumber)
    return isSealedFor(opened, record) && isIdNumber(idNumber) ? idNumber : null
  } catch {
    // What was inside must not reach a log: the reason code says enough.
    return null
  }
}

async function isBuyersOwn(
  { fact, buyer }: ProvedEntitlement,
  idNumber: string | null,
  { commitment }: JudgePorts,
): Promise<boolean> {
  if (buyer === null || buyer === anyBuyer) return true
  return idNumber !== null && (await commitment(fact.id, idNumber)) === buyer
}
