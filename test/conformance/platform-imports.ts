/** Conformance of a platform: exported outboxes, taken in once and put before a person. */
import { describe, expect, it } from 'vitest'
import { utf8 } from '../../src/core/bytes.ts'
import { endpoints } from '../../src/record/endpoints.ts'
import { sealParts, type OutboxFile } from '../../src/record/outbox-file.ts'
import type { ImportAnswer, Problem } from '../../src/record/protocol.ts'
import { magicItems } from '../../src/testing/magic.ts'
import { nextTill } from './platform-sales.ts'
import { freshSerial, oneItem, TestTill, type PlatformUnderTest } from './test-till.ts'

const { grade_1: fridge } = magicItems

export function describeImports(platform: () => PlatformUnderTest): void {
  const openTill = (store = 'TY-0001'): Promise<TestTill> => new TestTill(platform(), store, nextTill()).open()
  const sealed = (till: TestTill, records: readonly string[]) => sealParts(till, records, platform().info.sealingKey)
  const fileOf = async (till: TestTill, records: readonly string[], change: Partial<OutboxFile> = {}) => {
    const { store, till: name } = till
    const file: OutboxFile = {
      v: 2,
      kind: 'tradein-outbox',
      store,
      till: name,
      at: '2026-03-06T10:00:00+08:00',
      head: null,
      count: records.length,
      unanswered: records.length,
      parts: await sealed(till, records),
      ...change,
    }
    return utf8(JSON.stringify(file))
  }
  const handIn = (till: TestTill, part: string) => till.ask<ImportAnswer & Problem>(endpoints.imports, { sealed: part })

  describe('an exported outbox', () => {
    it('is taken in once, and what is new is put before a person', async () => {
      const till = await openTill()
      const sent = await till.reserve(oneItem(fridge, freshSerial()))
      await till.send(sent.jws)
      const commit = await till.commit(sent)
      const lost = await till.reserve(oneItem(fridge, freshSerial()))
      const stranger = await openTill()
      stranger.key = { ...stranger.key, keyId: 'not-enrolled' }
      const unknown = await stranger.sign({ kind: 'cancel', refers: lost.id, reason: 'x' })
      const file = await fileOf(till, [sent.jws, commit, lost.jws, 'broken', unknown])
      expect(await platform().importOutbox(file)).toEqual({
        taken: 2,
        known: 1,
        refused: [
          { place: 3, code: 'RECORD_INVALID' },
          { place: 4, code: 'till_unknown' },
        ],
      })
      expect((await till.send(commit)).body).toMatchObject({ standing: 'review', reasons: ['recovered_late'] })
      expect((await till.send(lost.jws)).body).toMatchObject({ standing: 'review', reasons: ['recovered_late'] })
      expect(await platform().importOutbox(file)).toMatchObject({ taken: 0, known: 3 })
    })

    it('is handed in by another till of the store, and told to the one whose it is', async () => {
      const [lost, other] = [await openTill(), await openTill()]
      const sale = await lost.reserve(oneItem(fridge, freshSerial()))
      const commit = await lost.commit(sale)
      await platform().revoke(lost.key.keyId)
      const [part] = await sealed(lost, [sale.jws, commit])
      expect(await handIn(other, part!.sealed)).toMatchObject({
        status: 200,
        body: { taken: 2, known: 0, refused: [] },
      })
      expect(await handIn(other, part!.sealed)).toMatchObject({
        status: 200,
        body: { taken: 0, known: 2, refused: [] },
      })
      await lost.open((await other.head()).body.last)
      const { answers } = (await lost.changes(null)).body
      expect(answers.filter(({ sale: id }) => id === sale.id).map(({ standing }) => standing)).toEqual([
        'review',
        'review',
      ])
      await platform().settle(sale.id, 'confirmed')
      expect((await lost.changes(null)).body.answers.at(-1)).toMatchObject({ sale: sale.id, standing: 'confirmed' })
    })

    it('of a clone that lost its places is taken for review', async () => {
      const till = await openTill()
      const { seq, prev } = till
      await till.sell(oneItem(fridge, freshSerial()))
      Object.assign(till, { seq, prev })
      const sale = await till.reserve(oneItem(fridge, freshSerial()))
      const commit = await till.commit(sale)
      const file = await fileOf(till, [sale.jws, commit])
      expect(await platform().importOutbox(file)).toEqual({ taken: 2, known: 0, refused: [] })
      expect(await platform().importOutbox(file)).toEqual({ taken: 0, known: 2, refused: [] })
      expect((await till.send(commit)).body).toMatchObject({ sale: sale.id, standing: 'review', forked: true })
    })

    it('of another store, sealed to another key or damaged is refused, and so is a part that mixes tills', async () => {
      const [till, stranger] = [await openTill(), await openTill('TY-0002')]
      const records = [(await till.reserve(oneItem(fridge, freshSerial()))).jws]
      const [part] = await sealed(till, records)
      const invalid = { status: 400, body: { code: 'request_invalid' } }
      expect(await handIn(stranger, part!.sealed)).toMatchObject(invalid)
      expect(await handIn(till, `${part!.sealed.slice(0, -4)}AAAA`)).toMatchObject(invalid)
      const [mixed] = await sealed(stranger, records)
      expect((await handIn(stranger, mixed!.sealed)).body.refused).toEqual([{ place: 0, code: 'record_invalid' }])
      const broken = { count: 3, sealed: 'x' }
      const file = await fileOf(till, records, { parts: [broken, part!] })
      expect(await platform().importOutbox(file)).toEqual({
        taken: 1,
        known: 0,
        refused: [0, 1, 2].map((place) => ({ place, code: 'RECORD_INVALID' })),
      })
    })

    it('that is none is refused in words', async () => {
      await expect(platform().importOutbox(utf8('{}'))).rejects.toThrow('outbox')
      await expect(platform().importOutbox(utf8('no'))).rejects.toThrow('not JSON')
    })
  })
}
