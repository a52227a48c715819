/** Properties that hold whatever is done to the store or served by the network. */
import fc from 'fast-check'
import { expect } from 'vitest'
import { utf8, utf8ToText, type Bytes } from '../../src/core/bytes.ts'
import { isCheckoutError } from '../../src/core/errors.ts'
import { rootDocument, signDocument } from '../../src/trust/documents.ts'
import type { TrustedRelease } from '../../src/trust/release.ts'
import { newSetup, releaseRoles } from './release-input.ts'
import { createTill, respond, startMs, type Till } from './till.ts'

export const seed = 20260306

type Edit = (files: Map<string, Bytes>, other: ReadonlyMap<string, Bytes>) => void

const pick = (files: ReadonlyMap<string, Bytes>, n: number): string =>
  [...files.keys()][n % Math.max(1, files.size)] ?? 'timestamp'

/** What a person with the browser's tools could do to the stored files. */
function edits(forgedRoot: Bytes): fc.Arbitrary<Edit> {
  const nat = fc.nat(1_000_000)
  return fc.oneof(
    fc.tuple(nat, nat, fc.nat(7)).map(([n, at, bit]): Edit => (files) => {
      const bytes = files.get(pick(files, n))?.slice()
      if (!bytes || bytes.length === 0) return
      bytes[at % bytes.length] = (bytes[at % bytes.length] ?? 0) ^ (1 << bit)
      files.set(pick(files, n), bytes)
    }),
    nat.map(
      (n): Edit =>
        (files) =>
          void files.delete(pick(files, n)),
    ),
    fc.tuple(nat, nat).map(([n, m]): Edit => (files) => {
      const [a, b] = [pick(files, n), pick(files, m)]
      const [bytesA, bytesB] = [files.get(a), files.get(b)]
      if (bytesA && bytesB) files.set(a, bytesB).set(b, bytesA)
    }),
    nat.map((n): Edit => (files, other) => {
      const bytes = other.get(pick(files, n))
      if (bytes) files.set(pick(files, n), bytes)
    }),
    fc.constant<Edit>((files, other) => {
      files.clear()
      for (const [key, bytes] of other) files.set(key, bytes)
    }),
    fc.tuple(nat, nat).map(([n, at]): Edit => (files) => {
      const bytes = files.get(pick(files, n))
      if (bytes) files.set(pick(files, n), bytes.slice(0, at % (bytes.length + 1)))
    }),
    fc.tuple(nat, fc.uint8Array({ maxLength: 64 })).map(
      ([n, junk]): Edit =>
        (files) =>
          void files.set(pick(files, n), new Uint8Array(junk)),
    ),
    fc.tuple(nat, nat, fc.jsonValue()).map(([n, at, value]): Edit => (files) => {
      const bytes = files.get(pick(files, n))
      if (bytes) files.set(pick(files, n), changedJson(bytes, at, value))
    }),
    fc.constant<Edit>((files) => void files.set('root/2', forgedRoot)),
    fc.constant<Edit>((files) => files.clear()),
  )
}

/** The document with the value at one place, counted through, replaced. */
function changedJson(bytes: Bytes, at: number, value: unknown): Bytes {
  try {
    let left = at % 40
    return utf8(
      JSON.stringify(JSON.parse(utf8ToText(bytes), (_, member: unknown) => (left-- === 0 ? value : member)) ?? null),
    )
  } catch {
    return bytes
  }
}

interface Genuine {
  readonly till: Till
  readonly first: ReadonlyMap<string, Bytes>
  readonly second: ReadonlyMap<string, Bytes>
  /** What each release says of its files, by its name. */
  readonly contents: ReadonlyMap<string, string>
  readonly newest: string
  readonly forgedRoot: Bytes
  readonly releases: readonly [TrustedRelease, TrustedRelease]
}

const contentOf = async (release: TrustedRelease): Promise<string> =>
  JSON.stringify([release.issued, await release.listTargets()])

