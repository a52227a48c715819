import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { expect, it } from 'vitest'

/** Packages that a file reaches, by every import that is left when types are gone. */
function packagesOf(file: string, seen = new Set<string>(), packages = new Set<string>()): Set<string> {
  if (seen.has(file)) return packages
  seen.add(file)
  const text = readFileSync(file, 'utf8')
  for (const [, types, names = '', from = ''] of text.matchAll(
    /^(?:import|export)\s+(type\s)?(\{[^}]*\}|\*[^'"]*|[\w$]+)?\s*(?:from\s+)?'([^']+)'/gm,
  )) {
    const named = names.startsWith('{')
      ? names
          .slice(1, -1)
          .split(',')
          .map((each) => each.trim())
          .filter(Boolean)
      : ['*']
    if (types !== undefined || named.every((each) => each.startsWith('type '))) continue
    if (from.startsWith('.')) packagesOf(resolve(dirname(file), from), seen, packages)
    else packages.add(from)
  }
  return packages
}

it('reaches one package from the verify entry, and neither Node nor storage', () => {
  expect([...packagesOf(resolve(import.meta.dirname, '../../src/entries/verify.ts'))]).toEqual(['zod/mini'])
})
