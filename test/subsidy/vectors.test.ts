import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { quote } from '../../src/subsidy/quote-cart.ts'
import { stated, vectorContext, type VectorFile } from '../support/quote-vectors.ts'
import { shippedRuleSet } from '../support/rule-sets.ts'

const folder = new URL('../data/subsidy/', import.meta.url)
const files = readdirSync(folder).filter((name) => name.endsWith('.json'))
const read = (name: string): VectorFile => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as VectorFile

describe.each(files)('%s', (name) => {
  const file = read(name)
  it.each(file.vectors)('$name', (vector) => {
    expect(stated(quote(vector.cart, vectorContext(file, vector, shippedRuleSet)))).toEqual(vector.expect)
  })
})

it('states at least 200 carts, each by a name of its own', () => {
  const names = files.flatMap((name) => read(name).vectors.map((vector) => `${name} ${vector.name}`))
  expect(names.length).toBeGreaterThanOrEqual(200)
  expect(new Set(names).size).toBe(names.length)
})
