import { describe, expect, it } from 'vitest'
import { bareListing } from '../../src/catalog/bare-listing.ts'
import type { Sale } from '../../src/outbox/sale.ts'
import { columnsOf } from '../../src/receipt/columns.ts'
import type { ReceiptSource } from '../../src/receipt/content.ts'
import { createReceipt } from '../../src/receipt/receipt.ts'

const listing = {
  ...bareListing,
  gtin: '06901234567892',
  brand: 'northstar',
  model: 'KFR-35GW/01',
  category: 'air_conditioner',
  gradeKind: 'energy',
  grade: 1,
  filedPrice: '4999.00',
  name: '壁挂式空调 <1.5 匹>',
} as const
const sale: Sale = {
  id: '01939a1b-0000-7000-8000-000000000001',
  orderId: 'A-1',
  receipt: '7-1-42',
  state: 'committed',
  standing: 'confirmed',
  reasons: [],
  delivery: 'answered',
  at: '2026-03-06T02:00:00Z',
  reservedUntil: '2026-03-06T03:00:00Z',
  charge: { send: '3999.20', buyer: '3999.20', coupon: '0.00', old_unit: '0.00', bank_promotion: '0.00' },
  payments: [],
  refunded: [],
  cashier: '王敏',
  countersignature: null,
  quote: {
    v: 1,
    at: '2026-03-06T02:00:00Z',
    channel: 'store',
    region: '140100',
    basis: null,
    schemes: [],
    deduction: 'till',
    lines: [
      {
        id: '1',
        list: '4999.00',
        discount: '0.00',
        invoiceTotal: '4999.00',
        subsidy: '999.80',
        payable: '3999.20',
        extras: '0.00',
        steps: [],
        units: [{ serial: 'SN0001', price: '4999.00', base: '4999.00', subsidy: '999.80', payable: '3999.20' }],
        verdict: {
          status: 'eligible',
          reasons: [],
          item: { gtin: '06901234567892' },
          listing,
          candidates: [],
          evidence: { at: '2026-03-06T02:00:00Z', basis: null, freshness: 'fresh', clock: 'trusted' },
        },
      },
    ],
    invoiceTotal: '4999.00',
    subsidy: '999.80',
    payable: '3999.20',
    tender: { kind: 'tradein_subsidy', amount: '999.80' },
    cart: { lines: [] },
    facts: { freshness: 'fresh', clock: 'trusted', serials: {}, quotaUsed: {}, entitlement: null, offline: null },
  },
}
const source: ReceiptSource = {
  sale,
  store: 'S-1',
  till: '03',
  ruleSet: null,
  brandNames: { northstar: '北辰' },
  code: 'TI1:ABC',
}

describe('a receipt', () => {
  it('says what was bought, the subsidy and what was paid, and that it is no invoice', () => {
    const text = createReceipt(source, 'zh-CN').text()
    for (const part of [
      '家电以旧换新补贴凭证',
      '不是发票',
      '7-1-42',
      'KFR-35GW/01',
      'SN0001',
      '6901234567892',
      '4999.00',
      '-999.80',
      '3999.20',
      '2026-03-06 10:00:00+08:00',
      '北辰',
      'TI1:ABC',
    ]) {
      expect(text).toContain(part)
    }
    for (const line of text.split('\n')) expect(columnsOf(line)).toBeLessThanOrEqual(32)
  })

  it('is drawn as HTML that a strict CSP lets stand, and escapes what it shows', () => {
    const html = createReceipt(source, 'en').html()
    expect(html).not.toMatch(/style|script|onload/)
    expect(html).toContain('&lt;1.5 匹&gt;')
    expect(html).toContain('Not an invoice')
    expect(html).toContain('<svg')
  })

  it('is printed as GB18030 with its QR stored in the printer', () => {
    const bytes = createReceipt(source, 'zh').bytes()
    expect([...bytes.subarray(0, 2)]).toEqual([0x1b, 0x40])
    expect(new TextDecoder('gb18030').decode(bytes)).toContain('补贴凭证')
    expect(new TextDecoder('latin1').decode(bytes)).toContain('TI1:ABC')
  })

  it('shows no code for a sale that was cancelled or refused', () => {
    for (const change of [{ state: 'cancelled' }, { standing: 'refused' }] as const) {
      const receipt = createReceipt({ ...source, sale: { ...sale, ...change } }, 'zh')
      expect(receipt.html()).not.toContain('<svg')
      expect([receipt.code, receipt.svg()]).toEqual([null, ''])
    }
  })

  it('says of a code whether the platform or the till signed it', () => {
    const byTill = createReceipt({ ...source, sale: { ...sale, standing: 'provisional' } }, 'zh')
    expect(byTill.text()).toContain('已登记，待平台确认')
    expect(byTill.text()).toContain('收银台签名')
    const byPlatform = createReceipt({ ...source, sale: { ...sale, countersignature: source.code } }, 'zh')
    expect(byPlatform.text()).toContain('扫码可核验本凭证')
    expect(byPlatform.text()).not.toContain('收银台签名')
  })

  it('of a payment that the platform has not answered says so, though the reservation was confirmed', () => {
    const paid = {
      ...source,
      code: 'TI1:BY-TILL',
      sale: { ...sale, delivery: 'pending', countersignature: null },
    } as const
    expect(createReceipt(paid, 'zh').text()).toContain('已登记，待平台确认')
    expect(createReceipt(paid, 'zh').text()).not.toContain('平台已确认')
  })

  it('refuses a paper width that no printer has', () => {
    expect(() => createReceipt(source, 'zh').bytes({ width: 500 })).toThrow(/width/)
  })
})
