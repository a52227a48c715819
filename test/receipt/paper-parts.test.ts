import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { centre, columnsOf, spread, wrap } from '../../src/receipt/columns.ts'
import { toGb18030 } from '../../src/receipt/gb18030.ts'
import { qrMatrix, qrSvg } from '../../src/receipt/qr.ts'

describe('columns', () => {
  it('count a Chinese character as two', () => {
    expect(columnsOf('补贴 15%')).toBe(8)
  })
  it('never run over the width, and lose no character', () => {
    const piece = fc.oneof(
      fc.constantFrom('补贴凭证', '不是发票', '格力'),
      fc.string({ unit: fc.constantFrom('a', 'B', '7', ' ', '-') }),
    )
    fc.assert(
      fc.property(fc.array(piece), fc.integer({ min: 8, max: 48 }), (pieces, width) => {
        const text = pieces.join('')
        const lines = wrap(text, width)
        for (const line of lines) expect(columnsOf(line)).toBeLessThanOrEqual(width)
        expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''))
      }),
      { seed: 80 },
    )
  })
  it('set a label and an amount at both edges, or on two lines when they do not fit', () => {
    expect(spread('补贴', '-750.00', 20)).toEqual(['补贴' + ' '.repeat(9) + '-750.00'])
    expect(spread('一个很长很长的商品名称', '4999.00', 20)).toEqual([
      '一个很长很长的商品名',
      '称',
      ' '.repeat(13) + '4999.00',
    ])
    expect(centre('补贴凭证', 12)).toEqual(['  补贴凭证'])
  })
})

describe('GB18030', () => {
  it('decodes to what was encoded', () => {
    const text = '以旧换新补贴凭证：海尔 KFR-35GW/01A ¥4,999.00 甪镕（不是发票）'
    expect(new TextDecoder('gb18030').decode(toGb18030(text))).toBe(text.replace('¥', '?'))
  })
})

describe('the QR symbol', () => {
  it('packs a receipt code of 220 characters into version 10 at most', () => {
    expect(qrMatrix(`TI1:${'A'.repeat(216)}`).size).toBeLessThanOrEqual(57)
  })
  it('is drawn without inline style and escapes its label', () => {
    const svg = qrSvg(qrMatrix('TI1:ABC'), { pixels: 200, label: 'a "b" <c>' })
    expect(svg).not.toMatch(/style/)
    expect(svg).toContain('aria-label="a &quot;b&quot; &lt;c&gt;"')
  })
})
