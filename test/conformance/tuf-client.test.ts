import { expect, it } from 'vitest'
import { trusted } from '../trust/conformance/stage.ts'
import { createCommandStage } from './command-stage.ts'

it('initialises, refreshes and fetches through a folder, run by run', async ({ onTestFinished }) => {
  const stage = await createCommandStage()
  onTestFinished(() => stage.close())
  const { repository, client } = stage
  await client.init(repository.latest('root'))
  expect(await client.refresh()).toBe(true)
  await repository.delegate('targets', { name: '../seg ments', paths: ['models/*'] })
  await repository.addArtifact('../seg ments', 'models/1.seg', 'one')
  await repository.addArtifact('../seg ments', 'models/2.seg', 'two')
  await repository.publish('../seg ments', 'targets', 'snapshot', 'timestamp')
  expect(await client.download(['models/2.seg', 'models/1.seg'])).toBe(true)
  // Both are written within one tick of the file system's clock: their order cannot be seen.
  expect(new Set(await client.downloads())).toEqual(new Set(['one', 'two']))
  expect(await trusted(client)).toEqual(['..%2Fseg%20ments 1', 'root 1', 'snapshot 2', 'targets 2', 'timestamp 2'])
  expect(await client.download(['models/2.seg', 'models/3.seg'])).toBe(false)
})
