/** A browser test as one script for an engine on which neither vite's page nor every package runs as it is written. */
import { readdir, readFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import type { Plugin } from 'esbuild'
import { bundlePage } from '../support/page-server.ts'

/** Packages call it, vitest's matchers among them. What we wrote ourselves is bundled as it stands. */
const withoutHasOwn: Plugin = {
  name: 'without-has-own',
  setup: (build) =>
    build.onLoad({ filter: /\/node_modules\/.*\.m?js$/ }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8')).replaceAll('Object.hasOwn(', 'Object.prototype.hasOwnProperty.call('),
    })),
}

/** `import.meta.glob` of raw texts, as vite reads it. */
const globOfTexts: Plugin = {
  name: 'glob-of-texts',
  setup: (build) =>
    build.onLoad({ filter: /\/test\/.*\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8')
      const found = /import\.meta\.glob<string>\('([^'*]+)\*(\.\w+)',[^)]*\)/.exec(source)
      if (!found) return null
      const [call, start = '', ending = ''] = found
      const folder = join(dirname(path), start)
      const texts: Record<string, string> = {}
      for (const name of await readdir(folder)) {
        const file = join(folder, name)
        if (name.endsWith(ending)) texts[relative(dirname(path), file)] = await readFile(file, 'utf8')
      }
      return { contents: source.replace(call, () => JSON.stringify(texts)), loader: 'ts' }
    }),
}

/** @param file below `test/browser`, without its ending */
export function bundleForEngine(file: string): Promise<string> {
  const vitest = new URL('vitest-in-page.ts', import.meta.url).pathname
  return bundlePage(new URL(`../browser/${file}.test.ts`, import.meta.url), {
    alias: { vitest },
    target: 'chrome92',
    plugins: [withoutHasOwn, globOfTexts],
  })
}
