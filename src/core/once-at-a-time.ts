/** Runs `task` now, or once more after the run under way if there is one, however often it is asked for meanwhile. */
export function onceAtATime(task: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null
  let next: Promise<void> | null = null
  const run = (): Promise<void> => {
    // Whoever asks from here on wants what this run may no longer see.
    next = null
    running = task().finally(() => {
      running = null
    })
    return running
  }
  return () => {
    if (!running) return next ?? run()
    next ??= running.then(run, run)
    return next
  }
}
