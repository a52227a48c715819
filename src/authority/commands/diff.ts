import type { Listing } from '../../catalog/listing.ts'
import { limitOption, textOption, type Command } from './command.ts'
import { checkProject } from '../project/build-project.ts'
import { openProject, pathIn } from '../project/project.ts'
import { isSegment, openPublished, segmentListings } from '../project/published.ts'
import { diffListings, type ListingChange } from '../project/release-diff.ts'

export const diff: Command = {
  name: 'diff',
  usage: '<folder> [--against address] [--limit n]',
  options: { against: { type: 'string' }, limit: { type: 'string' } },
  async run(input) {
    const [folder = ''] = input.positionals
    const limit = limitOption(input, 100)
    const project = await openProject(folder)
    const checked = await checkProject(project, {
      nowMs: input.nowMs,
      onProgress: (progress) => input.progress(input.texts.progress(progress)),
    })
    const published = await openPublished(
      textOption(input, 'against') ?? pathIn(project, project.file.repository),
      null,
      input.nowMs,
    )
    const live = new Map(published.files.filter(isSegment).map((file) => [file.path, file]))
    const counts = { added: 0, removed: 0, changed: 0 }
    let printed = 0
    for (const name of foldersOf([...live.keys(), ...checked.content.segments.keys()])) {
      const before: Listing[] = []
      for (const [path, file] of live)
        if (path.startsWith(name)) for (const listing of await published.listings(file)) before.push(listing)
      const after = [...checked.content.segments].flatMap(([path, bytes]) =>
        path.startsWith(name) && bytes instanceof Uint8Array ? segmentListings(bytes, path) : [],
      )
      for (const change of diffListings(before, after)) {
        counts[change.kind]++
        if (printed++ < limit) input.print(changeLine(change))
      }
    }
    if (printed > limit) input.print(input.texts.moreChanges(printed - limit))
    input.print(input.texts.changes(counts.added, counts.removed, counts.changed))
    return printed > 0 ? 1 : 0
  },
}

/** Brand by brand, so that two whole releases never lie in memory as listings. */
function foldersOf(paths: readonly string[]): readonly string[] {
  return [...new Set(paths.map((path) => path.slice(0, path.lastIndexOf('/') + 1)))].sort()
}

function changeLine({ kind, brand, model, gtin, fields }: ListingChange): string {
  const sign = { added: '+', removed: '-', changed: '~' }[kind]
  return `${sign} ${brand} ${model}${gtin === null ? '' : ` ${gtin}`}${fields.length > 0 ? `: ${fields.join('; ')}` : ''}`
}
