/** One hash over what a record would sign of every vector's quote, explanation and all: the same in every runtime. */
import { sha256Hex, utf8 } from '../../src/core/bytes.ts'
import { canonicalJson } from '../../src/core/canonical-json.ts'
import { resultOf } from '../../src/record/result.ts'
import type { RuleSet } from '../../src/scheme/rule-set.ts'
import carSampleRules from '../../src/scheme/rule-sets/car-sample.json' with { type: 'json' }
import national2025DigitalRules from '../../src/scheme/rule-sets/national-2025-digital.json' with { type: 'json' }
import national2025Rules from '../../src/scheme/rule-sets/national-2025.json' with { type: 'json' }
import sampleRules from '../../src/scheme/rule-sets/sample.json' with { type: 'json' }
import shanxi202409Rules from '../../src/scheme/rule-sets/shanxi-2024-09.json' with { type: 'json' }
import shanxi202411Rules from '../../src/scheme/rule-sets/shanxi-2024-11.json' with { type: 'json' }
import shanxi2025Rules from '../../src/scheme/rule-sets/shanxi-2025.json' with { type: 'json' }
import shanxi202601Rules from '../../src/scheme/rule-sets/shanxi-2026-01.json' with { type: 'json' }
import shanxi2026Rules from '../../src/scheme/rule-sets/shanxi-2026.json' with { type: 'json' }
import { readEveryRuleSet } from '../../src/scheme/scheme-file.ts'
import { quote } from '../../src/subsidy/quote-cart.ts'
import carSample from '../data/subsidy/car-sample.json' with { type: 'json' }
import national2025 from '../data/subsidy/national-2025.json' with { type: 'json' }
import peers from '../data/subsidy/peers.json' with { type: 'json' }
import sample from '../data/subsidy/sample.json' with { type: 'json' }
import shanxi2024 from '../data/subsidy/shanxi-2024.json' with { type: 'json' }
import shanxi2026 from '../data/subsidy/shanxi-2026.json' with { type: 'json' }
import { vectorContext, type VectorFile } from '../support/quote-vectors.ts'

const files = [
  sample,
  shanxi2024,
  national2025,
  shanxi2026,
  carSample,
  peers,
] as readonly unknown[] as readonly VectorFile[]
const ruleSets = readEveryRuleSet({
  v: 1,
  ruleSets: [
    sampleRules,
    shanxi202409Rules,
    shanxi202411Rules,
    national2025Rules,
    shanxi2025Rules,
    national2025DigitalRules,
    shanxi202601Rules,
    shanxi2026Rules,
    carSampleRules,
  ],
})

function ruleSet(id: string): RuleSet {
  const found = ruleSets.find((each) => each.id === id)
  if (!found) throw new Error(`no rule set ${id}`)
  return found
}

/** SHA-256 of the canonical JSON of every result, hexadecimal. */
export async function quotesDigest(): Promise<string> {
  const quotes = files.flatMap((file) =>
    file.vectors.map((vector) => quote(vector.cart, vectorContext(file, vector, ruleSet))),
  )
  return sha256Hex(utf8(quotes.map((each) => canonicalJson(resultOf(each))).join('\n')))
}

/** What it must be. It changes when a rule, a vector, a reason or a step of an explanation does. */
export const expectedDigest = 'fb26d5a3fc04a0c4856fb138f5d5a899ef07bf2df977cc35a01d4b35e46b9b07'
