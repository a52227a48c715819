/** What must hold at every step of a history, and once all that can heal has healed. */
import { nextPlace } from '../../../src/record/chain.ts'
import { decodeRecord } from '../../../src/record/jws.ts'
import type { RecordRow, SaleRow } from '../../../src/outbox/database.ts'
import type { LedgerSale } from '../../../src/platform/ledger.ts'
import { freshOrder, orderOf, type Told } from './calls.ts'
import type { Broken } from './steps.ts'
import type { Device, Rows, World } from './world.ts'

const deliveries: ReadonlySet<string> = new Set(['pending', 'sending', 'answered', 'held'])

/** Cheap: it is asked at every step. */
export function brokenNow({ platform, devices }: World, told: Told): readonly string[] {
  const wrong: string[] = []
  const stored = new Map(platform.store.records().map((record) => [record.id, record]))
  if (platform.faults.length > 0) wrong.push(`the platform failed: ${String(platform.faults[0])}`)
  if (stored.size !== platform.store.records().length) wrong.push('a record is on the platform twice')
  for (const device of devices) {
    const { records } = device.rows()
    for (const { id, kind, seq, delivery, hash } of records) {
      const name = `${kind} ${device.till}.${seq}`
      if (!deliveries.has(delivery)) wrong.push(`${name} is ${delivery}`)
      if (delivery === 'answered' && stored.get(id)?.hash !== hash)
        wrong.push(`${name} is called answered and is not on the platform`)
    }
    for (const { sale, kind } of told.acknowledged.filter((each) => each.device === device)) {
      const count = records.filter((record) => record.kind === kind && record.sale === sale).length
      if (count !== 1) wrong.push(`a ${kind} was acknowledged and is there ${count} times`)
    }
  }
  return [...wrong, ...grantedTwice(platform.store.sales())]
}

/** No serial is paid for twice, no quota exceeded, no cancelled sale paid. */
function grantedTwice(sales: readonly LedgerSale[]): string[] {
  const wrong: string[] = []
  const serials = new Map<string, string>()
  const quotas = new Map<string, number>()
  for (const { id, state, standing, units, quotas: taken } of sales) {
    if (standing !== 'confirmed' || state !== 'committed') continue
    for (const { serial, returned } of units) {
      if (serial === null || returned !== null) continue
      if (serials.has(serial)) wrong.push(`serial ${serial} is paid for by two sales`)
      serials.set(serial, id)
    }
    for (const { key, units: count, limit } of taken) {
      const total = (quotas.get(key) ?? 0) + count
      if (total > limit && units.every(({ returned }) => returned === null))
        wrong.push(`a quota of ${limit} is used ${total} times`)
      quotas.set(key, total)
    }
  }
  return wrong
}

/** Whether nothing moves any more but what never will. @param andAgreed whether both sides must agree on each sale, too */
export function isAtRest(world: World, broken: Broken | null, andAgreed = false): boolean {
  return world.devices.every((device) => {
    const rows = device.rows()
    const isSent = rows.records.every(
      (row) => row.delivery === 'answered' || isHeldForGood(row) || (broken !== null && row.jws === world.poisoned),
    )
    return isSent && (!andAgreed || disagreements(world, device, rows, broken).length === 0)
  })
}

/** What is held for another cause is sent again by itself. */
function isHeldForGood({ delivery, final, code }: RecordRow): boolean {
  return delivery === 'held' && (final === true || code === 'record_conflict')
}

export function brokenAfterwards(world: World, told: Told, broken: Broken | null): readonly string[] {
  return [
    ...(broken ? notSoldOn(world, told) : []),
    ...world.devices.flatMap((device) => brokenOn(world, device, told, broken)),
    ...paidTwice(world, told),
  ]
}

