import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import * as z from 'zod/mini'
import { amountSchema, instantSchema, parse, taggedSchema, textSchema, wholeSchema } from '../../src/core/schema.ts'

const schema = z.strictObject({
  name: textSchema(5),
  price: amountSchema,
  at: z.exactOptional(instantSchema),
  count: z.exactOptional(wholeSchema(1, 9)),
  list: z.exactOptional(z.array(z.string()).check(z.minLength(1), z.maxLength(2))),
  channel: z.exactOptional(z.literal(['store', 'online'])),
  paused: z.exactOptional(z.boolean()),
  benefit: z.exactOptional(
    taggedSchema<{ readonly kind: string }>('kind', {
      rate: z.strictObject({ kind: z.literal('rate'), rates: z.array(z.string()) }),
      fixed: z.strictObject({ kind: z.literal('fixed'), amount: amountSchema }),
    }),
  ),
})
const sound = { name: 'a', price: '1.00' }
const unreadable = {
  get name(): string {
    throw new Error('no')
  },
}

describe('what is wrong is said in words', () => {
  it.each<[unknown, string, string]>([
    [null, 'INPUT_INVALID', 'input must be an object'],
    [[], 'INPUT_INVALID', 'input must be an object'],
    [undefined, 'INPUT_INVALID', 'input must be there: an object is missing'],
    [{ price: '1.00' }, 'INPUT_INVALID', 'name must be there: a text is missing'],
    [{ ...sound, name: '' }, 'INPUT_INVALID', 'name must be a text of 1 to 5 characters'],
    [{ ...sound, name: 'x'.repeat(10_000_000) }, 'INPUT_TOO_LARGE', 'name must be a text of at most 5 characters'],
    [{ ...sound, name: Symbol('a') }, 'INPUT_INVALID', 'name must be a text'],
    [{ ...sound, price: 5 }, 'INPUT_INVALID', 'price must be yuan with two places, such as "4999.00"'],
    [{ ...sound, price: '5' }, 'INPUT_INVALID', 'price must be yuan with two places, such as "4999.00"'],
    [{ name: 'a' }, 'INPUT_INVALID', 'price must be yuan with two places, such as "4999.00"'],
    [
      { ...sound, at: '2026-02-29T00:00:00Z' },
      'INPUT_INVALID',
      'at must be an instant that exists, with its offset, such as "2026-03-06T10:00:00+08:00"',
    ],
    ...[1.5, Number.NaN, Infinity, 0, 10, '5', null, undefined].map((count): [unknown, string, string] => [
      { ...sound, count },
      'INPUT_INVALID',
      'count must be a whole number from 1 to 9',
    ]),
    [{ ...sound, benefit: { kind: 'gift' } }, 'INPUT_INVALID', 'benefit.kind must be "rate" or "fixed"'],
    [{ ...sound, benefit: { kind: 'toString' } }, 'INPUT_INVALID', 'benefit.kind must be "rate" or "fixed"'],
    [{ ...sound, benefit: {} }, 'INPUT_INVALID', 'benefit.kind must be "rate" or "fixed"'],
    [{ ...sound, benefit: null }, 'INPUT_INVALID', 'benefit must be an object'],
    [{ ...sound, benefit: { kind: 'rate', rates: [5] } }, 'INPUT_INVALID', 'benefit.rates.0 must be a text'],
    [
      { ...sound, benefit: { kind: 'fixed', amount: '5.00', rates: [] } },
      'INPUT_INVALID',
      'benefit.rates must be left out: no such member is known',
    ],
    [{ ...sound, list: [] }, 'INPUT_INVALID', 'list must be a list of at least 1'],
    [{ ...sound, list: ['a', 'b', 'c'] }, 'INPUT_TOO_LARGE', 'list must be a list of at most 2'],
    [{ ...sound, list: 'a' }, 'INPUT_INVALID', 'list must be a list'],
    [{ ...sound, list: ['a', 5] }, 'INPUT_INVALID', 'list.1 must be a text'],
    [{ ...sound, channel: 'phone' }, 'INPUT_INVALID', 'channel must be "store" or "online"'],
    [{ ...sound, paused: 0 }, 'INPUT_INVALID', 'paused must be true or false'],
    [{ ...sound, colour: 'red' }, 'INPUT_INVALID', 'colour must be left out: no such member is known'],
    [
      JSON.parse('{"name":"a","price":"1.00","__proto__":{}}'),
      'INPUT_INVALID',
      '__proto__ must be left out: no such member is known',
    ],
  ])('%#', (value, code, message) => {
    expect(() => parse(schema, value, '')).toThrow(expect.objectContaining({ name: 'CheckoutError', code, message }))
  })

  it('and what is right comes back as it is', () => {
    const right = { ...sound, count: 9, benefit: { kind: 'fixed', amount: '5.00' } }
    expect(parse(schema, right, '')).toEqual(right)
  })

  it('whose form a document about the schema states too', () => {
    expect(z.toJSONSchema(z.object({ count: wholeSchema(0), price: amountSchema }))).toMatchObject({
      properties: {
        count: { type: 'integer', minimum: 0 },
        price: { type: 'string', pattern: '^(0|[1-9]\\d{0,7})\\.\\d{2}$' },
      },
    })
  })

  it('of an object that throws as it is read', () => {
    expect(() => parse(schema, unreadable, 'cart')).toThrow('cart must be plain data that can be read')
  })

  it('under the code and the name that the caller gives', () => {
    expect(() => parse(schema, { ...sound, name: 'longer' }, 'options', 'OPTIONS_INVALID')).toThrow(
      expect.objectContaining({ code: 'OPTIONS_INVALID', field: 'options.name' }),
    )
  })

  it('whatever language the page has set zod to', () => {
    const before = z.config()
    z.config({ localeError: () => 'Ungültige Eingabe' })
    try {
      expect(() => parse(schema, { ...sound, list: 5 }, '')).toThrow('list must be a list')
    } finally {
      z.config({ localeError: undefined, ...before })
    }
  })

  it('for every form of text: no schema states a pattern without its words', () => {
    const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))
    const bare = files.filter((file) => readFileSync(`src/${file}`, 'utf8').includes('z.regex('))
    expect(bare).toEqual([])
  })
})
