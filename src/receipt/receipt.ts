/** A sale's receipt in each of its forms. */
import { receiptTextsEn } from '../locales/en/receipt.ts'
import type { ReceiptTexts } from '../locales/receipt-texts.ts'
import { receiptTextsZh } from '../locales/zh-cn/receipt.ts'
import { CheckoutError, isCheckoutError } from '../core/errors.ts'
import { checked, isText, optional, requirement, shapeOf } from '../core/require.ts'
import { isVoid, receiptBlocks, type Block, type ReceiptSource } from './content.ts'
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
const isWidth = (value: unknown): boolean =>
  Number.isInteger(value) && (value as number) >= 24 && (value as number) <= 64

/**
 * @param locale BCP 47; what is not Chinese is written in English
 * @throws {@link CheckoutError} `INPUT_INVALID` naming what is not of its type
 */
export function createReceipt(source: ReceiptSource, locale: string): Receipt {
  const language = /^zh\b/i.test(locale) ? 'zh' : 'en'
  const texts = language === 'zh' ? receiptTextsZh : receiptTextsEn
  const code = isVoid(source.sale) ? null : source.code
  const blocks = blocksOf({ ...source, code }, texts, language)
  return {
    text: () => `${paperLines(blocks, defaultWidth).join('\n')}\n`,
    svg: () => (code === null ? '' : qrSvg(qrMatrix(code), { pixels: 220, label: texts.code })),
    html: () => receiptHtml(blocks, language === 'zh' ? 'zh-CN' : 'en'),
    bytes: checked(({ width = defaultWidth } = {}) => paperBytes(blocks, width), {
      options: optional(shapeOf({ width: optional(requirement(isWidth, '24 to 64 columns')) })),
    }),
    code,
  }
}

/** Every text of the receipt is read here, so that no form of it meets what is none. */
function blocksOf(source: ReceiptSource, texts: ReceiptTexts, language: 'zh' | 'en'): Block[] {
  let cause: unknown
  try {
    const blocks = receiptBlocks(source, texts, language)
    if (blocks.every((block) => Object.values(block).every(isText))) return blocks
  } catch (error) {
    if (isCheckoutError(error)) throw error
    cause = error
  }
  const expected = 'a sale as the checkout gives it, with its store and rule set'
  throw new CheckoutError('INPUT_INVALID', `source must be ${expected}`, { field: 'source', expected, cause })
}
