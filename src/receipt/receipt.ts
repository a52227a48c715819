/** A sale's receipt in each of its forms. */
import { receiptTextsEn } from '../locales/en/receipt.ts'
import { receiptTextsZh } from '../locales/zh-cn/receipt.ts'
import { CheckoutError } from '../core/errors.ts'
import { isVoid, receiptBlocks, type ReceiptSource } from './content.ts'
import { receiptHtml } from './html.ts'
import { paperBytes, paperLines } from './paper.ts'
import { qrMatrix, qrSvg } from './qr.ts'

export interface Receipt {
  /** Plain text, 32 columns. */
  text(): string
  /** The QR symbol alone; an empty string while there is no code. */
  svg(): string
  /** An HTML fragment without style. */
  html(): string
  /**
   * ESC/POS bytes in GB18030.
   * @throws {@link CheckoutError} `INPUT_INVALID` unless `width` is 24 to 64 columns; 32 when left out
   */
  bytes(options?: { readonly width?: number }): Uint8Array
  /** The QR's text, `TI1:…`, by the platform or, until it has answered, by the till; null for what is void or cannot be signed. */
  readonly code: string | null
}

const defaultWidth = 32

/** @param locale BCP 47; what is not Chinese is written in English */
export function createReceipt(source: ReceiptSource, locale: string): Receipt {
  const language = /^zh\b/i.test(locale) ? 'zh' : 'en'
  const texts = language === 'zh' ? receiptTextsZh : receiptTextsEn
  const code = isVoid(source.sale) ? null : source.code
  const blocks = receiptBlocks({ ...source, code }, texts, language)
  return {
    text: () => `${paperLines(blocks, defaultWidth).join('\n')}\n`,
    svg: () => (code === null ? '' : qrSvg(qrMatrix(code), { pixels: 220, label: texts.code })),
    html: () => receiptHtml(blocks, language === 'zh' ? 'zh-CN' : 'en'),
    bytes: ({ width = defaultWidth } = {}) => {
      if (!Number.isInteger(width) || width < 24 || width > 64) {
        throw new CheckoutError('INPUT_INVALID', 'width must be 24 to 64 columns', {
          field: 'width',
          expected: '24 to 64',
          received: String(width),
        })
      }
      return paperBytes(blocks, width)
    },
    code,
  }
}
