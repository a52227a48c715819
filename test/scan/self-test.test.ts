import { describe, expect, it } from 'vitest'
import { retype } from '../../src/scan/keyboard/layouts.ts'
import { diagnoseScanner, scannerTests, separatorOf, type ScannerTest } from '../../src/scan/self-test.ts'
import type { WedgeFault } from '../../src/scan/keyboard/wedge.ts'

const byId = (id: ScannerTest['id']): ScannerTest => scannerTests.find((test) => test.id === id) ?? expect.fail(id)
const findings = (
  id: ScannerTest['id'],
  text: string | null,
  faults: readonly WedgeFault[] = [],
): { readonly ok: boolean; readonly said: readonly string[] } => {
  const report = diagnoseScanner(byId(id), text === null ? null : { text, faults, terminator: 'Enter' })
  return {
    ok: report.ok,
    said: report.findings.map(({ finding, detail }) => (detail === null ? finding : `${finding} ${detail}`)),
  }
}
const gs1 = byId('gs1').content

describe('a scanner that', () => {
  it.each([
    ['does everything right', 'ean13', ']E09520123456788', ['sends_identifiers', 'fine']],
    ['sends no identifiers', 'ean13', '9520123456788', ['no_identifiers', 'fine']],
    ['sends a UPC-A as such', 'upca', '012345678905', ['no_identifiers', 'fine']],
    ['sends GS1 with identifier', 'gs1', `]C1${gs1.slice(1)}`, ['sends_identifiers', 'fine']],
  ] as const)('%s is fine', (_, id, text, said) => expect(findings(id, text)).toEqual({ ok: true, said: [...said] }))

  it.each([
    ['reads nothing', 'ean13', null, ['nothing_read']],
    ['sends an empty line', 'ean13', '', ['nothing_read']],
    ['drops the leading zero', 'upca', '12345678905', ['no_identifiers', 'leading_zero_dropped']],
    ['drops the check digit', 'ean13', '952012345678', ['no_identifiers', 'check_digit_dropped']],
    ['drops the check digit of a UPC', 'upca', '01234567890', ['no_identifiers', 'check_digit_dropped']],
    ['sends twice', 'ean13', '95201234567889520123456788', ['no_identifiers', 'doubled']],
    ['puts something in front', 'ean13', '~9520123456788', ['no_identifiers', 'prefix ~']],
    ['puts something around', 'ean13', '*9520123456788#', ['no_identifiers', 'prefix *', 'suffix #']],
    ['cuts off', 'ean13', '9520123', ['no_identifiers', 'truncated']],
    ['meets Caps Lock', 'text', 'azqwmy-AZQWMY/1290:;._?=&', ['no_identifiers', 'caps_lock']],
    ['meets AZERTY', 'text', retype(byId('text').content, 'us', 'fr'), ['no_identifiers', 'layout fr']],
    ['meets QWERTZ', 'text', retype(byId('text').content, 'us', 'de'), ['no_identifiers', 'layout de']],
    ['types full width', 'ean13', '９５２０１２３４５６７８８', ['no_identifiers', 'full_width']],
    ['loses the separator', 'gs1', gs1.replaceAll('\u001d', ''), ['no_identifiers', 'separator_lost']],
    [
      'replaces the separator',
      'gs1',
      gs1.slice(1).replaceAll('\u001d', '|'),
      ['no_identifiers', 'separator_as_text |'],
    ],
    ['sends something else', 'ean13', 'HELLO', ['no_identifiers', 'different HELLO']],
  ] as const)('%s is told so', (_, id, text, said) =>
    expect(findings(id, text)).toEqual({ ok: false, said: [...said] }),
  )

  it('has an input method and no terminator is warned, not failed', () => {
    expect(findings('ean13', '9520123456788', ['input_method', 'no_terminator'])).toEqual({
      ok: true,
      said: ['input_method', 'no_terminator', 'no_identifiers', 'fine'],
    })
  })
})

it('the separator to expect is what the test brought', () => {
  expect(separatorOf({ text: gs1 })).toBe('\u001d')
  expect(separatorOf({ text: gs1.slice(1).replaceAll('\u001d', '{GS}') })).toBe('{GS}')
  expect(separatorOf({ text: gs1.replaceAll('\u001d', '') })).toBeNull()
})
