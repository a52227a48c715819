/** The reference platform while somebody publishes beside it. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { magicItems } from '../../src/testing/magic.ts'
import { startSqlPlatform, type SqlPlatform } from './sql-platform.ts'
import { freshSerial, oneItem, publishedRules, TestTill } from './test-till.ts'

const { grade_1: fridge } = magicItems
const hour = 3_600_000
const other = publishedRules.slice(0, 1)

describe('a release that is published while the platform runs', { timeout: 120_000 }, () => {
  let platform: SqlPlatform
  afterEach(() => platform.dispose())
  const start = async (): Promise<TestTill> => {
    platform = await startSqlPlatform()
    return new TestTill(platform).open()
  }

  it('counts from then on, without anybody telling the platform', async () => {
    const till = await start()
    await till.sell(oneItem(fridge, freshSerial()))
    await platform.clock.advance(hour)
    await platform.publish(other)
    expect((await till.sell(oneItem(fridge, freshSerial()))).body).toMatchObject({ standing: 'confirmed', reasons: [] })
  })

  it('begins with its first timestamp, however often it is signed anew', async () => {
    const till = await start()
    await till.sell(oneItem(fridge, freshSerial()))
    const before = platform.release()
    await platform.clock.advance(hour)
    await platform.publish(other)
    const late = await till.reserve(oneItem(fridge, freshSerial()))
    // Whatever is sent meanwhile finds it, and be it by the release before.
    const another = await new TestTill(platform, 'TY-0001', '04').open()
    await another.send((await another.reserve(oneItem(fridge, freshSerial()), { release: before })).jws)
    for (let times = 0; times < 2; times++) {
      await platform.clock.advance(hour)
      await platform.resign()
      expect((await till.sell(oneItem(fridge, freshSerial()))).status).toBe(200)
    }
    const { body } = await till.send(late.jws)
    expect(body.reasons).not.toContain('basis_stale')
    expect(await platform.database().selectFrom('releases').selectAll().execute()).toHaveLength(3)
  })

  it('and cannot be read leaves the one before in force, and is said once', async () => {
    const till = await start()
    await till.sell(oneItem(fridge, freshSerial()))
    writeFileSync(join(platform.repository(), 'metadata/timestamp.json'), '{')
    for (let times = 0; times < 2; times++)
      expect((await till.sell(oneItem(fridge, freshSerial()))).body).toMatchObject({ standing: 'confirmed' })
    expect(platform.faults.splice(0)).toHaveLength(1)
  })
})
