import { describe, expect, it } from 'vitest'
import { dayMs, releaseRoles } from './release-input.ts'
import { createTill, respond, startMs } from './till.ts'

describe('a release', () => {
  it('is refreshed, saved, and loaded again without a network', async () => {
    const till = await createTill()
    const { client, store, asked } = till
    expect(await client.load()).toBeNull()
    const release = await client.refresh()
    expect(release.versions).toEqual({
      root: 1,
      timestamp: 1,
      snapshot: 1,
      targets: 1,
      brands: 1,
      scheme: 1,
      redeemed: 1,
    })
    expect(release.issued).toBe('2026-03-06T02:00:00Z')
    expect(store.files.size).toBe(0)
    await client.save(release)
    asked.length = 0
    const loaded = await till.restart().load()
    expect(loaded?.snapshotHash).toBe(release.snapshotHash)
    expect(await loaded?.listTargets()).toEqual(await release.listTargets())
    expect(asked).toEqual([])
  })

  it('lists every file under the role that may speak for it', async () => {
    const { client } = await createTill()
    const files = await (await client.refresh()).listTargets()
    expect(files.map(({ role, path }) => `${role} ${path}`)).toEqual([
      'targets platform.json',
      'brands brands.json',
      'brands models/haier/1.seg',
      'brands models/gree/1.seg',
      'scheme scheme.json',
      'redeemed redeemed/2026-03.flt',
    ])
  })

  it('asks for no more than the next root and the timestamp when nothing is new', async () => {
    const till = await createTill()
    await till.client.save(await till.client.refresh())
    till.asked.length = 0
    await till.restart().refresh()
    expect(till.asked).toEqual(['metadata/2.root.json', 'metadata/timestamp.json'])
  })

  it('asks for no more than what changed', async () => {
    const till = await createTill()
    await till.client.save(await till.client.refresh())
    await till.release('segment 1, changed')
    till.asked.length = 0
    await till.restart().refresh()
    expect(till.asked).toEqual([
      'metadata/2.root.json',
      'metadata/timestamp.json',
      'metadata/2.snapshot.json',
      'metadata/2.brands.json',
    ])
  })

  it('loads only the roles that a path leads to when that is asked for', async () => {
    const { client, asked } = await createTill({ roles: 'needed' })
    const release = await client.refresh()
    expect(await release.target('models/haier/1.seg')).toMatchObject({ role: 'brands' })
    expect(asked.filter((path) => path.endsWith('.json')).slice(4)).toEqual(['metadata/1.brands.json'])
    expect([...release.metadata.keys()]).toEqual(['timestamp', 'snapshot', 'targets', 'brands'])
  })

  it('drops what no longer belongs to it from the store', async () => {
    const { client, store } = await createTill()
    store.files.set('old-role', new Uint8Array(3))
    await client.save(await client.refresh())
    expect([...store.files.keys()].sort()).toEqual(['brands', 'redeemed', 'scheme', 'snapshot', 'targets', 'timestamp'])
  })

  it('is not loaded with the snapshot of another release', async () => {
    const till = await createTill()
    await till.client.save(await till.client.refresh())
    const timestamp = till.store.files.get('timestamp')
    await till.release('segment 1, changed')
    await till.client.save(await till.client.refresh())
    if (timestamp) till.store.files.set('timestamp', timestamp)
    await expect(till.restart().load()).rejects.toMatchObject({ code: 'METADATA_MISMATCH' })
  })
})

