import { beforeEach, describe, expect, test } from 'vitest'
import { utf8 } from '../../src/core/bytes.ts'
import { CheckoutError } from '../../src/core/errors.ts'
import { createMemoryReleaseStore } from '../support/memory-release-store.ts'
import { createDevice, createStand, openLibrary, release, type Device, type Stand } from './stand.ts'

const first = release({ 'brands.json': '1', 'models/a/1.txt': 'a1', 'models/b/1.txt': 'b1' })
const second = release({ 'brands.json': '1', 'models/a/1.txt': 'a2', 'models/b/1.txt': 'b1' })
const third = release({ 'brands.json': '3', 'models/a/1.txt': 'a3' })
const texts = (files: Record<string, Uint8Array>): Record<string, string> =>
  Object.fromEntries(Object.entries(files).map(([path, bytes]) => [path, new TextDecoder().decode(bytes)]))

let stand: Stand
let device: Device
beforeEach(async () => {
  stand = await createStand()
  device = createDevice()
  await stand.publish(first)
})
const restart = () => openLibrary(stand, device)
const targetsAsked = (): string[] => stand.asked.splice(0).filter((path) => path.startsWith('targets/'))

describe('a library', () => {
  test('has nothing before the first refresh, and everything after it', async () => {
    const library = restart()
    expect(await library.load()).toBeNull()
    const { status, held } = await library.refresh()
    expect([status, held.content]).toEqual(['updated', texts(first)])
  })

  test('works from the device after a restart, without the network', async () => {
    await restart().refresh()
    stand.asked.length = 0
    const held = await restart().load()
    expect(held?.content).toEqual(texts(first))
    expect(stand.asked).toEqual([])
  })

  test('fetches only files that changed, and says how far it is', async () => {
    await restart().refresh()
    await stand.publish(second)
    const library = restart()
    await library.load()
    targetsAsked()
    const progress: number[] = []
    await library.refresh({ onProgress: ({ filesDone, files }) => progress.push(filesDone, files) })
    expect(targetsAsked()).toHaveLength(1)
    expect(progress).toEqual([0, 1, 1, 1])
    expect(library.held?.content).toEqual(texts(second))
  })

  test('fetches no file when the authority confirms the release, and takes the newer word', async () => {
    const library = restart()
    await library.refresh()
    targetsAsked()
    stand.clock.nowMs += 3_600_000
    await stand.confirm()
    const { status, held } = await library.refresh()
    expect([status, targetsAsked(), held.trusted.issued]).toEqual(['unchanged', [], '2026-03-06T03:00:00Z'])
    expect((await restart().load())?.trusted.issued).toBe('2026-03-06T03:00:00Z')
  })

  test('keeps the last good release when the new one cannot be opened', async () => {
    const library = openLibrary(stand, device, {
      open: (files) => {
        const content = new TextDecoder().decode(files.read('models/a/1.txt'))
        if (content === 'a2') throw new CheckoutError('SEGMENT_MALFORMED', 'broken')
        return texts(first)
      },
    })
    await library.refresh()
    await stand.publish(second)
    await expect(library.refresh()).rejects.toMatchObject({ code: 'SEGMENT_MALFORMED' })
    expect(library.held?.content).toEqual(texts(first))
    expect((await restart().load())?.content).toEqual(texts(first))
  })

  test('keeps what it had when a file on the server is not the one that was signed, and fetches only the rest next time', async () => {
    const library = restart()
    await library.refresh()
    await stand.publish(third)
    const path = [...stand.files.keys()].filter((each) => each.startsWith('targets/models/a/')).at(-1) ?? ''
    const sound = stand.files.get(path) ?? utf8('')
    stand.files.set(path, utf8('xx'))
    await expect(library.refresh()).rejects.toMatchObject({ code: 'TARGET_MISMATCH', field: 'models/a/1.txt' })
    expect(library.held?.content).toEqual(texts(first))
    stand.files.set(path, sound)
    targetsAsked()
    await library.refresh()
    expect(targetsAsked()).toHaveLength(1)
    expect(library.held?.content).toEqual(texts(third))
  })

  test('keeps a part of the release where that is all a page wants, and fetches more of it on demand', async () => {
    const library = openLibrary(stand, device, { wants: (path) => path === 'brands.json' })
    expect((await library.refresh()).held.content).toEqual({ 'brands.json': '1' })
    targetsAsked()
    const more = await library.fetch(['models/b/1.txt'])
    expect([new TextDecoder().decode(more.read('models/b/1.txt')), targetsAsked().length]).toEqual(['b1', 1])
    await library.fetch(['models/b/1.txt'])
    expect(targetsAsked()).toEqual([])
    await expect(library.fetch(['models/z/1.txt'])).rejects.toMatchObject({
      code: 'TARGET_UNKNOWN',
      field: 'models/z/1.txt',
    })
  })
})

