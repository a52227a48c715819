import { readFile } from 'node:fs/promises'
import { CheckoutError, isCheckoutError } from '../../core/errors.ts'
import { readSchemeFile } from '../../scheme/scheme-file.ts'
import { utf8ToText } from '../../core/bytes.ts'
import { textOption, type Command, type CommandInput } from './command.ts'
import { readPlatformInfo } from '../../scheme/platform-info.ts'
import { isSegment, openPublished, type PublishedRelease } from '../project/published.ts'
import type { TargetFile } from '../../trust/target-file.ts'

export const verify: Command = {
  name: 'verify',
  usage: '<repository folder or address> --root <pinned root.json>',
  options: { root: { type: 'string' } },
  async run(input) {
    const [place = ''] = input.positionals
    const rootFile = textOption(input, 'root')
    if (rootFile === undefined)
      throw new CheckoutError('OPTIONS_INVALID', 'say which root tills pin: --root 1.root.json', { field: 'root' })
    const published = await openPublished(place, await readFile(rootFile), input.nowMs)
    let faults = 0
    for (const [done, file] of published.files.entries()) {
      input.progress(input.texts.filesDone(done, published.files.length))
      for (const fault of await faultsOf(published, file)) {
        faults++
        input.print(`${file.path}: ${fault}`)
      }
    }
    faults += requireFiles(published, input)
    input.print(
      faults === 0
        ? input.texts.verified(published.files.length, published.trusted.issued)
        : input.texts.faults(faults),
    )
    return faults === 0 ? 0 : 1
  },
}

async function faultsOf(published: PublishedRelease, file: TargetFile): Promise<readonly string[]> {
  try {
    if (isSegment(file)) {
      await published.listings(file)
      return []
    }
    const bytes = await published.read(file)
    if (file.path === 'scheme.json') readSchemeFile(JSON.parse(utf8ToText(bytes)))
    if (file.path === 'platform.json') readPlatformInfo(JSON.parse(utf8ToText(bytes)))
    return []
  } catch (error) {
    if (isCheckoutError(error)) return [`${error.code} ${error.message}`]
    throw error
  }
}

function requireFiles({ files }: PublishedRelease, input: CommandInput): number {
  const missing = ['brands.json', 'scheme.json', 'platform.json'].filter(
    (path) => !files.some((file) => file.path === path),
  )
  for (const path of missing) input.print(input.texts.notInRelease(path))
  return missing.length
}
