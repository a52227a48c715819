/** Every operation of every call with every kind of fault, once and lasting. */
import { describe, it, vi } from 'vitest'
import { faultKinds } from '../support/failing-database.ts'
import { scenes, stand, trial } from './storage-faults.ts'

vi.spyOn(console, 'warn').mockReturnValue(undefined)

describe.each(Object.entries(scenes))('%s', (_name, scene) => {
  it.each(faultKinds)('answers or rejects with a code whatever fails with %s', async (kind) => {
    const here = await stand()
    // What completed without the page ever being told, on storage that can then not be read, nobody can know.
    for (const lasts of kind === 'answer_lost' ? [false] : [false, true])
      for (let at = 1; await trial(here, scene, { kind, at, lasts }); at++);
    await here.checkout.close()
  })
})
