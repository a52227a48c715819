// @vitest-environment node
/** The README's sample runs as it stands, and its tables are whole. */
import 'fake-indexeddb/auto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, it, vi } from 'vitest'
import { CheckoutError, faults, type ErrorCode } from '../src/core/errors.ts'
import { reasonRules } from '../src/verify/reasons.ts'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')

describe('the README', () => {
  it('has the two commands by line 25', () => {
    const head = readme.split('\n').slice(0, 25).join('\n')
    expect(head).toContain('npm ci && npm start')
    expect(head).toContain('npm ci && npm test')
  })

  it('has a sample that runs', async () => {
    const sample = /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? ''
    const folder = new URL('../test-results/', import.meta.url)
    mkdirSync(folder, { recursive: true })
    const file = new URL('readme-sample.ts', folder)
    writeFileSync(file, sample)
    const printed: string[] = []
    const log = vi.spyOn(console, 'log').mockImplementation((...parts: unknown[]) => void printed.push(parts.join(' ')))
    await import(/* @vite-ignore */ file.pathname)
    log.mockRestore()
    expect(printed[0]).toBe('eligible 999.80 3999.20')
    expect(printed[1]).toContain('不是发票')
  })

  it('names every reason and every error', () => {
    const missing = [...Object.keys(reasonRules), ...Object.keys(faults)].filter(
      (code) => !readme.includes(`\`${code}\``),
    )
    expect(missing).toEqual([])
    const anchors = Object.keys(faults).filter((code) => !readme.includes(`<a id="${code.toLowerCase()}"></a>`))
    expect(anchors).toEqual([])
  })

  it('is where each error’s address leads', () => {
    const { homepage } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
      readonly homepage: string
    }
    for (const code of Object.keys(faults) as ErrorCode[]) {
      const { origin, pathname, hash } = new URL(new CheckoutError(code, '').docs)
      expect(`${origin}${pathname}`).toBe(homepage)
      expect(readme).toContain(`<a id="${hash.slice(1)}"></a>`)
    }
  })
})

describe('the pages for whoever changes the code', () => {
  const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    readonly exports: Readonly<Record<string, unknown>>
  }
  // What the tools make is not there before they ran.
  const isMade = (path: string): boolean => /^(?:build|dist|node_modules)\//.test(path)
  const isThere = (path: string, page: string): boolean =>
    isMade(path) ||
    (path.startsWith('tradein-checkout/')
      ? Object.hasOwn(manifest.exports, path.replace('tradein-checkout', '.'))
      : [page, '../package.json'].some((base) => existsSync(new URL(path, new URL(base, import.meta.url)))))

  it.each([
    ['../src/README.md', /^[\w.-]+(?:\/[\w.-]*)+$|^[\w.-]+\.\w+$/],
    ['../test/README.md', /^[\w.-]+(?:\/[\w.-]*)+$|^[\w.-]+\.\w+$/],
    // Names beside these are addresses and files that the examples make.
    ['../examples/platform/README.md', /^(?:src|test|examples|tradein-checkout)\/\S+$|^[\w-]+\.ts$/],
    ['../examples/register/README.md', /^(?:src|test|examples|tradein-checkout)\/\S+$|^[\w-]+\.(?:ts|html|css|svg)$/],
    ['../src/authority/README.md', /^(?:src|test|examples|tradein-checkout)\/\S+$/],
  ])('%s names nothing that is not there', (page, isPath) => {
    const quoted = readFileSync(new URL(page, import.meta.url), 'utf8').matchAll(/`([^`\n]+)`/g)
    const paths = [...quoted].map(([, text = '']) => text).filter((text) => isPath.test(text))
    expect(paths.filter((path) => !isThere(path, page))).toEqual([])
  })
})