describe('time', () => {
  it('lets an expired timestamp be loaded, for the ladder to judge', async () => {
    const till = await createTill()
    await till.release('segment 1', {
      roles: { ...till.roles, timestamp: { ...till.roles['timestamp'], lifetimeMs: dayMs } as never },
      renew: ['timestamp'],
    })
    await till.client.save(await till.client.refresh())
    till.nowMs = startMs + 2 * dayMs
    expect((await till.restart().load())?.issued).toBe('2026-03-06T02:00:00Z')
    await expect(till.restart({ keeping: 'specification' }).load()).rejects.toMatchObject({
      code: 'METADATA_EXPIRED',
      field: 'timestamp',
    })
    await expect(till.restart().refresh()).rejects.toMatchObject({ code: 'METADATA_EXPIRED', field: 'timestamp' })
  })

  it.each(['root', 'snapshot', 'targets', 'brands'])('holds the expiry of %s hard, loaded or fetched', async (role) => {
    const till = await createTill()
    const long = Object.fromEntries(
      Object.entries(till.roles).map(([name, setup]) => [
        name,
        { ...setup, lifetimeMs: (name === role ? 1 : 9) * dayMs },
      ]),
    )
    await till.release('segment 1', { roles: long, renew: Object.keys(long) })
    await till.client.save(await till.client.refresh())
    till.nowMs = startMs + dayMs
    await expect(till.restart().load()).rejects.toMatchObject({ code: 'METADATA_EXPIRED', field: role })
    await expect(till.restart().refresh()).rejects.toMatchObject({ code: 'METADATA_EXPIRED', field: role })
  })
})

describe('floors', () => {
  it('refuse an older release, stored or served, once they are raised', async () => {
    const till = await createTill()
    await till.client.save(await till.client.refresh())
    const oldStore = new Map(till.store.files)
    const oldServer = new Map(till.files)
    await till.release('segment 1, changed')
    const release = await till.client.refresh()
    await till.client.save(release)
    till.store.raise(release.floors)

    till.store.files.clear()
    for (const [key, bytes] of oldStore) till.store.files.set(key, bytes)
    await expect(till.restart().load()).rejects.toMatchObject({ code: 'METADATA_ROLLBACK' })
    till.network = (path) => respond(oldServer.get(path))
    await expect(till.restart().refresh()).rejects.toMatchObject({ code: 'METADATA_ROLLBACK' })
    till.store.files.clear()
    await expect(till.restart().refresh()).rejects.toMatchObject({ code: 'METADATA_ROLLBACK' })
    till.network = (_, served) => respond(served)
    expect((await till.restart().refresh()).snapshotHash).toBe(release.snapshotHash)
  })

  it.each(['timestamp', 'snapshot', 'brands'])('hold for %s alone', async (role) => {
    const till = await createTill()
    const release = await till.client.refresh()
    await till.client.save(release)
    const lifted = role === 'brands' ? { roles: { brands: 2 } } : { [role]: 2 }
    till.store.raise({ ...release.floors, ...lifted })
    await expect(till.restart().load()).rejects.toMatchObject({ code: 'METADATA_ROLLBACK', field: role })
    await expect(till.restart().refresh()).rejects.toMatchObject({ code: 'METADATA_ROLLBACK', field: role })
    till.store.files.clear()
    await expect(till.restart().refresh()).rejects.toMatchObject({ code: 'METADATA_ROLLBACK', field: role })
  })

  it('hold for the root, whatever keys were rotated', async () => {
    const till = await createTill()
    const before = new Map(till.files)
    const root = till.roles['root']
    const rotated = { ...till.roles, ...(await releaseRoles()) }
    const signers = [...(rotated['root']?.signers ?? []), ...(root?.signers ?? [])]
    await till.release('segment 1', { roles: { ...rotated, root: { ...rotated['root'], signers } as never } })
    const release = await till.client.refresh()
    expect(release.versions['root']).toBe(2)
    till.store.raise(release.floors)
    till.network = (path) => respond(before.get(path))
    await expect(till.restart().refresh()).rejects.toMatchObject({ code: 'METADATA_ROLLBACK', field: 'root' })
  })

  it('give way once the timestamp or snapshot key is rotated, so that a pushed-up version can come down', async () => {
    const till = await createTill()
    const release = await till.client.refresh()
    await till.client.save(release)
    till.store.raise({
      ...release.floors,
      timestamp: 9999,
      snapshot: 9999,
      roles: { ...release.floors.roles, brands: 9999 },
    })
    await expect(till.restart().refresh()).rejects.toMatchObject({ code: 'METADATA_ROLLBACK' })
    const { timestamp } = await releaseRoles()
    await till.release('segment 1', { roles: { ...till.roles, ...(timestamp && { timestamp }) } })
    expect((await till.restart().refresh()).versions).toMatchObject({ root: 2, timestamp: 2, snapshot: 1 })
  })
})
