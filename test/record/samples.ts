/** Records of every kind, for tests. */
import type { TillRecord } from '../../src/record/record.ts'
import type { Facts } from '../../src/verify/verdict.ts'

const head = {
  v: 1,
  store: 'TY-0001',
  till: '03',
  epoch: 2,
  at: '2026-03-06T10:00:00+08:00',
  clock: { state: 'trusted', offsetMs: -120 },
} as const

export const hashA: string = 'a'.repeat(64)
const reserveId = '0195670a-3f00-7000-8000-000000000001'

export const noFacts: Facts = {
  freshness: 'fresh',
  clock: 'trusted',
  serials: {},
  quotaUsed: {},
  entitlement: null,
  offline: null,
}

export const sampleRecords: readonly TillRecord[] = [
  {
    ...head,
    kind: 'epoch',
    id: '0195670a-3f00-7000-8000-000000000000',
    seq: 0,
    prev: null,
    last: { epoch: 1, seq: 41, hash: hashA },
  },
  {
    ...head,
    kind: 'reserve',
    id: reserveId,
    seq: 1,
    prev: hashA,
    orderId: 'A-1',
    receipt: '03-20260306-0001',
    cashier: '王芳',
    setting: { region: '140100', channel: 'store' },
    basis: {
      versions: { root: 1, snapshot: 12 },
      snapshot: 'b'.repeat(64),
      issued: '2026-03-06T00:00:00+08:00',
      ruleSet: 'sample',
    },
    cart: {
      lines: [{ id: 'L1', item: { gtin: '09521234567894', price: '4999.00', serial: 'SN1' } }],
      orderDiscount: '100.00',
    },
    facts: noFacts,
    result: {
      lines: [
        {
          id: 'L1',
          status: 'eligible',
          reasons: [],
          listing: {
            brand: 'xinghe',
            model: 'KFR-35GW/01A',
            category: 'air_conditioner',
            grade: 1,
            filedPrice: '5199.00',
          },
          units: [{ serial: 'SN1', price: '4899.00', base: '4899.00', subsidy: '979.80', payable: '3919.20' }],
          steps: [
            { formula: 'rate', clause: 'rate-grade-1', inputs: { base: '4899.00', rate: '0.20' }, result: '979.80' },
          ],
        },
      ],
      deduction: 'till',
      invoiceTotal: '4899.00',
      subsidy: '979.80',
      payable: '3919.20',
    },
    buyer: { tag: 'T'.repeat(43), sealed: 'e30.e30.e30.e30.e30' },
    entitlement: null,
  },
  {
    ...head,
    kind: 'commit',
    id: '0195670a-3f00-7000-8000-000000000002',
    seq: 2,
    prev: hashA,
    refers: reserveId,
    payments: [{ method: 'unionpay', amount: '3919.20', reference: 'UP-778' }],
  },
  {
    ...head,
    kind: 'cancel',
    id: '0195670a-3f00-7000-8000-000000000003',
    seq: 3,
    prev: hashA,
    refers: reserveId,
    reason: '顾客改变主意',
  },
  {
    ...head,
    kind: 'refund',
    id: '0195670a-3f00-7000-8000-000000000004',
    seq: 4,
    prev: hashA,
    refers: reserveId,
    units: [{ line: 'L1', unit: 0 }],
    payable: '3919.20',
    subsidy: '979.80',
  },
  {
    ...head,
    kind: 'fulfil',
    id: '0195670a-3f00-7000-8000-000000000005',
    seq: 5,
    prev: hashA,
    refers: reserveId,
    units: [{ line: 'L1', unit: 0, serial: 'SN1' }],
    evidence: { delivery_photo: 'P-1' },
  },
  {
    ...head,
    kind: 'gap',
    id: '0195670a-3f00-7000-8000-000000000006',
    seq: 6,
    prev: hashA,
    missing: { seq: 5, hash: null },
    reason: 'unreadable',
  },
]
