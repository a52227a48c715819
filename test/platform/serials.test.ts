/** One unit is one, however a till names it: by another model of its barcode, or in other letters. */
import { describe, expect, it } from 'vitest'
import type { Cart } from '../../src/subsidy/quote.ts'
import { magicItems } from '../../src/testing/magic.ts'
import { startMemoryPlatform, type MemoryPlatformUnderTest } from '../conformance/memory-platform.ts'
import { freshSerial, TestTill, type Sold } from '../conformance/test-till.ts'

const { grade_1: fridge } = magicItems
const day = 86_400_000
const region = '150100'

const open = async (
  world?: Parameters<typeof startMemoryPlatform>[0],
): Promise<{ platform: MemoryPlatformUnderTest; till: TestTill }> => {
  const platform = await startMemoryPlatform(world)
  return { platform, till: await new TestTill(platform).open() }
}
const answerTo = async (till: TestTill, sale: Sold): Promise<readonly [string, readonly string[]]> => {
  const { body } = await till.send(sale.jws)
  return [body.standing, body.reasons]
}

describe('a serial', () => {
  it('is one unit’s under its barcode, whichever of the models filed under that barcode a till names', async () => {
    const gtin = `0${fridge.barcode}`
    const twin = { ...fridge.listing!, model: 'RH-900T' }
    const { till } = await open({ listings: [fridge.listing!, twin] })
    const named = (model: string, serial: string): Cart => ({
      lines: [{ id: 'L1', item: { gtin, model, price: fridge.price, serial } }],
    })
    const serial = freshSerial()
    expect((await till.sell(named(fridge.listing!.model, serial))).body).toMatchObject({ standing: 'confirmed' })
    const again = await till.reserve(named(twin.model, serial))
    expect(await answerTo(till, again)).toEqual(['refused', ['serial_redeemed_elsewhere']])
    const other = await till.reserve(named(twin.model, freshSerial()))
    expect(await answerTo(till, other)).toEqual(['confirmed', []])
  })

  describe('brought at the delivery', () => {
    const ordered = async (): Promise<readonly [TestTill, (serial: string) => Promise<unknown>]> => {
      const { platform, till } = await open()
      let orders = 0
      const bring = async (serial: string): Promise<unknown> => {
        const id = `d${++orders}`
        const toMs = platform.clock.now() + day
        const entitlement = await platform.issueEntitlement({ id, covers: [], fromMs: 0, toMs })
        const facts = { entitlement: { id, state: 'valid', covers: [], region: null, channel: null } } as const
        const cart = { lines: [{ id: 'L1', item: { gtin: fridge.barcode, price: fridge.price } }] }
        const { sale } = await till.sell(cart, { region, entitlement, facts })
        const units = [{ line: 'L1', unit: 0, serial }]
        return (await till.sendNew({ kind: 'fulfil', refers: sale.id, units, evidence: {} })).body
      }
      return [till, bring]
    }

    it('is the same unit in small letters, wide ones and with spaces', async () => {
      const [, bring] = await ordered()
      const serial = freshSerial()
      expect(await bring(serial)).toMatchObject({ standing: 'confirmed' })
      for (const spelt of [serial.toLowerCase(), ` ${serial}`, serial.replace('RH', 'ＲＨ'), `S/N:${serial}`])
        expect(await bring(spelt)).toMatchObject({ standing: 'review', reasons: ['serial_redeemed_elsewhere'] })
    })

    it('is looked at by a person where it is none', async () => {
      const [, bring] = await ordered()
      for (const [text, code] of [
        ['0000000', 'serial_malformed'],
        ['序列号', 'serial_malformed'],
        ['\u200b', 'serial_missing'],
      ] as const)
        expect(await bring(text)).toMatchObject({ standing: 'review', reasons: [code] })
    })
  })
})
