/** Writes records by hand, rightly or wrongly, for vectors: the same each time. */
import { createHash } from 'node:crypto'
import { canonicalJson } from '../../src/core/canonical-json.ts'
import type { ChainKey } from '../../src/record/check-chain.ts'
import { keyThumbprint } from '../../src/record/keys.ts'
import type { TillRecord } from '../../src/record/record.ts'
import { noFacts } from '../record/samples.ts'
import { keyFrom, publicKeyOf, signText } from './signer.ts'

interface Signer {
  readonly word: string
  readonly keyId: string
}

export type Any = Record<string, unknown>
export interface Made {
  readonly record: Any
  readonly jws: string
  readonly hash: string
}

const store = 'TY-0001'

export interface ChainWriter {
  readonly keys: readonly ChainKey[]
  readonly ofEpoch: readonly Signer[]
  readonly first: Signer
  readonly second: Signer
  readonly other: Signer
  readonly stranger: Signer
  readonly mint: () => string
  /** Signs a record; `header` may spoil what stands before it. */
  readonly write: (record: Any, by?: Signer, header?: Any) => Made
  /** The next record behind `before`; `change` may set anything. */
  readonly next: (before: Made | null, body: Any, change?: Any) => Any
  readonly reserve: () => Any
  readonly cancel: Any
  readonly commit: Any
  readonly gap: (seq: number, hash: string | null) => Any
  readonly lastOf: (record: Made) => Any
  readonly opening: (epoch: number, last: Any | null, change?: Any) => Made
  /** Records behind `before`, one of each body. */
  readonly grow: (before: Made, bodies: readonly Any[]) => Made[]
}

/** Keys of till 03 for its three epochs, of another till, and of nobody. */
export async function createChainWriter(): Promise<ChainWriter> {
  const signer = async (word: string): Promise<Signer> => ({
    word,
    keyId: await keyThumbprint(publicKeyOf(keyFrom(word))),
  })
  const [first, second, third, other, stranger] = (await Promise.all(
    ['till 03, epoch 1', 'till 03, epoch 2', 'till 03, epoch 3', 'till 04, epoch 1', 'no key of anybody'].map(signer),
  )) as [Signer, Signer, Signer, Signer, Signer]
  const keyOf = ({ word, keyId }: Signer, till: string, epoch: number): ChainKey => ({
    keyId,
    key: publicKeyOf(keyFrom(word)),
    store,
    till,
    epoch,
  })
  const keys = [keyOf(first, '03', 1), keyOf(second, '03', 2), keyOf(third, '03', 3), keyOf(other, '04', 1)]
  const ofEpoch = [first, first, second, third]

  let minted = 0
  const mint = (): string => `0195670a-3f00-7000-8000-${(++minted).toString(16).padStart(12, '0')}`
  const write = (record: Any, by = ofEpoch[record['epoch'] as number]!, header: Any = {}): Made => {
    const part = (value: unknown): string => Buffer.from(canonicalJson(value)).toString('base64url')
    const signed = `${part({ alg: 'ES256', kid: by.keyId, typ: 'tradein-record', ...header })}.${part(record)}`
    return made(record, `${signed}.${signText(signed, keyFrom(by.word))}`)
  }
  const made = (record: Any, jws: string): Made => ({
    record,
    jws,
    hash: createHash('sha256').update(jws).digest('hex'),
  })
  const next = (before: Made | null, body: Any, change: Any = {}): Any => {
    const { epoch = 1, seq = -1 } = (before?.record ?? {}) as Partial<TillRecord>
    return {
      v: 1,
      id: mint(),
      store,
      till: '03',
      epoch,
      seq: seq + 1,
      prev: before?.hash ?? null,
      at: '2026-03-06T10:00:00+08:00',
      clock: { state: 'trusted', offsetMs: 0 },
      ...body,
      ...change,
    }
  }
  const reserve = (): Any => ({
    kind: 'reserve',
    orderId: `A-${minted}`,
    receipt: `03-${minted}`,
    cashier: null,
    setting: { region: '140100', channel: 'store' },
    basis: null,
    cart: { lines: [{ id: 'L1', item: { model: 'X' }, other: true }] },
    facts: noFacts,
    result: { lines: [], deduction: 'till', invoiceTotal: '0.00', subsidy: '0.00', payable: '0.00' },
    buyer: null,
    entitlement: null,
  })
  const refers = '0195670a-3f00-7000-8000-000000000002'
  const cancel = { kind: 'cancel', refers, reason: 'x' }
  const commit = { kind: 'commit', refers, payments: [] }
  const gap = (seq: number, hash: string | null): Any => ({ kind: 'gap', missing: { seq, hash }, reason: 'missing' })
  const lastOf = ({ record, hash }: Made): Any => ({ epoch: record['epoch'], seq: record['seq'], hash })
  const opening = (epoch: number, last: Any | null, change: Any = {}): Made =>
    write(next(null, { kind: 'epoch', last }, { epoch, ...change }))
  const grow = (before: Made, bodies: readonly Any[]): Made[] => {
    const chain: Made[] = []
    for (const body of bodies) chain.push(write(next(chain[chain.length - 1] ?? before, body)))
    return chain
  }

  return {
    keys,
    ofEpoch,
    first,
    second,
    other,
    stranger,
    mint,
    write,
    next,
    reserve,
    cancel,
    commit,
    gap,
    lastOf,
    opening,
    grow,
  }
}

export const without = (chain: readonly Made[], from: number, to: number = from): Made[] => [
  ...chain.slice(0, from),
  ...chain.slice(to + 1),
]
export const put = <T>(chain: readonly T[], at: number, each: T): T[] => [
  ...chain.slice(0, at),
  each,
  ...chain.slice(at + 1),
]
export const insert = <T>(chain: readonly T[], at: number, ...each: T[]): T[] => [
  ...chain.slice(0, at),
  ...each,
  ...chain.slice(at),
]

/** Edited, with the signature that it had. */
export const forged = (each: Made, change: Any): string => {
  const [header = '', , signature = ''] = each.jws.split('.')
  const body = Buffer.from(canonicalJson({ ...each.record, ...change })).toString('base64url')
  return `${header}.${body}.${signature}`
}
