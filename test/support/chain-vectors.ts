/**
 * Makes `test/data/chain/vectors.json`: chains of a till's records, whole ones and such that somebody tampered with, each with what a
 * verifier must say of it. What is expected is written down here beside the deed; it is not taken from the verifier.
 * The same each time: keys come from words, signatures from RFC 6979.
 */
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { ChainBounds, ChainFault, ChainFinding, ChainKey } from '../../src/record/check-chain.ts'
import { createChainWriter, forged, insert, put, without, type Any, type Made } from './chain-writer.ts'

export interface ChainVector {
  readonly name: string
  readonly bounds?: ChainBounds
  /** Of the file's `records`, by number. */
  readonly list: readonly number[]
  /** Nothing where the chain is whole. */
  readonly expect: readonly ChainFinding[]
}
export interface ChainVectorFile {
  readonly keys: readonly ChainKey[]
  /** Compact JWS, each once. */
  readonly records: readonly string[]
  readonly vectors: readonly ChainVector[]
}

export async function makeChainVectors(): Promise<ChainVectorFile> {
  const {
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
  } = await createChainWriter()

  const start = opening(1, null)
  const early = [start, ...grow(start, [reserve(), commit, reserve(), cancel])]
  const again = opening(2, lastOf(early[4]!))
  const late = [again, ...grow(again, [reserve(), commit, cancel])]
  const whole = [...early, ...late]
  const head = { epoch: 2, seq: 3, hash: whole[8]!.hash }
  const headOf = (chain: readonly Made[]): ChainBounds => {
    const { record, hash } = chain[chain.length - 1]!
    return { head: { epoch: Number(record['epoch']), seq: Number(record['seq']), hash } }
  }
  // The record at seq 3 was lost, and a gap record closes its place.
  const upToGap = early.slice(0, 3)
  const lost = early[3]!
  const behindLost = write(next(lost, commit))
  const closed = (hash: string | null): Made[] => {
    const closing = write(next(behindLost, gap(3, hash)))
    return [...upToGap, behindLost, closing, write(next(closing, cancel))]
  }

  const pool = new Map<string, number>()
  const vectors: ChainVector[] = []
  const vector = (
    name: string,
    list: readonly (Made | string)[],
    expect: readonly (readonly [index: number, code: ChainFault])[],
    bounds?: ChainBounds,
  ): void => {
    const numbers = list.map((each) => {
      const jws = typeof each === 'string' ? each : each.jws
      if (!pool.has(jws)) pool.set(jws, pool.size)
      return pool.get(jws)!
    })
    const found = expect.map(([index, code]) => ({ index, code }))
    vectors.push({ name, ...(bounds && { bounds }), list: numbers, expect: found })
  }
  // Whole chains.
  vector('no record at all', [], [])
  vector('two epochs', whole, [], { head })
  vector('one epoch', early, [], headOf(early))
  for (const from of [1, 3, 5, 6])
    vector(`what is left from ${from} on, past retention`, whole.slice(from), [], { isPartial: true })
  vector(
    'in the order of arrival',
    [8, 2, 0, 5, 1, 7, 3, 6, 4].map((i) => whole[i]!),
    [],
    { isUnordered: true },
  )
  vector('a lost place, closed without its hash', closed(null), [])
  vector('a lost place, closed with its hash', closed(lost.hash), [])
  const refusedHere = closed(lost.hash)
  vector('a place closed whose record the platform refused', insert(refusedHere, 3, lost), [])
  const skipped = opening(3, lastOf(early[4]!))
  vector('an epoch in which nothing was written', [...early, skipped, ...grow(skipped, [reserve()])], [])

  // Deletion.
  for (let i = 0; i < 9; i++) vector(`record ${i} is deleted`, without(whole, i), [[i, 'record_missing']], { head })
  for (const [from, to] of [
    [1, 2],
    [1, 3],
    [2, 4],
    [3, 6],
    [6, 7],
    [0, 2],
  ] as const) {
    vector(`records ${from} to ${to} are deleted`, without(whole, from, to), [[from, 'record_missing']], { head })
  }
  vector('the last two are deleted', whole.slice(0, 7), [[7, 'record_missing']], { head })
  vector('a whole epoch is deleted at the end', early, [[5, 'record_missing']], { head })
  vector('the first epoch is deleted', late, [[0, 'record_missing']], { head })
  vector('all is deleted', [], [[0, 'record_missing']], { head })
  vector('a record is deleted from what is left', without(whole.slice(2), 2), [[2, 'record_missing']], {
    isPartial: true,
  })
  vector('a record is deleted from a list without order', without([...whole].reverse(), 3), [[2, 'record_missing']], {
    isUnordered: true,
  })

  // Another order.
  for (let i = 0; i < 8; i++)
    vector(`records ${i} and ${i + 1} change places`, put(put(whole, i, whole[i + 1]!), i + 1, whole[i]!), [
      [i + 1, 'record_out_of_order'],
    ])
  vector('the first goes to the end', [...whole.slice(1), whole[0]!], [[8, 'record_out_of_order']])
  vector('the last goes to the front', [whole[8]!, ...whole.slice(0, 8)], [[1, 'record_out_of_order']])
  vector('the epochs change places', [...late, ...early], [[4, 'record_out_of_order']])
  vector('record 2 goes behind record 6', insert(without(whole, 2), 6, whole[2]!), [[6, 'record_out_of_order']])

  // Edited, and not signed again.
  const edits: readonly [index: number, what: string, change: Any][] = [
    [0, 'at', { at: '2026-03-06T09:00:00+08:00' }],
    [0, 'last', { last: { epoch: 0, seq: 4, hash: lost.hash } }],
    [1, 'orderId', { orderId: 'A-999' }],
    [1, 'cashier', { cashier: '王芳' }],
    [1, 'result.subsidy', { result: { ...(whole[1]!.record['result'] as Any), subsidy: '2000.00' } }],
    [1, 'cart', { cart: { lines: [{ id: 'L1', item: { model: 'Y' }, other: true }] } }],
    [1, 'setting.region', { setting: { region: '140200', channel: 'store' } }],
    [2, 'payments', { payments: [{ method: 'cash', amount: '1.00', reference: null }] }],
    [2, 'note', { note: 'x' }],
    [3, 'id', { id: mint() }],
    [3, 'prev', { prev: whole[1]!.hash }],
    [4, 'reason', { reason: 'y' }],
    [4, 'refers', { refers: mint() }],
    [4, 'seq', { seq: 5 }],
    [5, 'last.seq', { last: { ...(whole[5]!.record['last'] as Any), seq: 3 } }],
    [6, 'clock', { clock: { state: 'untrusted', offsetMs: 0 } }],
    [6, 'epoch', { epoch: 1 }],
    [7, 'kind', { ...cancel, payments: undefined }],
    [8, 'till', { till: '04' }],
    [8, 'store', { store: 'TY-0002' }],
  ]
  for (const [i, what, change] of edits)
    vector(`${what} of record ${i} is edited`, put<Made | string>(whole, i, forged(whole[i]!, change)), [
      [i, 'signature_wrong'],
    ])

  // Edited, and signed again with the till's own key.
  for (let i = 0; i < 8; i++) {
    const signed = write({ ...whole[i]!.record, at: '2026-03-06T09:00:00+08:00' })
    vector(`record ${i} is edited and signed again`, put(whole, i, signed), [
      [i + 1, i === 4 ? 'epoch_unlinked' : 'prev_differs'],
    ])
  }
  vector(
    'the last is edited and signed again',
    put(whole, 8, write({ ...whole[8]!.record, reason: 'y' })),
    [[8, 'head_differs']],
    { head },
  )
  vector(
    'record 3 is edited, signed again, and put beside the first',
    insert(whole, 4, write({ ...lost.record, cashier: 'x' })),
    [
      [4, 'id_repeated'],
      [4, 'chain_forked'],
    ],
  )

  // Signed by others.
  for (const i of [0, 1, 4, 5, 8]) {
    const { record } = whole[i]!
    const under = ofEpoch[record['epoch'] as number]!
    vector(`record ${i} is signed by a key that nobody knows`, put(whole, i, write(record, stranger)), [
      [i, 'key_unknown'],
    ])
    vector(
      `record ${i} is signed by another key in the till's name`,
      put(whole, i, write(record, { ...stranger, keyId: under.keyId })),
      [[i, 'signature_wrong']],
    )
    vector(`record ${i} is signed by another till's key`, put(whole, i, write(record, other)), [[i, 'key_other']])
  }
  vector('record 6 is signed by the key of the epoch before', put(whole, 6, write(whole[6]!.record, first)), [
    [6, 'key_other'],
  ])
  vector('record 2 is signed by the key of a later epoch', put(whole, 2, write(whole[2]!.record, second)), [
    [2, 'key_other'],
  ])
  const strangers = write(next(null, { kind: 'epoch', last: null }, { till: '04' }), other)
  for (const i of [1, 5, 9])
    vector(`another till's record stands at ${i}`, insert(whole, i, strangers), [[i, 'till_other']])

  // Two chains of one till: a clone, or storage that was put back and sold on in the same epoch.
  for (let i = 0; i < 8; i++) {
    if (i === 4) continue
    const branch = grow(whole[i]!, [cancel, commit])
    const end = i < 4 ? 5 : 9
    vector(`a clone goes on behind record ${i}`, insert(whole, end, ...branch), [
      [end, 'chain_forked'],
      // It went further than the end that the till named as it was enrolled anew.
      ...(i === 3 ? ([[7, 'epoch_restored']] as const) : []),
    ])
  }
  vector('a clone opens the epoch a second time', [...whole, opening(2, lastOf(early[4]!))], [[9, 'chain_forked']])
  vector(
    'two clones go on behind record 6',
    [...whole, ...grow(whole[6]!, [cancel]), ...grow(whole[6]!, [commit])],
    [
      [9, 'chain_forked'],
      [10, 'chain_forked'],
    ],
  )

  // Storage that was put back or lost, and the till enrolled anew.
  for (const known of [0, 1, 2, 3]) {
    const restored = opening(2, lastOf(early[known]!))
    vector(
      `enrolled anew after ${4 - known} records were forgotten`,
      [...early, restored, ...grow(restored, [reserve()])],
      [[5, 'epoch_restored']],
    )
  }
  const blank = opening(2, null)
  vector('enrolled anew after all was lost', [...early, blank, ...grow(blank, [reserve()])], [[5, 'epoch_restored']])
  vector('a whole epoch was forgotten', [...whole, opening(3, lastOf(early[4]!))], [[9, 'epoch_restored']])

  // Epochs that start wrongly.
  const otherEnd = opening(2, { epoch: 1, seq: 4, hash: lost.hash })
  vector('the epoch names another end of the one before', [...early, otherEnd], [[5, 'epoch_unlinked']])
  vector(
    'the epoch names itself',
    [...early, opening(2, { epoch: 2, seq: 4, hash: lost.hash })],
    [[5, 'epoch_unlinked']],
  )
  vector(
    'the epoch names a later one',
    [...early, opening(2, { epoch: 3, seq: 0, hash: lost.hash })],
    [[5, 'epoch_unlinked']],
  )
  vector(
    'the epoch names more than there was',
    [...early, opening(2, { epoch: 1, seq: 6, hash: lost.hash })],
    [[5, 'record_missing']],
  )
  vector('the epoch begins with a sale', [...early, write(next(null, reserve(), { epoch: 2 }))], [[5, 'place_wrong']])
  vector(
    'the epoch begins behind another record',
    [...early, opening(2, lastOf(early[4]!), { prev: early[4]!.hash })],
    [[5, 'place_wrong']],
  )
  vector(
    'an epoch opens within a chain',
    [...early, write(next(early[4]!, { kind: 'epoch', last: null }))],
    [[5, 'place_wrong']],
  )
  vector('a record follows none', [...early, write(next(early[4]!, cancel, { prev: null }))], [[5, 'place_wrong']])
  vector(
    'the first of all names one before it',
    [opening(1, { epoch: 0, seq: 7, hash: lost.hash })],
    [[0, 'record_missing']],
  )

  // Links.
  for (const i of [1, 2, 3, 6, 7]) {
    const wrong = write({ ...whole[i]!.record, prev: whole[8]!.hash })
    vector(`record ${i} follows from another`, [...whole.slice(0, i), wrong], [[i, 'prev_differs']])
  }
  const jumped = write(next(early[2]!, cancel, { seq: 7 }))
  vector('places are skipped', [...early.slice(0, 3), jumped], [[3, 'record_missing']])

  // Gap records.
  const closing = closed(null)
  vector('a lost place without its gap record', without(closing, 4), [
    [3, 'record_missing'],
    [4, 'record_missing'],
  ])
  vector('the gap record names another hash', closed(whole[8]!.hash), [[4, 'gap_differs']])
  vector(
    'the gap record closes its own place',
    [...early, write(next(early[4]!, gap(5, null)))],
    [[5, 'gap_misplaced']],
  )
  vector(
    'the gap record closes a later place',
    [...early, write(next(early[4]!, gap(9, null)))],
    [[5, 'gap_misplaced']],
  )
  for (const seq of [0, 1, 2, 3, 4])
    vector(
      `the gap record calls record ${seq} lost, which is here`,
      [...early, write(next(early[4]!, gap(seq, null)))],
      [[5, 'gap_unfounded']],
    )
  vector(
    'the gap record closes a place that holds another record',
    [...early, write(next(early[4]!, gap(2, lost.hash)))],
    [[5, 'gap_differs']],
  )
  // The record at seq 3 or 4 of the first epoch was lost; the next epoch closes its place.
  const later = (lacking: readonly Made[], seq: number, hash: string | null, epoch = 1): Made[] => {
    const opened = opening(2, lastOf(early[4]!))
    return [...lacking, opened, write(next(opened, { ...gap(seq, hash), missing: { epoch, seq, hash } }))]
  }
  vector('a place of an earlier epoch is closed', later(without(early, 3), 3, lost.hash), [])
  vector('the last place of an earlier epoch is closed', later(without(early, 4), 4, null), [])
  vector('an earlier epoch’s lost place without its gap record', later(without(early, 3), 3, null).slice(0, 5), [
    [3, 'record_missing'],
  ])
  vector('a place of an earlier epoch is called lost, which is here', later(early, 3, null), [[6, 'gap_unfounded']])
  vector('a place of an earlier epoch is closed that holds another', later(early, 2, lost.hash), [[6, 'gap_differs']])
  vector('a place of a later epoch is closed', later(early, 1, null, 3), [[6, 'gap_misplaced']])
  const twice = write(next(closing[5]!, gap(3, null)))
  vector('a place is closed twice', [...closing, twice], [[6, 'gap_repeated']])
  const beside = write(next(behindLost, gap(2, null)))
  vector(
    'the gap record closes the place beside the lost one',
    [...upToGap, behindLost, beside],
    [
      [3, 'record_missing'],
      [4, 'gap_unfounded'],
    ],
  )
  const follows = closed(lost.hash)
  vector(
    'a second record follows a closed place',
    [...follows, write({ ...behindLost.record, id: mint() })],
    [[6, 'chain_forked']],
  )

  // Said twice.
  for (const i of [0, 3, 8]) vector(`record ${i} is there twice`, [...whole, whole[i]!], [[9, 'record_repeated']])
  const reused = write(next(whole[8]!, cancel, { id: whole[1]!.record['id'] }))
  vector('an id is used again', [...whole, reused], [[9, 'id_repeated']])

  // No records.
  const [header = '', body = '', signature = ''] = whole[2]!.jws.split('.')
  const spaced = Buffer.from(JSON.stringify(whole[2]!.record, null, 1)).toString('base64url')
  const spoilt: readonly [string, string][] = [
    ['cut off', whole[2]!.jws.slice(0, 90)],
    ['without its signature', `${header}.${body}.`],
    ['with a fourth part', `${whole[2]!.jws}.x`],
    ['not written in canonical form', `${header}.${spaced}.${signature}`],
    ['padded', `${header}.${body}=.${signature}`],
    ['empty', ''],
    ['a page of HTML', '<!doctype html><title>Log in</title>'],
    ['of another type', write(whole[2]!.record, first, { typ: 'tradein-answers' }).jws],
    ['of another algorithm', write(whole[2]!.record, first, { alg: 'none' }).jws],
    ['with more in its header', write(whole[2]!.record, first, { jku: 'https://attacker.test/' }).jws],
    ['with a field that is none', write({ ...whole[2]!.record, extra: 1 }).jws],
    ['without a field', write({ ...whole[2]!.record, payments: undefined }).jws],
    ['of a version that is none', write({ ...whole[2]!.record, v: 2 }).jws],
  ]
  for (const [what, jws] of spoilt)
    vector(`record 2 is ${what}`, put<Made | string>(whole, 2, jws), [[2, 'record_unreadable']])
  vector('two records side by side are unreadable', put(put<Made | string>(whole, 2, 'x'), 3, 'y'), [
    [2, 'record_unreadable'],
    [3, 'record_unreadable'],
  ])
  vector('one is unreadable and another deleted', put<Made | string>(without(whole, 2), 3, 'x'), [
    [2, 'record_missing'],
    [3, 'record_unreadable'],
  ])
  vector(
    'one is edited and another deleted beside it',
    put<Made | string>(without(whole, 3), 2, forged(whole[2]!, { note: 'x' })),
    [
      [2, 'signature_wrong'],
      [3, 'record_missing'],
    ],
  )

  return { keys, records: [...pool.keys()], vectors }
}

/** The text of the file: a line a record and a vector. */
export function chainVectorText({ keys, records, vectors }: ChainVectorFile): string {
  const lines = (values: readonly unknown[]): string =>
    `[\n${values.map((each) => JSON.stringify(each)).join(',\n')}\n]`
  return `{"keys":${lines(keys)},\n"records":${lines(records)},\n"vectors":${lines(vectors)}}\n`
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  writeFileSync(new URL('../data/chain/vectors.json', import.meta.url), chainVectorText(await makeChainVectors()))
