/** A release store that lasts as long as the test. */
import { emptyState, type ReleaseStore, type StoredState } from '../../src/release/release-store.ts'

export function createMemoryReleaseStore(initial: StoredState = emptyState): ReleaseStore {
  let state = initial
  return {
    read: () => Promise.resolve(state),
    async update(change) {
      await Promise.resolve()
      // Nothing may come between reading the state and changing it.
      state = change(state)
      return state
    },
    close: () => undefined,
  }
}
