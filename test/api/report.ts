/**
 * The public surface, one report an entry: `npm run api:update` writes them, `npm run check` fails
 * when the built declarations say something else than the reports committed here.
 */
import { Extractor, ExtractorConfig, ExtractorLogLevel } from '@microsoft/api-extractor'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '../..')
const check = process.argv.includes('--check')
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  exports: Record<string, string | { types: string }>
}
const temporary = await mkdtemp(join(tmpdir(), 'api-'))
const changed: string[] = []

for (const [subpath, target] of Object.entries(manifest.exports)) {
  if (typeof target === 'string') continue
  const name = subpath === '.' ? 'index' : subpath.slice(2)
  const config = ExtractorConfig.prepare({
    configObjectFullPath: join(root, 'api-extractor.json'),
    packageJsonFullPath: join(root, 'package.json'),
    configObject: {
      projectFolder: root,
      mainEntryPointFilePath: join(root, target.types),
      compiler: { tsconfigFilePath: join(root, 'tsconfig.json') },
      apiReport: {
        enabled: true,
        reportFolder: join(root, 'test/api'),
        reportTempFolder: temporary,
        reportFileName: `${name}.api.md`,
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      messages: {
        extractorMessageReporting: { default: { logLevel: ExtractorLogLevel.None } },
        tsdocMessageReporting: { default: { logLevel: ExtractorLogLevel.None } },
        compilerMessageReporting: { default: { logLevel: ExtractorLogLevel.None } },
      },
    },
  })
  const result = Extractor.invoke(config, {
    localBuild: !check,
    showVerboseMessages: false,
    messageCallback: (message) => {
      message.handled = true
    },
  })
  if (result.apiReportChanged) changed.push(subpath)
}
await rm(temporary, { recursive: true })

if (changed.length > 0 && check) {
  console.error(`The public surface changed: ${changed.join(', ')}. Look at it, then run: npm run api:update`)
  process.exit(1)
}
