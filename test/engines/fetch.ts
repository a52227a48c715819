/** Fetches the engine of a project before its first test, so that no test waits for it. */
import type { TestProject } from 'vitest/node'
import { fetchEngine } from '../support/engines.ts'

export async function setup(project: TestProject): Promise<void> {
  await fetchEngine(project.config.env.CHROMIUM ?? '')
}
