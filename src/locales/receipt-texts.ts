/** Words on the receipt. */

export interface ReceiptTexts {
  /** 补贴凭证. */
  readonly title: string
  readonly notAnInvoice: string
  readonly sample: string
  readonly store: string
  readonly till: string
  readonly cashier: string
  readonly number: string
  readonly order: string
  readonly time: string
  readonly barcode: string
  readonly serial: string
  readonly grade: (grade: number) => string
  readonly priceBefore: string
  readonly subsidy: string
  readonly paid: string
  readonly toPay: string
  readonly noSubsidy: string
  readonly clauses: string
  readonly rules: string
  readonly refunded: string
  readonly verify: string
  /** Of a code that the till signed, before the platform has. */
  readonly verifyTill: string
  /** What a screen reader says of the code. */
  readonly code: string
  readonly noCode: string
  readonly standing: Readonly<Record<'provisional' | 'confirmed' | 'refused' | 'review', string>>
  readonly cancelled: string
}

export const receiptTextsZh: ReceiptTexts = {
  title: '家电以旧换新补贴凭证',
  notAnInvoice: '不是发票',
  sample: '样例规则，仅供试用',
  store: '门店',
  till: '收银台',
  cashier: '收银员',
  number: '凭证号',
  order: '订单号',
  time: '时间',
  barcode: '条码',
  serial: '序列号',
  grade: (grade) => `${String(grade)} 级能效`,
  priceBefore: '补贴前',
  subsidy: '补贴',
  paid: '实付',
  toPay: '应付',
  noSubsidy: '不享受补贴',
  clauses: '依据',
  rules: '规则',
  refunded: '已退货',
  verify: '扫码可核验本凭证',
  verifyTill: '收银台签名，以平台确认为准',
  code: '补贴凭证核验码',
  noCode: '平台确认后可补打带核验码的凭证',
  standing: {
    provisional: '已登记，待平台确认',
    confirmed: '平台已确认',
    refused: '平台未通过',
    review: '平台复核中',
  },
  cancelled: '已取消，凭证作废',
}

export const receiptTextsEn: ReceiptTexts = {
  title: 'Appliance trade-in subsidy receipt',
  notAnInvoice: 'Not an invoice',
  sample: 'Sample rules, for trying out',
  store: 'Store',
  till: 'Till',
  cashier: 'Cashier',
  number: 'Receipt no.',
  order: 'Order',
  time: 'Time',
  barcode: 'Barcode',
  serial: 'Serial no.',
  grade: (grade) => `grade ${String(grade)}`,
  priceBefore: 'Before subsidy',
  subsidy: 'Subsidy',
  paid: 'Paid',
  toPay: 'To pay',
  noSubsidy: 'no subsidy',
  clauses: 'Under',
  rules: 'Rules',
  refunded: 'returned',
  verify: 'Scan to verify this receipt',
  verifyTill: 'Signed by the till; the platform’s answer decides',
  code: 'Verification code of the subsidy receipt',
  noCode: 'Reprint with a code once the platform has confirmed',
  standing: {
    provisional: 'Recorded, to be confirmed by the platform',
    confirmed: 'Confirmed by the platform',
    refused: 'Refused by the platform',
    review: 'Under review by the platform',
  },
  cancelled: 'Cancelled: this receipt is void',
}
