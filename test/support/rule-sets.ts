/** The rule sets shipped as data, read through their schema. */
import { readFileSync } from 'node:fs'
import type { RuleSet } from '../../src/scheme/rule-set.ts'
import { readSchemeFile } from '../../src/scheme/scheme-file.ts'

const folder = new URL('../../src/scheme/rule-sets/', import.meta.url)

export function shippedRuleSet(id: string): RuleSet {
  const [ruleSet] = readSchemeFile({
    v: 1,
    ruleSets: [JSON.parse(readFileSync(new URL(`${id}.json`, folder), 'utf8'))],
  })
  if (!ruleSet) throw new Error(`no rule set ${id}`)
  return ruleSet
}
