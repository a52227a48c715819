/** The library over Chromium's own IndexedDB and Web Locks. */
import { afterEach, expect, test } from 'vitest'
import { createByteStore } from '../../../src/release/byte-store.ts'
import { createLibrary, type Library } from '../../../src/release/library.ts'
import { fileKey } from '../../../src/catalog/release-files.ts'
import { createReleaseDatabase } from '../../../src/release/release-database.ts'
import { utf8 } from '../../../src/core/bytes.ts'
import type { Locks } from '../../../src/core/ports.ts'
import { createStand, release, textsOf, type Stand, type Texts } from '../../release/stand.ts'

const locks: Locks = {
  request: (name, options, task) =>
    navigator.locks.request(name, options, (lock) => task(lock !== null)) as ReturnType<typeof task>,
}
let opened = 0
let name = ''
const libraries: Library<Texts>[] = []

function open(stand: Stand): Library<Texts> {
  const library = createLibrary({
    trust: stand.trust,
    store: createReleaseDatabase({ factory: indexedDB, keyRange: IDBKeyRange }, `${name}-release`),
    bytes: createByteStore(indexedDB, `${name}-bytes`),
    locks,
    lockName: name,
    open: textsOf,
    confirm: (content) => content,
  })
  libraries.push(library)
  return library
}

async function stage(): Promise<Stand> {
  name = `library-${opened++}`
  const stand = await createStand()
  await stand.publish(release({ 'brands.json': '1', 'models/a/1.txt': 'a1', 'models/b/1.txt': 'b1' }))
  return stand
}

afterEach(() => {
  for (const library of libraries.splice(0)) library.close()
})

test('keeps a release over a restart, and fetches only what changed of the next', async () => {
  const stand = await stage()
  await open(stand).refresh()
  stand.asked.length = 0
  const restarted = open(stand)
  expect((await restarted.load())?.content).toEqual({
    'brands.json': '1',
    'models/a/1.txt': 'a1',
    'models/b/1.txt': 'b1',
  })
  expect(stand.asked).toEqual([])
  await stand.publish(release({ 'brands.json': '1', 'models/a/1.txt': 'a2', 'models/b/1.txt': 'b1' }))
  await restarted.refresh()
  expect(stand.asked.filter((path) => path.startsWith('targets/'))).toHaveLength(1)
  const last = open(stand)
  expect((await last.load())?.content['models/a/1.txt']).toBe('a2')
  await last.settled()
})

test('two tabs that refresh at once fetch each file once', async () => {
  const stand = await stage()
  await Promise.all([open(stand).refresh(), open(stand).refresh()])
  expect(stand.asked.filter((path) => path.startsWith('targets/'))).toHaveLength(3)
})

test('is repaired by a refresh after the browser cleared its files', async () => {
  const stand = await stage()
  await open(stand).refresh()
  const files = createByteStore(indexedDB, `${name}-bytes`)
  await files.deleteMany(await files.keys())
  files.close()
  const restarted = open(stand)
  await expect(restarted.load()).rejects.toMatchObject({ code: 'TARGET_MISMATCH' })
  expect(Object.keys((await restarted.refresh()).held.content)).toHaveLength(3)
})

test('a file spoilt in the store is fetched once more, and never again', async () => {
  const stand = await stage()
  const first = open(stand)
  const { held } = await first.refresh()
  const spoilt = 'models/a/1.txt'
  const files = createByteStore(indexedDB, `${name}-bytes`)
  const key = fileKey((await held.trusted.target(spoilt))!)
  expect(await files.keys()).toContain(key)
  await files.setMany([[key, utf8('xx')]])
  files.close()
  first.close()

  const repaired = open(stand)
  await expect(repaired.load()).rejects.toMatchObject({ code: 'TARGET_MISMATCH' })
  stand.asked.length = 0
  await repaired.refresh()
  expect(stand.asked.filter((path) => path.startsWith('targets/'))).toHaveLength(1)
  repaired.close()
  stand.asked.length = 0
  const last = open(stand)
  expect((await last.load())?.content[spoilt]).toBe('a1')
  expect(stand.asked).toEqual([])
  await last.settled()
})