describe('the switch to a new release', () => {
  test('keeps the files of the last one until the new one has come through a restart', async () => {
    await restart().refresh()
    const library = restart()
    await library.load()
    await library.settled()
    await stand.publish(second)
    await library.refresh()
    await stand.publish(third)
    await library.refresh()
    const { previous } = await device.store.read()
    expect(previous?.files.every((key) => device.bytes.values.has(key))).toBe(true)
    const next = restart()
    await next.load()
    await next.settled()
    expect(device.bytes.values.size).toBe(2)
    expect((await device.store.read()).previous).toBeNull()
  })

  test('raises the floors once the new release has come through a restart, not before', async () => {
    await restart().refresh()
    expect((await device.store.read()).floors).toBeNull()
    const library = restart()
    await library.load()
    await library.settled()
    expect((await device.store.read()).floors).toMatchObject({
      root: 1,
      timestamp: 1,
      snapshot: 1,
      roles: { brands: 1 },
    })
  })

  test('falls back to the last release if the new one cannot be read at the next start', async () => {
    await restart().refresh()
    const library = restart()
    await library.load()
    await library.settled()
    await stand.publish(second)
    await library.refresh()
    const { current, previous } = await device.store.read()
    const onlyNew = current?.files.find((key) => !previous?.files.includes(key)) ?? ''
    device.bytes.values.delete(onlyNew)
    const next = restart()
    expect((await next.load())?.content).toEqual(texts(first))
    expect((await next.refresh()).held.content).toEqual(texts(second))
  })

  test('refuses an older release put back on the device after that', async () => {
    await restart().refresh()
    const old = await device.store.read()
    await stand.publish(second)
    await restart().refresh()
    const library = restart()
    await library.load()
    await library.settled()
    await device.store.update((state) => ({ ...state, current: old.current, previous: null }))
    await expect(restart().load()).rejects.toMatchObject({ code: 'METADATA_ROLLBACK' })
  })

  test('writes back files that the browser dropped while the page was open', async () => {
    const library = restart()
    await library.refresh()
    device.bytes.values.clear()
    await stand.publish(second)
    await library.refresh()
    expect((await restart().load())?.content).toEqual(texts(second))
  })

  test('leaves a newer release that another tab has put in force', async () => {
    await restart().refresh()
    const [slow, fast] = [restart(), restart()]
    await slow.load()
    await fast.load()
    await stand.publish(second)
    const slowFiles = new Map(stand.files)
    await stand.publish(third)
    const newest = new Map(stand.files)
    stand.files.clear()
    slowFiles.forEach((bytes, path) => stand.files.set(path, bytes))
    const update: typeof device.store.update = device.store.update.bind(device.store)
    Object.assign(device.store, {
      update: async (change: Parameters<typeof update>[0]) => {
        Object.assign(device.store, { update })
        stand.files.clear()
        newest.forEach((bytes, path) => stand.files.set(path, bytes))
        await fast.refresh()
        return update(change)
      },
    })
    await slow.refresh()
    expect((await restart().load())?.content).toEqual(texts(third))
  })
})

describe('what is stored', () => {
  test.each([
    [
      'another file in its place',
      (values: Map<string, Uint8Array<ArrayBuffer>>, key: string) => void values.set(key, utf8('zz')),
    ],
    ['missing', (values: Map<string, Uint8Array<ArrayBuffer>>, key: string) => void values.delete(key)],
  ])('is refused with %s, and put right by a refresh of that file alone', async (_, edit) => {
    await restart().refresh()
    edit(device.bytes.values, (await device.store.read()).current?.files[1] ?? '')
    const library = restart()
    await expect(library.load()).rejects.toMatchObject({ code: 'TARGET_MISMATCH' })
    targetsAsked()
    expect((await library.refresh()).held.content).toEqual(texts(first))
    expect(targetsAsked()).toHaveLength(1)
  })

  test('is nothing when the state is emptied: a refresh fetches no file again', async () => {
    await restart().refresh()
    const library = openLibrary(stand, { ...device, store: createMemoryReleaseStore() })
    expect(await library.load()).toBeNull()
    targetsAsked()
    await library.refresh()
    expect(targetsAsked()).toEqual([])
  })
})
