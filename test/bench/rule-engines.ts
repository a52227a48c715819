/** The eligibility rule alone, as two rule engines hold it. Runs in a page too, but for the second. */
import { Engine } from 'json-rules-engine'
import type { Item, VerifyContext } from '../../src/verify/verdict.ts'

/** What a rule engine is told of one item, looked up and worked out already. */
export interface RuleFacts {
  readonly [name: string]: unknown
  readonly listed: boolean
  readonly status: string
  readonly at: number
  readonly region: string
  readonly channel: string
  readonly category: string
  readonly grade: number
  readonly price: number
  readonly filedPrice: number
  readonly serialUsed: boolean
}

const opens = Date.parse('2024-09-14T00:00:00+08:00')

/** The look-up, the dates and the numbers are ours and not timed: the engines decide alone. */
export function factsOf(items: readonly Item[], { release, setting }: VerifyContext): readonly RuleFacts[] {
  return items.map(({ gtin = '', price = '0.00' }) => {
    const [listing] = release?.catalog.byGtin(gtin) ?? []
    if (!listing) throw new Error('the benchmark asks for listed goods')
    return {
      listed: true,
      status: listing.status,
      at: Date.parse(setting.at),
      region: setting.region.slice(0, 2),
      channel: setting.channel,
      category: listing.category,
      grade: listing.grade ?? 0,
      price: Number(price),
      filedPrice: Number(listing.filedPrice),
      serialUsed: false,
    }
  })
}

/** Listed, in force, scheme open here and for this channel, category and grade covered, price within the filed one, serial unused. */
export function jsonRulesEngine(categories: readonly string[]): (facts: RuleFacts) => Promise<boolean> {
  const engine = new Engine()
  engine.addRule({
    conditions: {
      all: [
        { fact: 'listed', operator: 'equal', value: true },
        { fact: 'status', operator: 'equal', value: 'listed' },
        { fact: 'at', operator: 'greaterThanInclusive', value: opens },
        { fact: 'region', operator: 'equal', value: '14' },
        { fact: 'channel', operator: 'in', value: ['store', 'online'] },
        { fact: 'category', operator: 'in', value: [...categories] },
        { fact: 'grade', operator: 'in', value: [1, 2] },
        { fact: 'price', operator: 'lessThanInclusive', value: { fact: 'filedPrice' } },
        { fact: 'serialUsed', operator: 'equal', value: false },
      ],
    },
    event: { type: 'eligible' },
  })
  return async (facts) => (await engine.run(facts)).events.length === 1
}

/** The same rule as a decision table of the JSON decision model. */
export function decisionModel(categories: readonly string[]): object {
  const columns = [
    'listed',
    'status',
    'at',
    'region',
    'channel',
    'category',
    'grade',
    'price <= filedPrice',
    'serialUsed',
  ]
  const named = categories.map((each) => `'${each}'`).join(', ')
  const cells = ['true', "'listed'", `>= ${opens}`, "'14'", "'store', 'online'", named, '1, 2', 'true', 'false']
  const input = (field: string): object => ({ id: field, name: field, type: 'expression', field })
  return {
    nodes: [
      { id: 'in', name: 'in', type: 'inputNode', position: { x: 0, y: 0 } },
      {
        id: 'table',
        name: 'table',
        type: 'decisionTableNode',
        position: { x: 1, y: 0 },
        content: {
          hitPolicy: 'first',
          inputs: columns.map(input),
          outputs: [{ id: 'eligible', name: 'eligible', type: 'expression', field: 'eligible' }],
          rules: [
            { _id: 'yes', ...Object.fromEntries(columns.map((column, i) => [column, cells[i]])), eligible: 'true' },
            { _id: 'no', ...Object.fromEntries(columns.map((column) => [column, ''])), eligible: 'false' },
          ],
        },
      },
      { id: 'out', name: 'out', type: 'outputNode', position: { x: 2, y: 0 } },
    ],
    edges: [
      { id: 'a', sourceId: 'in', targetId: 'table', type: 'edge' },
      { id: 'b', sourceId: 'table', targetId: 'out', type: 'edge' },
    ],
  }
}
