/** A device whose storage somebody edits at random, and what must hold after every edit. */
import { IDBFactory } from 'fake-indexeddb'
import { expect } from 'vitest'
import { createByteStore } from '../../src/release/byte-store.ts'
import { openCatalog } from '../../src/catalog/open-catalog.ts'
import { createLibrary, type Library } from '../../src/release/library.ts'
import { stateFromRows, type StoredRelease, type StoredState } from '../../src/release/release-store.ts'
import { createMemoryReleaseStore } from '../support/memory-release-store.ts'
import type { SegmentCatalog } from '../../src/catalog/part.ts'
import { writeSegment } from '../../src/catalog/segment-writer.ts'
import { isCheckoutError } from '../../src/core/errors.ts'
import { utf8, type Bytes } from '../../src/core/bytes.ts'
import type { ByteStore } from '../../src/core/ports.ts'
import { brands, seeded, someListings } from '../catalog/listings.ts'
import { createDevice, createStand, type Stand } from './stand.ts'

interface Stored {
  readonly files: Map<string, Bytes>
  readonly state: StoredState
}
type Next = (below: number) => number

const flip = (bytes: Bytes, next: Next): Bytes => {
  const flipped = bytes.slice()
  if (flipped.length === 0) return utf8('x')
  const at = next(flipped.length)
  flipped[at] = (flipped[at] ?? 0) ^ (1 << next(8))
  return flipped
}

const pick = <T>(values: readonly T[], next: Next): T => values[next(values.length)] as T

function editFiles({ files }: Stored, old: Stored, next: Next): void {
  const keys = [...files.keys()]
  const [key, other] = [pick(keys, next), pick(keys, next)]
  const bytes = files.get(key) ?? utf8('')
  switch (next(5)) {
    case 0:
      return void files.set(key, flip(bytes, next))
    case 1:
      files.set(key, files.get(other) ?? bytes)
      return void files.set(other, bytes)
    case 2:
      return void files.delete(key)
    case 3:
      return void files.set(key, pick([...old.files.values()], next))
    default:
      return void files.set(key, bytes.slice(0, next(bytes.length)))
  }
}

function editRelease(release: StoredRelease, old: StoredRelease, next: Next): unknown {
  const at = next(release.metadata.length)
  const metadata = release.metadata.map(([key, bytes]) => [key, bytes] as const)
  const [key = '', bytes = utf8('')] = metadata[at] ?? []
  switch (next(8)) {
    case 0:
      return { ...release, metadata: metadata.map((entry, i) => (i === at ? [key, flip(bytes, next)] : entry)) }
    case 1:
      return {
        ...release,
        metadata: metadata.map((entry, i) =>
          i === at ? [key, old.metadata.find(([name]) => name === key)?.[1] ?? bytes] : entry,
        ),
      }
    case 2:
      return { ...release, metadata: metadata.filter((_, i) => i !== at) }
    case 3:
      return { ...release, metadata: [...metadata, ['root/2', flip(metadata[0]?.[1] ?? bytes, next)]] }
    case 4:
      return { ...release, files: old.files }
    case 5:
      return { ...release, id: old.id, version: next(100) }
    case 6:
      return { ...release, survived: 'yes' }
    default:
      return pick<unknown>(['text', null, 7, { ...release, files: [] }, { ...release, metadata: [] }], next)
  }
}

function editState(stored: Stored, old: Stored, next: Next): StoredState {
  const { state } = stored
  const { current } = state
  if (!current || !old.state.current) return state
  const rows: Record<keyof StoredState, unknown> = { ...state }
  switch (next(4)) {
    case 0:
      return stateFromRows({ ...rows, previous: old.state.current })
    case 1:
      return stateFromRows({
        ...rows,
        floors: pick<unknown>([null, 'x', { versions: {}, keys: {} }, { roles: {}, keys: {} }, old.state.floors], next),
      })
    default:
      return stateFromRows({ ...rows, current: editRelease(current, old.state.current, next) })
  }
}

/**
 * Edits the stored release `count` times, each from a sound one. After each a start must give the
 * release as it was signed, or nothing, or a coded error; a refresh must then give the release, and
 * so must the start after it.
 */
export async function survivesEdits(
  count: number,
  seed: number,
): Promise<{ unharmed: number; refused: number; missing: number }> {
  const next = seeded(seed)
  const stand = await createStand()
  const device = createDevice()
  const publish = (change: number): Promise<void> =>
    stand.publish({
      'brands.json': utf8(JSON.stringify({ v: 1, brands })),
      'models/haiyun/0.seg': writeSegment(someListings(20, 1)),
      'models/haiyun/1.seg': writeSegment(someListings(20, 2 + change)),
      'models/beichen/0.seg': writeSegment(someListings(20, 40)),
    })
  const taken = async (): Promise<Stored> => ({ files: new Map(device.bytes.values), state: await device.store.read() })
  const open = (target: Stand, stored: { bytes: ByteStore; store: typeof device.store }): Library<SegmentCatalog> =>
    createLibrary({
      trust: target.trust,
      ...stored,
      locks: null,
      lockName: 'refresh',
      open: (files) => openCatalog(files).catalog,
      confirm: (content) => content,
    })
  await publish(0)
  await open(stand, device).refresh()
  const old = await taken()
  await publish(1)
  await open(stand, device).refresh()
  const restarted = open(stand, device)
  const truth = contentOf(await restarted.load())
  await restarted.settled()
  const sound = await taken()

  const outcome = { unharmed: 0, refused: 0, missing: 0 }
  for (let edit = 0; edit < count; edit++) {
    const stored: Stored = { files: new Map(sound.files), state: sound.state }
    for (const [key, bytes] of old.files) if (next(2) === 0) stored.files.set(key, bytes)
    let { state } = sound
    const emptied = next(50)
    if (emptied === 0) stored.files.clear()
    else if (emptied === 1)
      state = stateFromRows({ current: undefined, previous: undefined, floors: undefined, clockFloorMs: undefined })
    else if (next(2) === 0) editFiles(stored, old, next)
    else state = editState(stored, old, next)
    const edited = { bytes: createByteStore(new IDBFactory(), 'edited'), store: createMemoryReleaseStore(state) }
    await edited.bytes.setMany([...stored.files])
    const library = open(stand, edited)
    try {
      const held = await library.load()
      if (held) {
        expect(contentOf(held), `edit ${edit}`).toBe(truth)
        outcome.unharmed++
      } else outcome.missing++
    } catch (error) {
      if (!isCheckoutError(error)) throw error
      outcome.refused++
    }
    if (edit % 4 === 0) {
      expect(contentOf((await library.refresh()).held), `refresh after edit ${edit}`).toBe(truth)
      expect(contentOf(await open(stand, edited).load()), `start after the refresh after edit ${edit}`).toBe(truth)
    }
  }
  return outcome
}

function contentOf(held: { readonly content: SegmentCatalog } | null): string {
  if (!held) return ''
  const gtins = [1, 2, 3, 40]
    .flatMap((seed) => someListings(20, seed))
    .flatMap(({ gtin }) => (gtin === null ? [] : [gtin]))
  return JSON.stringify([held.content.size, gtins.map((gtin) => held.content.byGtin(gtin))])
}
