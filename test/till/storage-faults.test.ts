/** A sample of the operations of every call, each with one kind of fault once and one that lasts; all of both in the soak. */
import { describe, expect, it, vi } from 'vitest'
import { createCheckout } from '../../src/checkout.ts'
import { person } from '../support/buyers.ts'
import { faultKinds } from '../support/failing-database.ts'
import { scenes, stand, trial } from './storage-faults.ts'

vi.spyOn(console, 'warn').mockReturnValue(undefined)
const lasting = faultKinds.filter((kind) => kind !== 'answer_lost')

describe('a call whose database fails', () => {
  it.each(Object.entries(scenes))(
    '%s answers or rejects with a code, keeps its word, and works once the fault is gone',
    async (_name, scene) => {
      const here = await stand()
      let tries = 0
      // The first operations one by one, those after in longer and longer steps.
      for (let at = 1, goesOn = true; goesOn; at = Math.max(at + 1, Math.floor(at * 1.25))) {
        goesOn = await trial(here, scene, { kind: faultKinds[tries % faultKinds.length]!, at, lasts: false })
        await trial(here, scene, { kind: lasting[tries % lasting.length]!, at, lasts: true })
        tries++
      }
      expect(tries).toBeGreaterThan(1)
      await here.checkout.close()
    },
    120_000,
  )

  it('captures a buyer after a first enrolment whose key could not be read back', async () => {
    const { simulation, storage } = await stand()
    const statuses = new Set<string>()
    for (let at = 1, goesOn = true; goesOn; at++) {
      const tab = await createCheckout({ ...simulation.options, till: `n${String(at)}` })
      await tab.ready()
      storage.stage({ kind: 'NotReadableError', at, lasts: true })
      const { status } = await tab.enrol(simulation.code)
      goesOn = storage.lift()
      statuses.add(status)
      if (status === 'enrolled') expect(await tab.buyer(person)).toHaveProperty('sealed')
      await tab.close()
    }
    expect([...statuses].sort()).toEqual(['enrolled', 'refused'])
  }, 120_000)
})
