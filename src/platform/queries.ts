/** The platform's addresses beside records: enrolment, head, answers, serials, entitlements, sales. */
import { isTaken, type LedgerSale } from './ledger.ts'
import { answerFor } from './acceptance.ts'
import type { ReceiptFields } from '../receipt/token.ts'
import { decodeRecord } from '../record/jws.ts'
import { keyThumbprint } from '../record/keys.ts'
import type {
  Answers,
  AnswersRequest,
  EntitlementAnswer,
  EntitlementRequest,
  EnrolAnswer,
  EnrolRequest,
  FindAnswer,
  FindRequest,
  SerialsAnswer,
  SerialsRequest,
} from '../record/protocol.ts'
import { withUse, type EntitlementFact } from '../scheme/entitlement-fact.ts'
import { serialKey } from '../verify/serial-key.ts'
import { decideEnrolment } from './enrol.ts'
import { problem, type Reply } from './http.ts'
import type { FoundSale, PlatformStore, StoredRecord, TillKeyRow } from './store.ts'

const answersPerPage = 200

export interface QueryPorts {
  readonly store: PlatformStore
  readonly nowMs: () => number
  readonly serverTime: () => string
  /** Checks an entitlement as a token, or looks it up; null: not known. */
  readonly readEntitlement: (entitlement: string) => Promise<EntitlementFact | null>
  /** What a receipt code says, once a key of the platform's own proves it; null when none does. */
  readonly readReceipt: (code: string) => Promise<ReceiptFields | null>
  /** The filed models, as {@link productId} writes them, that a barcode or model text stands for now. */
  readonly productsOf: (gtinOrModel: string) => readonly string[]
  /** Whether the files published now call a unit redeemed. */
  readonly isPublished: (product: string, serial: string) => boolean
}

export async function enrol(ports: QueryPorts, request: EnrolRequest): Promise<Reply> {
  const keyId = await keyThumbprint(request.key)
  const { code, store, till } = request
  const enrolled = await ports.store.enrol({ code, store, till, keyId }, (rows) =>
    decideEnrolment(request, keyId, rows),
  )
  return enrolled
    ? head(ports, enrolled)
    : problem('code_invalid', 'The code is not known, used up, or for another till; ask for a new one', 'code')
}

export async function head(ports: QueryPorts, { keyId, number, epoch, store, till }: TillKeyRow): Promise<Reply> {
  const last = await ports.store.last({ store, till })
  const answer: EnrolAnswer = { keyId, number, epoch, last, serverTime: ports.serverTime() }
  return { answer }
}

export async function answers(ports: QueryPorts, key: TillKeyRow, { cursor }: AnswersRequest): Promise<Reply> {
  if (cursor !== null && !/^\d{1,15}$/.test(cursor))
    return problem('request_invalid', 'cursor must be one that the platform gave, or null', 'cursor')
  const after = Number(cursor ?? 0)
  const serverTime = ports.serverTime()
  const changes = await ports.store.changes(key, after, answersPerPage + 1)
  const page = changes.slice(0, answersPerPage)
  const answer: Answers = {
    answers: page.map(({ record, sale }) => answerFor(record, sale, serverTime)),
    cursor: String(page.at(-1)?.at ?? after),
    more: changes.length > answersPerPage,
    serverTime,
  }
  return { answer }
}

export async function serials(ports: QueryPorts, { units }: SerialsRequest): Promise<Reply> {
  const asked = units.map(({ gtin, serial }) =>
    ports.productsOf(gtin).map((product) => ({ product, serial, key: serialKey(product, serial) })),
  )
  const rows = await ports.store.serials([...new Set(asked.flat().map(({ key }) => key))])
  const nowMs = ports.nowMs()
  const answer: SerialsAnswer = {
    states: asked.map((keys) => {
      const taken = keys.map(({ key }) => rows.get(key)).filter((row) => isTaken(row, '', nowMs))
      if (taken.length > 0) return taken.some((row) => row?.untilMs === null) ? 'redeemed' : 'held'
      const isOpen = keys.some(
        ({ key, product, serial }) => !rows.get(key)?.cleared && ports.isPublished(product, serial),
      )
      return isOpen ? 'maybe' : 'free'
    }),
    serverTime: ports.serverTime(),
  }
  return { answer }
}

export async function entitlements(ports: QueryPorts, { entitlement }: EntitlementRequest): Promise<Reply> {
  const fact = await ports.readEntitlement(entitlement)
  const unknown: EntitlementFact = { id: 'unknown', state: 'unknown', covers: [], region: null, channel: null }
  const row = fact ? await ports.store.entitlement(fact.id) : null
  const answer: EntitlementAnswer = {
    ...withUse(fact ?? unknown, isTaken(row?.claim, '', ports.nowMs())),
    serverTime: ports.serverTime(),
  }
  return { answer }
}

export async function findSales(ports: QueryPorts, key: TillKeyRow, request: FindRequest): Promise<Reply> {
  const { code, receipt, serial, orderId } = request
  if ([code, receipt, serial, orderId].filter((each) => each !== undefined).length !== 1) {
    return problem('request_invalid', 'Ask by one of code, receipt, serial and orderId', 'request')
  }
  const { store } = key
  const found =
    code !== undefined
      ? await saleOfReceipt(ports, code)
      : await ports.store.find(
          receipt !== undefined
            ? { store, receipt }
            : serial !== undefined
              ? { store, serial }
              : { store, orderId: orderId ?? '' },
        )
  const serverTime = ports.serverTime()
  const answer: FindAnswer = { sales: found.map((each) => foundSale(each, store, serverTime)), serverTime }
  return { answer }
}

/** The sale that a receipt code names: one that the platform signed, whole. */
async function saleOfReceipt(ports: QueryPorts, code: string): Promise<readonly FoundSale[]> {
  const fields = await ports.readReceipt(code)
  if (!fields) return []
  const { till, epoch, seq, digest } = fields
  const found = await ports.store.find({ place: { till, epoch, seq } })
  return found.filter(({ sale }) => sale.hash.startsWith(digest))
}

function foundSale({ sale, records }: FoundSale, store: string, serverTime: string): FindAnswer['sales'][number] {
  const reserve = { id: sale.id, sale: sale.id, linked: true, standing: sale.standing, notes: [] }
  const answer = answerFor(reserve, sale, serverTime)
  return sale.store === store
    ? { answer, records: records.map(({ jws }) => jws), refundable: null }
    : { answer, records: [], refundable: refundableSale(sale, records) }
}

/** What a refund needs; nothing that names the buyer, serves as an entitlement or says how it was paid. */
function refundableSale(sale: LedgerSale, records: readonly StoredRecord[]): FindAnswer['sales'][number]['refundable'] {
  const reserve = records.map(({ jws }) => decodeRecord(jws)).find(({ id }) => id === sale.id)
  if (reserve?.kind !== 'reserve') return null
  const { freshness, clock } = reserve.facts
  const facts = { freshness, clock, serials: {}, quotaUsed: {}, entitlement: null, offline: null }
  return {
    reserve: { ...reserve, cashier: null, facts, buyer: null, entitlement: null },
    state: sale.state,
  }
}
