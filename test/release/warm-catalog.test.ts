import { describe, expect, it } from 'vitest'
import { createCatalogWarmer } from '../../src/release/warm-catalog.ts'

interface Stand {
  readonly look: (tables: (() => Generator<void, void>) | null) => void
  readonly close: () => void
  /** Lets the next task run; false when none waits. */
  readonly turn: () => boolean
  readonly errors: unknown[]
}
function stand(): Stand {
  const tasks: (() => void)[] = []
  const errors: unknown[] = []
  let tables: (() => Generator<void, void>) | null = null
  const warmer = createCatalogWarmer({
    tables: () => tables,
    timers: {
      after(_, task) {
        tasks.push(task)
        return () => void tasks.splice(tasks.indexOf(task), tasks.includes(task) ? 1 : 0)
      },
    },
    onError: (error) => errors.push(error),
  })
  warmer.start()
  return {
    look(next) {
      tables = next
      warmer.look()
    },
    close: () => {
      warmer.close()
    },
    turn() {
      const task = tasks.shift()
      task?.()
      return task !== undefined
    },
    errors,
  }
}
function stepsOf(name: string, count: number, built: string[]): () => Generator<void, void> {
  return function* () {
    for (let i = 0; i < count; i++) {
      built.push(name)
      yield
    }
  }
}

describe('the warming of a catalogue', () => {
  it('takes one step a task, and only once for a release', () => {
    const { look, turn } = stand()
    const built: string[] = []
    const tables = stepsOf('a', 3, built)
    look(null)
    look(tables)
    expect(built).toEqual([])
    turn()
    expect(built).toEqual(['a'])
    look(tables)
    while (turn());
    look(tables)
    expect([turn(), built]).toEqual([false, ['a', 'a', 'a']])
  })

  it('leaves a release for the one that follows it, and stops when the client closes', () => {
    const { look, turn, close } = stand()
    const built: string[] = []
    look(stepsOf('a', 9, built))
    turn()
    look(stepsOf('b', 9, built))
    turn()
    close()
    expect([turn(), built]).toEqual([false, ['a', 'b']])
  })

  it('tells of a fault and lets the till go on', () => {
    const { look, turn, errors } = stand()
    const fault = new Error('malformed')
    look(function* () {
      yield
      throw fault
    })
    while (turn());
    expect(errors).toEqual([fault])
  })
})
