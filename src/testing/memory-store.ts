/** The platform's store in memory: one transaction at a time, undone when it fails. */
import type { LedgerSale } from '../platform/ledger.ts'
import type { LedgerEntitlement, Ledger, LedgerQuota, LedgerSerial } from '../platform/ledger.ts'
import {
  emptyChain,
  type ChainRow,
  type CodeRow,
  type FoundSale,
  type PlatformStore,
  type StoredRecord,
  type TillKeyRow,
  type TillRow,
  type TillTransaction,
} from '../platform/store.ts'

interface TillId {
  readonly store: string
  readonly till: string
}

export interface MemoryStore extends PlatformStore {
  /** Every stored record, in the order of arrival. */
  records(): readonly StoredRecord[]
  /** Those that lost their place in a chain. */
  displaced(): readonly StoredRecord[]
  sales(): readonly LedgerSale[]
  /** All rows as JSON text, and back: a platform that survives a restart. */
  save(): string
  load(saved: string): void
}

/** An empty store. */
export function createMemoryStore(): MemoryStore {
  const tables = {
    codes: new Map<string, CodeRow>(),
    tills: new Map<string, TillRow>(),
    keys: new Map<string, TillKeyRow>(),
    chains: new Map<string, ChainRow>(),
    records: new Map<string, StoredRecord & TillId>(),
    displaced: new Map<string, StoredRecord & TillId>(),
    sales: new Map<string, LedgerSale>(),
    serials: new Map<string, LedgerSerial>(),
    quotas: new Map<string, LedgerQuota>(),
    entitlements: new Map<string, LedgerEntitlement>(),
    changes: new Map<string, readonly string[]>(),
  }
  let queue: Promise<unknown> = Promise.resolve()
  let undo: (() => void)[] = []

  const put = <Row>(table: Map<string, Row>, key: string, row: Row | null): void => {
    const before = table.get(key)
    undo.push(() => {
      if (before === undefined) table.delete(key)
      else table.set(key, before)
    })
    if (row === null) table.delete(key)
    else table.set(key, row)
  }
  const exclusive = <T>(work: () => Promise<T>): Promise<T> => {
    const run = async (): Promise<T> => {
      undo = []
      try {
        return await work()
      } catch (error) {
        for (const step of undo.reverse()) step()
        throw error
      }
    }
    const done = queue.then(run, run)
    queue = done
    return done
  }
  const tillKey = ({ store, till }: TillId): string => JSON.stringify([store, till])
  const chainKey = (till: TillId, epoch: number): string => JSON.stringify([till.store, till.till, epoch])
  const placeKey = (till: TillId, epoch: number, seq: number): string =>
    JSON.stringify([till.store, till.till, epoch, seq])
  const of = (till: TillId) => (each: TillId) => each.store === till.store && each.till === till.till
  const recordsOf = (till: TillId): StoredRecord[] => [...tables.records.values()].filter(of(till))
  const everyRecord = () => [...tables.records.values(), ...tables.displaced.values()]
  const saleRecords = (sale: LedgerSale): FoundSale => ({
    sale,
    records: everyRecord().filter((record) => record.sale === sale.id),
  })

  const transaction = (till: TillId): TillTransaction => ({
    open({ epoch, id, seq, sale }) {
      const chain = tables.chains.get(chainKey(till, epoch)) ?? emptyChain(epoch)
      const known =
        recordsOf(till).find((record) => record.id === id) ?? tables.records.get(placeKey(till, epoch, seq)) ?? null
      return Promise.resolve({ chain, known, sale: sale === null ? null : (tables.sales.get(sale) ?? null) })
    },
    waiting(epoch, fromSeq, limit) {
      const unlinked = recordsOf(till).filter(
        (record) => record.epoch === epoch && record.seq >= fromSeq && !record.linked,
      )
      return Promise.resolve(unlinked.sort((a, b) => a.seq - b.seq).slice(0, limit))
    },
    record: (id) => Promise.resolve(recordsOf(till).find((record) => record.id === id) ?? null),
    gapFor: (place) => Promise.resolve(recordsOf(till).find(({ closes }) => closes === place) ?? null),
    displaced: (epoch, seq) =>
      Promise.resolve(
        [...tables.displaced.values()].filter(of(till)).filter((each) => each.epoch === epoch && each.seq === seq),
      ),
    chainsBefore(epoch) {
      const all = Array.from({ length: epoch }, (_, i) => tables.chains.get(chainKey(till, i)))
      return Promise.resolve(all.filter((chain) => chain !== undefined).reverse())
    },
    sale: (id) => Promise.resolve(tables.sales.get(id) ?? null),
    read({ serials, quotas, entitlement }, sale): Promise<Ledger> {
      return Promise.resolve({
        sale,
        serials: rows(tables.serials, serials),
        quotas: rows(tables.quotas, quotas),
        entitlement: entitlement === null ? null : (tables.entitlements.get(entitlement) ?? null),
      })
    },
    write({ record, displaced, chain, ledger, publish }) {
      if (record) put(tables.records, placeKey(till, record.epoch, record.seq), { ...record, ...till })
      if (displaced) put(tables.displaced, displaced.hash, { ...displaced, ...till })
      if (chain) put(tables.chains, chainKey(till, chain.epoch), chain)
      if (ledger.sale) put(tables.sales, ledger.sale.id, ledger.sale)
      for (const row of ledger.serials) put(tables.serials, row.key, row)
      for (const row of ledger.quotas) put(tables.quotas, row.key, row)
      if (ledger.entitlement) put(tables.entitlements, ledger.entitlement.id, ledger.entitlement)
      for (const told of publish)
        put(tables.changes, tillKey(told), [...(tables.changes.get(tillKey(told)) ?? []), told.record])
      return Promise.resolve()
    },
  })

  return {
    key: (keyId) => Promise.resolve(tables.keys.get(keyId) ?? null),
    transact: ({ store, till }, work) => exclusive(() => work(transaction({ store, till }))),
    enrol: (request, decide) =>
      exclusive(() => {
        const till = tables.tills.get(tillKey(request)) ?? null
        const decided = decide({
          code: tables.codes.get(request.code) ?? null,
          till,
          key: tables.keys.get(request.keyId) ?? null,
          nextNumber: tables.tills.size + 1,
        })
        if (!decided) return Promise.resolve(null)
        put(tables.codes, request.code, decided.code)
        put(tables.tills, tillKey(request), decided.till)
        put(tables.keys, request.keyId, decided.key)
        return Promise.resolve(decided.key)
      }),
    hasRecord: (till, id) =>
      Promise.resolve(
        everyRecord()
          .filter(of(till))
          .some((record) => record.id === id),
      ),
    addCode: (code) =>
      exclusive(() => {
        put(tables.codes, code.code, code)
        return Promise.resolve()
      }),
    revoke: (keyId) =>
      exclusive(() => {
        const key = tables.keys.get(keyId)
        if (key) put(tables.keys, keyId, { ...key, revoked: true })
        return Promise.resolve()
      }),
    last(till) {
      const linked = recordsOf(till).filter((record) => record.linked)
      const [newest] = linked.sort((a, b) => b.epoch - a.epoch || b.seq - a.seq)
      return Promise.resolve(newest ? { epoch: newest.epoch, seq: newest.seq, hash: newest.hash } : null)
    },
    changes(till, after, limit) {
      const all = tables.changes.get(tillKey(till)) ?? []
      const page = all.slice(after, after + limit).flatMap((id, i) => {
        const record = everyRecord().find((each) => each.id === id)
        return record
          ? [{ at: after + i + 1, record, sale: record.sale === null ? null : (tables.sales.get(record.sale) ?? null) }]
          : []
      })
      return Promise.resolve(page)
    },
    serials: (keys) => Promise.resolve(rows(tables.serials, keys)),
    entitlement: (id) => Promise.resolve(tables.entitlements.get(id) ?? null),
    putEntitlement: (row) =>
      exclusive(() => {
        put(tables.entitlements, row.id, row)
        return Promise.resolve()
      }),
    find(by) {
      const matches = (sale: LedgerSale): boolean => {
        if ('place' in by) {
          const { till, epoch, seq } = by.place
          return sale.tillNumber === till && sale.epoch === epoch && sale.seq === seq
        }
        if (sale.store !== by.store) return false
        if ('receipt' in by) return sale.receipt === by.receipt
        if ('serial' in by) return sale.units.some(({ serial }) => serial === by.serial)
        return sale.orderId === by.orderId
      }
      return Promise.resolve([...tables.sales.values()].filter(matches).slice(0, 20).map(saleRecords))
    },
    sale: (id) => Promise.resolve(tables.sales.get(id) ?? null),
    records: () => [...tables.records.values()],
    displaced: () => [...tables.displaced.values()],
    sales: () => [...tables.sales.values()],
    save: () => JSON.stringify(Object.fromEntries(Object.entries(tables).map(([name, table]) => [name, [...table]]))),
    load(saved) {
      const all = JSON.parse(saved) as Record<string, [string, never][]>
      for (const [name, table] of Object.entries(tables)) {
        table.clear()
        for (const [key, row] of all[name] ?? []) (table as Map<string, unknown>).set(key, row)
      }
    },
  }
}

function rows<Row>(table: ReadonlyMap<string, Row>, keys: readonly string[]): ReadonlyMap<string, Row> {
  return new Map(keys.flatMap((key) => (table.has(key) ? [[key, table.get(key) as Row] as const] : [])))
}