function brokenOn(world: World, device: Device, told: Told, broken: Broken | null): string[] {
  const { platform, poisoned } = world
  const wrong: string[] = []
  const rows = device.rows()
  const { records, sales, tasks } = rows
  const stored = new Map(platform.store.records().map((record) => [record.id, record]))
  const isForked = tasks.some(({ kind }) => kind === 'chain_forked')
  const isPoisoned = (jws: string): boolean => broken !== null && jws === poisoned
  for (const { id, kind, seq, delivery, jws, sale } of records) {
    const name = `${kind} ${device.till}.${seq}`
    if (isPoisoned(jws)) continue
    if (delivery === 'pending' || delivery === 'sending') wrong.push(`${name} was never sent`)
    if (!stored.has(id) && delivery !== 'held') wrong.push(`${name} is neither on the platform nor held`)
    const isTold =
      isForked ||
      tasks.some((task) => /^record_(held|stranded)$/.test(task.kind) && (task.sale === sale || task.id.endsWith(id)))
    if (delivery === 'held' && !isTold) wrong.push(`${name} is held and nobody is told`)
    if (delivery === 'held' && !isForked) wrong.push(`${name} is held for good`)
  }
  for (const [i, { jws, epoch, seq }] of records.entries()) {
    const before = records[i - 1]
    const head = before?.epoch === epoch ? before : { epoch, seq: -1, hash: null }
    const next = nextPlace(head)
    if (seq !== next.seq || decodeRecord(jws).prev !== next.prev) wrong.push(`the chain is broken at ${epoch}.${seq}`)
  }
  const orders = sales.filter(({ fetched }) => !fetched).map(({ orderId }) => orderId)
  if (new Set(orders).size !== orders.length) wrong.push('an order became two sales')
  for (const { order, kind, unasked } of told.failed.filter((each) => each.device === device)) {
    if (unasked !== null) wrong.push(`a ${kind} of ${order} was not saved, though the storage works: ${unasked}`)
    const row = sales.find(({ orderId }) => orderId === order)
    const isThere = row && records.some((record) => record.kind === kind && record.sale === row.id)
    const isKnown =
      told.acknowledged.some((each) => each.sale === row?.id && each.kind === kind) ||
      [...told.underWay].some((call) => call.device === device && call.order === order)
    if (isThere && !isKnown) wrong.push(`a ${kind} of ${order} was said not to be saved, and is there`)
  }
  // A profile whose copy has gone on learns of that when it next sells.
  const isAlone = world.devices.filter(({ till }) => till === device.till).length === 1
  if (!isForked && isAlone) wrong.push(...disagreements(world, device, rows, broken))
  return wrong
}

/** Tills that no longer sell, or whose last sale the platform has not. */
function notSoldOn({ platform, devices }: World, { acknowledged }: Told): string[] {
  return devices.flatMap((device, i) => {
    const sale = device.rows().sales.find(({ orderId }) => orderId === orderOf(freshOrder + i))
    const isSold = sale && acknowledged.some((each) => each.sale === sale.id)
    if (!isSold) return device.isClockDoubted ? [] : [`${device.till} sells no more`]
    const isThere = platform.store.records().some((record) => record.sale === sale.id && record.kind === 'commit')
    return isThere ? [] : [`the platform never hears of what ${device.till} goes on to sell`]
  })
}

/** Sales that stand otherwise here than on the platform, and refusals that nobody is told of. */
function disagreements(
  { platform, poisoned }: World,
  { till }: Device,
  { sales, tasks, records }: Rows,
  broken: Broken | null,
): string[] {
  const wrong: string[] = []
  const theirs = new Map(platform.store.sales().map((sale) => [sale.id, sale]))
  const stands = (row: SaleRow): string => `${row.orderId} of ${till} stands ${row.standing}, ${row.state}`
  // Late decisions are never heard where that address is dead, and what stands behind a poison record waits until it is closed.
  const isDeaf = broken?.kind === 'address' && broken.address === 'v1/answers'
  const at = records.findIndex(({ jws }) => broken !== null && jws === poisoned)
  const isClosed = records[at]?.closed === true
  for (const row of sales) {
    const there = theirs.get(row.id)
    const isBehind = at >= 0 && records.some((record, i) => (isClosed ? i === at : i >= at) && record.sale === row.id)
    if (!there || row.fetched || isDeaf || isBehind) continue
    if (there.standing !== row.standing || there.state !== row.state)
      wrong.push(`${stands(row)} here and ${there.standing}, ${there.state} there`)
    const isPaid = row.state === 'committed'
    const isTold = tasks.some(({ kind, sale }) => kind === 'refused_after_sale' && sale === row.id)
    if (isPaid && row.standing === 'refused' && !isTold) wrong.push(`${stands(row)} and nobody is told`)
  }
  return wrong
}

/** A unit's money is handed back once; where it was handed out twice without a line, somebody is told. */
function paidTwice({ devices }: World, { payouts }: Told): string[] {
  const wrong: string[] = []
  for (const sale of new Set(payouts.map((payout) => payout.sale))) {
    const all = payouts.filter((payout) => payout.sale === sale && payout.units.length > 0)
    if (all.length < 2) continue
    const isTold = devices.some((device) =>
      device.rows().tasks.some(({ kind, sale: of }) => kind === 'refunded_twice' && of === sale),
    )
    if (all.every(({ status }) => status === 'confirmed')) wrong.push('a refund was confirmed twice')
    else if (!isTold) wrong.push('a refund was handed out twice and nobody is told')
  }
  return wrong
}
