import { describe, expect, it } from 'vitest'
import { utf8ToText } from '../../src/core/bytes.ts'
import type { TargetFile } from '../../src/trust/target-file.ts'
import { createTill, respond } from './till.ts'

describe('target files', () => {
  const fileIn = async (
    till: Awaited<ReturnType<typeof createTill>>,
    path = 'models/haier/1.seg',
  ): Promise<TargetFile> => {
    await till.client.refresh()
    return (await till.client.target(path)) as TargetFile
  }

  it('are fetched under their hash, and checked', async () => {
    const till = await createTill()
    const file = await fileIn(till)
    expect(utf8ToText(await till.client.fetchTarget(file))).toBe('segment 1')
    expect(till.asked.at(-1)).toBe(`targets/models/haier/${file.hashes['sha256']}.1.seg`)
  })

  it.each([
    ['another content', 'segment X', 'TARGET_MISMATCH'],
    ['fewer bytes', 'segment', 'TARGET_MISMATCH'],
    ['more bytes', 'segment 1 and more', 'TARGET_TOO_LARGE'],
  ])('are refused with %s', async (_, content, code) => {
    const till = await createTill()
    const file = await fileIn(till)
    till.network = () => new Response(content)
    await expect(till.client.fetchTarget(file)).rejects.toMatchObject({ code, field: 'models/haier/1.seg' })
  })

  it('are not even asked for above the limit', async () => {
    const till = await createTill({ limits: { targetFileBytes: 8 } })
    const file = await fileIn(till)
    till.asked.length = 0
    await expect(till.client.fetchTarget(file)).rejects.toMatchObject({
      code: 'TARGET_TOO_LARGE',
      expected: 'at most 8 bytes',
    })
    expect(till.asked).toEqual([])
  })

  it('are not asked for where their path would lead out of the repository', async () => {
    const till = await createTill()
    const file = await fileIn(till)
    till.asked.length = 0
    for (const path of ['../secret', 'a/../../secret', './a', 'models/..']) {
      await expect(till.client.fetchTarget({ ...file, path })).rejects.toMatchObject({ code: 'TARGET_UNKNOWN' })
    }
    expect(till.asked).toEqual([])
  })

  it('that are missing on the server are a fault of the line, to try again', async () => {
    const till = await createTill()
    const file = await fileIn(till)
    till.network = () => respond(undefined)
    await expect(till.client.fetchTarget(file)).rejects.toMatchObject({ code: 'TRANSPORT_FAILED', retryable: true })
  })

  it('that no role knows are null', async () => {
    const till = await createTill()
    await till.client.refresh()
    expect(await till.client.target('models/nobody/1.seg')).toBeNull()
    expect(await till.client.target('constructor')).toBeNull()
    expect(await till.client.target('__proto__')).toBeNull()
  })

  it('are not there before a release is', async () => {
    const { client } = await createTill()
    await expect(client.target('brands.json')).rejects.toMatchObject({ code: 'CATALOG_MISSING' })
  })

  it('are not asked for under a hash of an algorithm that nobody here knows', async () => {
    const till = await createTill()
    const file = await fileIn(till)
    till.asked.length = 0
    for (const hashes of [{ md5: '0'.repeat(32) }, { sha256: '../../x' }, { 'a/b': 'c' }])
      await expect(till.client.fetchTarget({ ...file, hashes })).rejects.toMatchObject({ code: 'TARGET_UNKNOWN' })
    expect(till.asked).toEqual([])
  })
})
