import { getEventListeners } from 'node:events'
import { expect, it } from 'vitest'
import { abortReason, childController } from '../../src/core/abort.ts'

it('aborts with each parent, for the same reason', () => {
  for (const place of [0, 1]) {
    const parents = [new AbortController(), new AbortController()]
    const child = childController(...parents.map(({ signal }) => signal))
    expect(child.signal.aborted).toBe(false)
    parents[place]!.abort('closing')
    expect(child.signal).toMatchObject({ aborted: true, reason: 'closing' })
  }
})

it('is aborted at once where a parent is', () => {
  const child = childController(new AbortController().signal, AbortSignal.abort('late'))
  expect(child.signal).toMatchObject({ aborted: true, reason: 'late' })
})

it('leaves its parents alone, and keeps no hold on them once it is over', () => {
  const parent = new AbortController()
  const child = childController(parent.signal)
  expect(getEventListeners(parent.signal, 'abort')).toHaveLength(1)
  child.abort()
  expect(parent.signal.aborted).toBe(false)
  expect(getEventListeners(parent.signal, 'abort')).toHaveLength(0)
})

it('names an abort for which a browser keeps no reason', () => {
  expect(abortReason({ aborted: true } as AbortSignal)).toMatchObject({ name: 'AbortError' })
})
