/** Runs `task` now, or once more after the run under way if there is one, however often it is asked for meanwhile. */
export function onceAtATime(task: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null
  let again: Promise<void> | null = null
  const run = (): Promise<void> => {
    running = task().finally(() => (running = null))
    return running
  }
  return () => {
    if (!running) return run()
    again ??= running.then(run, run).finally(() => (again = null))
    return again
  }
}
