import { describe, expect, it } from 'vitest'
import { checkAssociations } from '../../../src/scan/gs1/associations.ts'
import { parseBracketed } from '../../../src/scan/gs1/bracketed.ts'
import { parseDigitalLink } from '../../../src/scan/gs1/digital-link.ts'
import { parseElementString } from '../../../src/scan/gs1/element-string.ts'
import { gs1Limit, type Gs1Result } from '../../../src/scan/gs1/element.ts'
import { parseScanData } from '../../../src/scan/gs1/scan-data.ts'

const problem = (result: Gs1Result): unknown => (result.ok ? null : result.problem)

describe('what is longer than any symbol', () => {
  const long = '99'.repeat(gs1Limit)
  it.each([
    ['element string', () => parseElementString(long)],
    ['bracketed', () => parseBracketed(`(99)${long}`)],
    ['Digital Link', () => parseDigitalLink(`https://a/01/${long}`)],
  ])('is refused unread: %s', (_, parse) => expect(problem(parse())).toMatchObject({ fault: 'too_long' }))
})

describe('problems say what, where and of which AI', () => {
  it.each([
    [
      parseElementString('0106901010101097'),
      { fault: 'value_invalid', ai: '01', at: 2, check: 'incorrect_check_digit' },
    ],
    [
      parseElementString('0106901010101098' + '2112345\u001d891'),
      { fault: 'ai_unknown', ai: null, at: 24, check: null },
    ],
    [parseElementString('3103000'), { fault: 'value_too_short', ai: '3103', at: 4 }],
    [parseElementString('21' + 'A'.repeat(21)), { fault: 'value_too_long', ai: '21', at: 22 }],
    [parseElementString('21'), { fault: 'value_empty', ai: '21' }],
    [parseElementString(''), { fault: 'empty' }],
    [parseElementString('01', { leading: 'required' }), { fault: 'not_gs1' }],
    [parseBracketed('(4231)156'), { fault: 'ai_unknown', ai: '4231' }],
    [parseBracketed('(422)999'), { fault: 'value_invalid', ai: '422', check: 'not_iso3166' }],
    [parseDigitalLink('https://a/01/06901010101098/10/A%00B'), { fault: 'url_malformed', ai: '10' }],
    [parseDigitalLink('https://a/01/06901010101098/10/A%2'), { fault: 'url_malformed', ai: '10' }],
    [parseDigitalLink('https://a/01/06901010101098/21/A/10/B'), { fault: 'url_order', ai: '01' }],
    [parseDigitalLink('https://a/01/06901010101098?10=B'), { fault: 'url_attribute', ai: '10' }],
    [parseDigitalLink('https://a/01/06901010101098?12345=B'), { fault: 'ai_unknown', ai: '12345' }],
    [parseDigitalLink('https://a/b/c'), { fault: 'url_without_key' }],
    [parseDigitalLink('https://a/ARfKk4XB0CDKWcnpqgVQ'), { fault: 'url_compressed' }],
    [parseDigitalLink('ftp://a/01/06901010101098'), { fault: 'not_gs1' }],
    [parseDigitalLink('https://a/01/6901010101098', { shortGtins: 'refuse' }), { fault: 'value_too_short', ai: '01' }],
  ] as const)('%j', (result, expected) => expect(problem(result)).toMatchObject(expected))

  it.each([
    [']XX123', 'symbology_unknown'],
    ['0106901010101098', 'not_gs1'],
    [']E06901010101097', 'check_digit'],
    [']E069010101', 'not_gs1'],
    [']C1400A\u001d400B', 'ai_repeated'],
    [']C10106901010101098' + '37' + '5', 'ai_excluded'],
    [']C1' + '10ABC', 'ai_missing'],
  ])('%j: %s', (raw, fault) => {
    const result = parseScanData(raw)
    expect(result.ok ? null : result.problem.fault).toBe(fault)
  })
})

describe('elements that contradict each other', () => {
  const places = (text: string): unknown => {
    const result = parseElementString(text)
    return result.ok ? checkAssociations(result.elements, { requisites: 'ignore' }) : result.problem
  }

  it('are named by where they stand in the text', () => {
    expect(places('0106901010101098' + '11241101' + '11250101')).toMatchObject({
      fault: 'ai_repeated',
      ai: '11',
      at: 26,
    })
    expect(places('0106901010101098' + '11241101' + '0206901010101098')).toMatchObject({ fault: 'ai_excluded', at: 26 })
    const link = parseDigitalLink('https://a/01/06901010101098?11=241101&37=5')
    expect(link.ok && checkAssociations(link.elements)).toMatchObject({ fault: 'ai_excluded', ai: '01', at: 13 })
  })

  it('are named by their place in a list that no text gave', () => {
    const elements = [
      { ai: '01', value: '06901010101098' },
      { ai: '21', value: 'A' },
      { ai: '21', value: 'B' },
    ]
    expect(checkAssociations(elements)).toMatchObject({ fault: 'ai_repeated', ai: '21', at: 2 })
  })

  it('are found in time linear in their number', () => {
    const readsOf = (count: number): number => {
      let reads = 0
      const elements = Array.from({ length: count }, (_, i) => ({
        get ai() {
          reads++
          return `31${i % 6}0`
        },
        value: '000001',
      }))
      checkAssociations(elements, { requisites: 'ignore' })
      return reads
    }
    // A weight excludes others of its kind, so each asks about all elements.
    expect(readsOf(4000)).toBeLessThanOrEqual(11 * readsOf(400))
  })
})
