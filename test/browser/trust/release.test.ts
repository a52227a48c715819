import { expect, it } from 'vitest'
import { readsStaticRepository } from '../../trust/conformance/static.ts'
import { createTill } from '../../trust/till.ts'
import { createIndexedDbStore } from './indexed-db-store.ts'

it('reads and keeps a repository that another writer published', async () => {
  const store = createIndexedDbStore('static')
  await readsStaticRepository(store)
  store.close()
})

it('keeps a release in IndexedDB, raises its floors, and refuses the one before', async () => {
  const store = createIndexedDbStore('release')
  const till = await createTill({ store })
  const first = await till.client.refresh()
  await till.client.save(first)
  await till.release('segment 1, changed')
  const second = await till.client.refresh()
  await till.client.save(second)
  await store.raise(second.floors)
  store.close()

  const reopened = createIndexedDbStore('release')
  expect((await till.restart({ store: reopened }).load())?.snapshotHash).toBe(second.snapshotHash)
  await till.restart({ store: reopened }).save(first)
  await expect(till.restart({ store: reopened }).load()).rejects.toMatchObject({ code: 'METADATA_ROLLBACK' })
  expect((await till.restart({ store: reopened }).refresh()).snapshotHash).toBe(second.snapshotHash)
  reopened.close()
})
