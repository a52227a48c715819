/** C8: the authority's tool from CSV rows to a signed release, beside csv-parse reading the file alone. */
import { createReadStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'csv-parse'
import { checkProject, publishProject } from '../../src/authority/project/build-project.ts'
import { initProject } from '../../src/authority/project/init-project.ts'
import { projectSigners } from '../../src/authority/project/project.ts'
import { samplePlatform } from '../../src/authority/sample/platform.ts'
import { inTurn, lessIsBetter, type Bench } from './bench.ts'

const nowMs = Date.parse('2026-03-06T10:00:00+08:00')
const limitMegabytes = 1_500

export const run: Bench = async ({ soak }) => {
  const count = soak ? 1_000_000 : 50_000
  const folder = await mkdtemp(join(tmpdir(), 'authority-bench-'))
  try {
    const { platform } = await samplePlatform()
    const project = await initProject(join(folder, 'project'), { sample: { count }, platform })
    const signers = await projectSigners(project, () => Promise.resolve(null))
    const repository = join(project.folder, project.file.repository)
    let peakBytes = 0
    const peaks: number[] = []
    const note = (): void => void (peakBytes = Math.max(peakBytes, process.memoryUsage().rss))

    const ours = async (): Promise<void> => {
      await rm(repository, { recursive: true, force: true })
      const checked = await checkProject(project, { nowMs, onProgress: note })
      if (checked.listings !== count) throw new Error(`${checked.listings} of ${count} listings came through`)
      const outcome = await publishProject(project, checked, { nowMs, signers })
      if (outcome.status !== 'published') throw new Error('the release was not published')
      note()
      peaks.push(peakBytes / 1e6)
    }
    const peer = async (): Promise<void> => {
      const rows = createReadStream(join(project.folder, 'tables', 'listings.csv')).pipe(parse({ bom: true }))
      let read = 0
      for await (const row of rows) read += Array.isArray(row) ? 1 : 0
      if (read !== count + 1) throw new Error(`csv-parse read ${read} rows`)
    }
    const [oursMs = 0, peerMs = 0] = await inTurn(soak ? 1 : 5, ours, peer)
    // The first run's peak: later ones see what the peer left in memory.
    const [megabytes = Infinity] = peaks
    return [
      lessIsBetter(
        'C8',
        oursMs / count,
        peerMs / count,
        'csv-parse reading the file alone (limit: 4 times its time)',
        'ms a row',
      ),
      lessIsBetter('C8', megabytes, limitMegabytes, `limit of memory, at ${count} rows`, 'MB'),
    ]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
