import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readSchemeFile } from '../../src/scheme/scheme-file.ts'

const folder = new URL('../../src/scheme/rule-sets/', import.meta.url)
const files = readdirSync(folder)

describe('the rule sets shipped as data', () => {
  it.each(files)('%s follows the schema', (file) => {
    const ruleSet: unknown = JSON.parse(readFileSync(new URL(file, folder), 'utf8'))
    const [read] = readSchemeFile({ v: 1, ruleSets: [ruleSet] })
    expect(`${read?.id}.json`).toBe(file)
  })
})
