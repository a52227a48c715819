/**
 * Payment codes that a buyer's phone shows: recognised so that they are never taken for a product or a
 * serial, and never kept. By their public formats: WeChat Pay 18 digits starting 10–15, Alipay 16–24
 * digits starting 25–30, UnionPay 云闪付 19 digits starting 62.
 */

export type PaymentChannel = 'wechat_pay' | 'alipay' | 'unionpay'

/** Whose payment code `text` is; null when it is not one. Digits only, no spaces. */
export function paymentChannel(text: string): PaymentChannel | null {
  if (/^1[0-5]\d{16}$/.test(text)) return 'wechat_pay'
  if (/^(?:2[5-9]|30)\d{14,22}$/.test(text)) return 'alipay'
  if (/^62\d{17}$/.test(text)) return 'unionpay'
  return null
}
