/** Words on the receipt. */

export interface ReceiptTexts {
  /** 补贴凭证. */
  readonly title: string
  readonly notAnInvoice: string
  readonly sample: string
  /** Of a receipt from practice: that it is not valid. */
  readonly training: string
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
