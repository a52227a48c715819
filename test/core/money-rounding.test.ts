import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type RoundingMode, timesRate } from '../../src/core/money.ts'

const readData = (name: string): string => readFileSync(new URL(`../data/rounding/${name}`, import.meta.url), 'utf8')

/** A number as digits times ten to the power of `exponent`. */
interface Decimal {
  readonly digits: bigint
  readonly exponent: number
}
interface Case {
  readonly name: string
  readonly mode: RoundingMode
  readonly exact: Decimal
  readonly rounded: Decimal
}

const modes: Readonly<Record<string, RoundingMode>> = {
  down: 'down',
  floor: 'down',
  half_up: 'half-up',
  half_even: 'half-even',
  decimal: 'half-even',
  'round down': 'down',
  'round half up': 'half-up',
}

function modeOf(name: string): RoundingMode {
  const mode = modes[name]
  if (!mode) throw new Error(`${name} is no mode of ours`)
  return mode
}

function decimal(text: string): Decimal {
  const read = /^\+?(-?\d*)\.?(\d*)(?:E([+-]?\d+))?$/i.exec(text)
  if (!read) throw new Error(`${text} is no number`)
  const [, whole = '', places = '', exponent = '0'] = read
  return { digits: BigInt(whole + places), exponent: Number(exponent) - places.length }
}

const tenTo = (power: number): bigint => 10n ** BigInt(power)

function sum(a: Decimal, b: Decimal): Decimal {
  const exponent = Math.min(a.exponent, b.exponent)
  return {
    digits: a.digits * tenTo(a.exponent - exponent) + b.digits * tenTo(b.exponent - exponent),
    exponent,
  }
}

const product = (a: Decimal, b: Decimal): Decimal => ({
  digits: a.digits * b.digits,
  exponent: a.exponent + b.exponent,
})

function decTests(file: string): Case[] {
  const cases: Case[] = []
  let mode = ''
  for (const line of readData(file).split('\n')) {
    mode = /^rounding: *(\w+)/.exec(line)?.[1] ?? mode
    const [, name, operation, left = '', right = '', result = ''] =
      /^(\w+) +(quantize|add|multiply) +(\S+) +(\S+) +-> +(\S+)/.exec(line) ?? []
    if (name === undefined) continue
    const [a, b] = [decimal(left), decimal(right)]
    const exact = operation === 'add' ? sum(a, b) : operation === 'multiply' ? product(a, b) : a
    cases.push({ name: `${name} ${mode}`, mode: modeOf(mode), exact, rounded: decimal(result) })
  }
  return cases
}

const feelCases = (JSON.parse(readData('dmn-tck.json')) as [string, string, string][]).map(
  ([name, expression, result]): Case => {
    const [, called = '', number = ''] = /^([a-z ]+)\((?:n:)?([\d.]+)/.exec(expression) ?? []
    return {
      name: `${name} ${expression}`,
      mode: modes[called] ?? 'down',
      exact: decimal(number),
      rounded: decimal(result),
    }
  },
)

const yuan = (fen: bigint): string => `${fen / 100n}.${String(fen % 100n).padStart(2, '0')}`

/** The case in our terms: its digits as fen, at a rate of as many places as are rounded away, in units of `unitFen`. */
function inUnits({ mode, exact, rounded }: Case, unitFen: bigint): string {
  const places = rounded.exponent - exact.exponent
  const rate = places === 0 ? '1' : `0.${'0'.repeat(places - 1)}1`
  return timesRate(yuan(exact.digits * unitFen), rate, { mode, unit: yuan(unitFen) })
}

describe.each([
  ['decTest quantize', decTests('quantize.decTest'), 229],
  ['decTest rounding', decTests('rounding.decTest'), 204],
  ['DMN TCK', feelCases, 14],
])('%s', (_, cases, count) => {
  it('is read whole', () => {
    expect(cases).toHaveLength(count)
  })
  it.each(cases)('$name, to the fen and to every unit that there is room for', (each) => {
    const largest = 9_999_999_999n
    for (const unit of [1n, 5n, 10n, 100n, 1000n])
      if (each.exact.digits * unit <= largest)
        expect([unit, inUnits(each, unit)]).toEqual([unit, yuan(each.rounded.digits * unit)])
  })
})
