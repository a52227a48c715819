/** What a receipt says, block by block; how it looks is the paper's or the page's business. */
import { barcode } from '../locales/figures.ts'
import { msToZoned, instantToMs } from '../core/clock.ts'
import { includesUnit } from '../core/unit-ref.ts'
import type { ReceiptTexts } from '../locales/receipt-texts.ts'
import type { Sale } from '../outbox/sale.ts'
import type { Standing } from '../record/protocol.ts'
import type { RuleSet } from '../scheme/rule-set.ts'
import type { QuoteLine, QuoteUnit } from '../subsidy/quote.ts'

export type Block =
  | { readonly kind: 'title' | 'notice' | 'text' | 'item' | 'heading'; readonly text: string }
  | { readonly kind: 'row' | 'total'; readonly label: string; readonly value: string }
  | { readonly kind: 'rule' }
  /** The QR symbol of `text`, with its caption. */
  | { readonly kind: 'code'; readonly text: string; readonly label: string; readonly caption: string }

export interface ReceiptSource {
  readonly sale: Sale
  readonly store: string
  readonly till: string
  /** The rule set of the sale; null when none held. */
  readonly ruleSet: RuleSet | null
  /** Display names by brand id. */
  readonly brandNames: Readonly<Record<string, string>>
  /** The QR's text, `TI1:…`: the sale's countersignature, or a code that the till signed; null when nothing could sign. */
  readonly code: string | null
  /** True for practice: the receipt says that it is not valid, and nothing of the platform. */
  readonly training?: boolean
}

export function receiptBlocks(source: ReceiptSource, texts: ReceiptTexts, language: 'zh' | 'en'): Block[] {
  const { sale, ruleSet } = source
  const zone = ruleSet?.zone ?? 'Asia/Shanghai'
  return [
    { kind: 'title', text: texts.title },
    { kind: 'notice', text: texts.notAnInvoice },
    ...(ruleSet?.sample === true ? [{ kind: 'notice' as const, text: texts.sample }] : []),
    { kind: 'notice', text: stateText(source, texts) },
    { kind: 'rule' },
    row(texts.number, sale.receipt),
    row(texts.order, sale.orderId),
    row(texts.time, msToZoned(instantToMs(sale.at), zone).replace('T', ' ')),
    row(texts.store, `${source.store} · ${texts.till} ${source.till}`),
    ...(sale.cashier === null ? [] : [row(texts.cashier, sale.cashier)]),
    { kind: 'rule' },
    ...sale.quote.lines.flatMap((line) => lineBlocks(line, source, texts)),
    { kind: 'rule' },
    row(texts.priceBefore, sale.quote.invoiceTotal),
    row(texts.subsidy, `-${sale.quote.subsidy}`),
    { kind: 'total', label: sale.state === 'reserved' ? texts.toPay : texts.paid, value: sale.quote.payable },
    ...clauseBlocks(source, texts, language),
    { kind: 'rule' },
    codeBlock(source, texts),
  ]
}

function stateText({ sale, training = false }: ReceiptSource, texts: ReceiptTexts): string {
  if (training) return texts.training
  return sale.state === 'cancelled' ? texts.cancelled : texts.standing[standingOf(sale)]
}

/** What was confirmed at the reservation is not yet what was sold: the paper waits for the answer to all of it. */
function standingOf({ standing, delivery }: Sale): Standing {
  return standing === 'confirmed' && delivery !== 'answered' ? 'provisional' : standing
}

/** Whether the receipt of a sale is void. */
export function isVoid({ state, standing }: Sale): boolean {
  return state === 'cancelled' || standing === 'refused'
}

function codeBlock(source: ReceiptSource, texts: ReceiptTexts): Block {
  const { sale, code, training = false } = source
  if (training) return { kind: 'notice', text: texts.training }
  if (code === null) return { kind: 'text', text: isVoid(sale) ? texts.standing.refused : texts.noCode }
  // Until the platform has signed, the code is the till's word alone.
  const caption = code === sale.countersignature ? texts.verify : texts.verifyTill
  return { kind: 'code', text: code, label: texts.code, caption }
}

function row(label: string, value: string): Block {
  return { kind: 'row', label, value }
}

function lineBlocks(line: QuoteLine, { sale, brandNames }: ReceiptSource, texts: ReceiptTexts): Block[] {
  const listing = line.verdict?.listing
  const item = line.verdict?.item
  const named = listing?.name ?? item?.model ?? line.id
  const brand = listing ? (brandNames[listing.brand] ?? listing.brand) : ''
  const name = named.includes(brand) ? named : `${brand} ${named}`
  const about = [listing?.model, listing && listing.grade !== null ? texts.grade(listing.grade) : undefined].filter(
    (part) => part !== undefined,
  )
  return [
    { kind: 'item', text: name },
    ...(about.length > 0 ? [{ kind: 'text' as const, text: about.join(' · ') }] : []),
    ...(item?.gtin === undefined ? [] : [row(texts.barcode, barcode(item.gtin))]),
    ...line.units.flatMap((unit, i) =>
      unitBlocks(unit, includesUnit(sale.refunded, { line: line.id, unit: i }), texts),
    ),
  ]
}

function unitBlocks(unit: QuoteUnit, returned: boolean, texts: ReceiptTexts): Block[] {
  return [
    ...(unit.serial === null ? [] : [row(texts.serial, unit.serial)]),
    row(texts.priceBefore, unit.price),
    unit.subsidy === '0.00' ? row(texts.subsidy, texts.noSubsidy) : row(texts.subsidy, `-${unit.subsidy}`),
    ...(returned ? [{ kind: 'text' as const, text: texts.refunded }] : []),
  ]
}

function clauseBlocks({ sale, ruleSet }: ReceiptSource, texts: ReceiptTexts, language: 'zh' | 'en'): Block[] {
  if (ruleSet === null || sale.quote.subsidy === '0.00') return []
  const category = new Set(sale.quote.lines.map((line) => line.verdict?.listing?.category))
  const cited = new Set(ruleSet.categories.filter((rule) => category.has(rule.code)).map((rule) => rule.clause))
  return [
    { kind: 'heading', text: `${texts.clauses}: ${ruleSet.title[language]}` },
    ...[...cited].flatMap((id) => {
      const clause = ruleSet.clauses[id]
      return clause ? [{ kind: 'text' as const, text: clause[language] }] : []
    }),
  ]
}
