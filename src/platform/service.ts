/**
 * The record API (DESIGN §6.5) over a store: a function from Request to Response, so that it runs
 * behind any server, or behind `fetch` in a page.
 */
import { CheckoutError } from '../core/errors.ts'
import { instantToMs, msToUtc, type Instant } from '../core/clock.ts'
import { parse } from '../core/schema.ts'
import { readRecord, readRequest } from '../record/jws.ts'
import { importPublicKey, keyThumbprint } from '../record/keys.ts'
import { keysOf } from './ledger.ts'
import { toleranceMs } from './record-time.ts'
import { endpoints, type Endpoint, type EndpointName } from '../record/endpoints.ts'
import type { ImportReport } from '../record/outbox-file.ts'
import { preflight, problem, readBody, refusalOf, respond, type Reply } from './http.ts'
import { createLines, type InLine } from './in-line.ts'
import { importOutbox, importPart, type ImportPorts } from './import.ts'
import { answers, enrol, entitlements, findSales, head, serials, type QueryPorts } from './queries.ts'
import { takeRecord } from './records.ts'
import { settleSale } from './settle.ts'
import type { TillKeyRow } from './store.ts'

export interface PlatformPorts extends Omit<ImportPorts, 'serverTime'>, Omit<QueryPorts, 'serverTime'> {
  /** Told of faults of the platform itself; never of a bad request. */
  readonly report: (error: unknown) => void
}

export interface PlatformService {
  /** `path`: the address below the platform's base, as {@link endpoints} names them. */
  handle(path: string, request: Request): Promise<Response>
  /**
   * A person settles a sale in review or overrules one; its till is told through `answers`.
   * @param by who, as the authority names them
   * @throws CheckoutError `SALE_UNKNOWN`; `SALE_STATE` where another sale has what this one would take
   */
  settle(
    sale: string,
    standing: 'confirmed' | 'refused',
    reasons?: readonly string[],
    by?: string | null,
  ): Promise<void>
  /** Takes in the outbox that a till exported before it was lost: what is new goes to review. */
  importOutbox(bytes: Uint8Array): Promise<ImportReport>
}

const nameByAddress = new Map<string, EndpointName>(
  (Object.keys(endpoints) as EndpointName[]).map((name) => [endpoints[name].address, name]),
)

export function createPlatformService(input: PlatformPorts): PlatformService {
  const ports = { ...input, serverTime: () => msToUtc(input.nowMs()), inLine: createLines(input.nowMs) }

  /**
   * A request is good for minutes: what was overheard is worth nothing later. Nonces are not remembered: a read that is
   * sent again changes nothing, whoever could overhear it overheard its answer too, and the service would have to
   * write a row for each to hold one between its processes.
   */
  const expired = (at: Instant): Reply | null => {
    if (Math.abs(ports.nowMs() - instantToMs(at)) <= toleranceMs) return null
    const refusal = problem('request_expired', 'The request was not signed just now: sign it again', 'header.at')
    return { problem: { ...refusal.problem, serverTime: ports.serverTime() } }
  }

  /** Reads a request signed by an enrolled key. */
  const signed =
    <Request extends object>(
      endpoint: Endpoint<Request, unknown>,
      answer: (payload: Request, key: TillKeyRow) => Promise<Reply>,
    ) =>
    (body: string): Promise<Reply> =>
      withKey(
        ports,
        endpoint.address,
        (resolve) => readRequest(body, endpoint, resolve),
        async ({ payload, at }, key) => expired(at) ?? (await answer(payload, key)),
      )

  const routes: Readonly<Record<EndpointName, (body: string) => Promise<Reply>>> = {
    records: (body) =>
      withKey(
        ports,
        endpoints.records.address,
        (resolve) => readRecord(body, resolve),
        ({ record, hash }, key) =>
          takeRecord(ports, key, { record, hash, jws: body, receivedMs: ports.nowMs(), recovered: false }),
      ),
    answers: signed(endpoints.answers, (payload, key) => answers(ports, key, payload)),
    serials: signed(endpoints.serials, (payload) => serials(ports, payload)),
    entitlements: signed(endpoints.entitlements, (payload) => entitlements(ports, payload)),
    sales: signed(endpoints.sales, (payload, key) => findSales(ports, key, payload)),
    head: signed(endpoints.head, (_, key) => head(ports, key)),
    imports: signed(endpoints.imports, (payload, key) => importPart(ports, key, payload)),
    tills: async (body) => {
      const { payload, at } = await readRequest(body, endpoints.tills, ownKey)
      return expired(at) ?? (await enrol(ports, payload))
    },
  }

  return {
    async handle(path, request) {
      if (request.method === 'OPTIONS') return preflight()
      const name = nameByAddress.get(path)
      if (!name || request.method !== 'POST')
        return respond(problem('not_found', `There is no ${request.method} ${path}`))
      try {
        return respond(await routes[name](await readBody(request, endpoints[name].requestBytes)))
      } catch (error) {
        return respond(refusalOf(error, ports.report))
      }
    },
    importOutbox: (bytes) => importOutbox(ports, bytes),
    async settle(id, standing, reasons = [], by = null) {
      const found = await ports.store.sale(id)
      if (!found) throw new CheckoutError('SALE_UNKNOWN', 'sale is not known to the platform', { field: 'sale' })
      await ports.store.transact(found, async (tx) => {
        const sale = await tx.sale(id)
        if (!sale) return
        const ledger = await tx.read(keysOf(sale, sale.units), sale)
        const decided = settleSale(sale, { atMs: ports.nowMs(), by, standing, reasons }, ledger)
        let settled = decided.sale
        const key = { store: sale.store, till: sale.till }
        if (standing === 'confirmed' && sale.state === 'committed')
          settled = { ...settled, countersignature: await ports.countersign(settled) }
        await tx.write({
          record: null,
          chain: null,
          ledger: { ...decided, sale: settled },
          publish: [{ ...key, record: id }],
        })
      })
    },
  }
}

/** An enrolment is signed by the very key that it brings: its holder has the private half. */
async function ownKey(keyId: string, payload: unknown): Promise<CryptoKey | null> {
  const { key } = parse(endpoints.tills.request, payload, 'request', 'PROTOCOL_INVALID')
  return (await keyThumbprint(key)) === keyId ? importPublicKey(key) : null
}

async function withKey<T>(
  { store, inLine }: PlatformPorts & { readonly inLine: InLine },
  address: string,
  read: (resolve: (keyId: string) => Promise<CryptoKey | null>) => Promise<T>,
  answer: (message: T, key: TillKeyRow) => Promise<Reply>,
): Promise<Reply> {
  /** Undefined until the store has said whose the key is. */
  const signer: { key: TillKeyRow | null | undefined } = { key: undefined }
  const resolve = async (keyId: string): Promise<CryptoKey | null> => {
    signer.key = await store.key(keyId)
    return signer.key && importPublicKey(signer.key.key)
  }
  const message = await read(resolve).catch((error: unknown) => {
    if (signer.key !== null) throw error
    return null
  })
  if (message === null || !signer.key)
    return problem('till_unknown', 'The key that signs is not enrolled here: enrol the till', 'header.kid')
  if (signer.key.revoked)
    return problem('till_revoked', 'The key that signs was revoked: enrol the till again', 'header.kid')
  const { key } = signer
  // A line for each question of a till: what it hands in of another's outbox keeps none of its own sales waiting.
  const reply = await inLine(`${address} ${key.store} ${key.till}`, () => answer(message, key))
  return reply ?? problem('too_many', 'This till asks faster than it is answered: send the same request again later')
}