async function twoReleases(): Promise<Genuine> {
  const till = await createTill()
  const one = await till.client.refresh()
  await till.client.save(one)
  const first = new Map(till.store.files)
  till.nowMs += 60_000
  const rotated = (await releaseRoles())['brands']
  await till.release('segment 1, changed', {
    roles: { ...till.roles, ...(rotated && { brands: rotated }) },
    renew: ['root'],
  })
  const two = await till.client.refresh()
  await till.client.save(two)
  const stranger = await newSetup()
  const roles = { root: stranger, timestamp: stranger, snapshot: stranger, targets: stranger }
  return {
    till,
    first,
    second: new Map(till.store.files),
    contents: new Map([
      [one.snapshotHash, await contentOf(one)],
      [two.snapshotHash, await contentOf(two)],
    ]),
    newest: two.snapshotHash,
    forgedRoot: await signDocument(rootDocument({ version: 2, expiresMs: startMs + 1e10, roles }), stranger.signers),
    releases: [one, two],
  }
}

/** Random edits of the store never change what is trusted, and never keep a till from recovering. */
export async function holdsAgainstStoreEdits(numRuns: number): Promise<void> {
  const { till, first, second, contents, newest, forgedRoot, releases } = await twoReleases()
  const run = async (list: readonly Edit[], startsOld: boolean, raised: boolean): Promise<void> => {
    till.store.files.clear()
    for (const [key, bytes] of startsOld ? first : second) till.store.files.set(key, bytes)
    for (const edit of list) edit(till.store.files, startsOld ? second : first)
    till.store.raise(
      raised
        ? releases[1].floors
        : { root: 0, timestamp: 0, snapshot: 0, roles: {}, keys: { timestamp: [], snapshot: [] } },
    )
    const edited = new Map(till.store.files)
    try {
      const loaded = await till.restart().load()
      if (loaded) {
        expect(contents.get(loaded.snapshotHash)).toBe(await contentOf(loaded))
        if (raised) expect(loaded.snapshotHash).toBe(newest)
      }
    } catch (error) {
      if (!isCheckoutError(error)) throw error
      expect(error.code).toMatch(/^METADATA_/)
    }
    expect(till.store.files).toEqual(edited)
    expect((await till.restart().refresh()).snapshotHash).toBe(newest)
  }
  await fc.assert(
    fc.asyncProperty(fc.array(edits(forgedRoot), { minLength: 1, maxLength: 4 }), fc.boolean(), fc.boolean(), run),
    { seed, numRuns },
  )
}

/** Whatever a mirror makes of the files it serves, a refresh gives a release that was signed, or fails by a code. */
export async function holdsAgainstServedEdits(numRuns: number): Promise<void> {
  const { till, first, contents, newest, forgedRoot } = await twoReleases()
  const served = new Map([...till.files].filter(([path]) => path.startsWith('metadata/')))
  const run = async (list: readonly Edit[], isNew: boolean): Promise<void> => {
    till.store.files.clear()
    if (!isNew) for (const [key, bytes] of first) till.store.files.set(key, bytes)
    const bent = new Map(served)
    for (const edit of list) edit(bent, served)
    till.network = (path) => respond(bent.get(path))
    const store = new Map(till.store.files)
    try {
      const release = await till.restart().refresh()
      expect(contents.get(release.snapshotHash)).toBe(await contentOf(release))
    } catch (error) {
      if (!isCheckoutError(error)) throw error
      expect(error.code).toMatch(/^(METADATA_|TRANSPORT_FAILED)/)
    }
    expect(till.store.files).toEqual(store)
    till.network = (_, bytes) => respond(bytes)
    expect((await till.restart().refresh()).snapshotHash).toBe(newest)
  }
  await fc.assert(fc.asyncProperty(fc.array(edits(forgedRoot), { minLength: 1, maxLength: 3 }), fc.boolean(), run), {
    seed,
    numRuns,
  })
}
