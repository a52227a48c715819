import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Checkout } from '../../src/client.ts'
import { person } from '../support/buyers.ts'
import { complaint, givingOut, mutationsOf, refusals } from '../support/nonsense.ts'
import { pay, quoteOne, rehearse, type Rehearsal } from './till.ts'

/** Arguments that a call takes. */
interface Call {
  readonly args: readonly unknown[]
  /** Paths that this call does not look at, or takes anything in. */
  readonly spared?: readonly string[]
}

let rehearsal: Rehearsal
let checkout: Checkout
let calls: Readonly<Record<string, Call>>

beforeAll(async () => {
  rehearsal = await rehearse()
  checkout = rehearsal.checkout
  const quote = await quoteOne(checkout)
  const { buyer, cart } = quote
  const item = cart.lines[0]?.item
  const line = { ...cart.lines[0], quantity: 1, discount: '1.00', other: false }
  const seen = { cart, buyer, basis: { ruleSet: quote.basis?.ruleSet }, lines: [] }
  const shown = { ...quote, ...seen }
  calls = {
    on: { args: ['change', () => undefined] },
    scan: { args: ['6901234567892', { origin: 'text' }] },
    search: { args: ['KFR', 5] },
    listings: { args: [item] },
    brandName: { args: ['haier'] },
    verify: {
      args: [{ ...item, grade: 1, model: 'M', brand: 'b', problem: 'barcode_garbled' }],
    },
    buyer: { args: [{ ...person, entitlement: 'code' }] },
    quote: { args: [{ buyer, lines: [line], orderDiscount: '1.00' }] },
    reserve: { args: [shown, { orderId: 'A', cashier: 'c' }], spared: unread(quote) },
    sell: { args: [shown, { orderId: 'A', ...pay(quote) }], spared: unread(quote) },
    commit: { args: ['no-sale', pay(quote)] },
    cancel: { args: ['no-sale', 'reason'] },
    refund: { args: ['no-sale', [{ line: 'L1', unit: 0 }]] },
    fulfil: {
      args: ['no-sale', { units: [{ line: 'L1', unit: 0, serial: 'S1' }], evidence: { photo: 'p' } }],
    },
    receipt: { args: ['no-sale', 'zh-CN'] },
    invoice: { args: ['no-sale'] },
    settle: { args: ['no-task', 'note'] },
    'sales.find': { args: [{ id: 'i', orderId: 'o', receipt: 'r', serial: 's' }] },
    'sales.recent': { args: [5] },
    day: { args: ['2026-03-06'] },
    enrol: { args: ['code'] },
    ready: { args: [] },
    tasks: { args: [] },
    sync: { args: [] },
    refresh: { args: [] },
    close: { args: [] },
    'outbox.export': { args: [] },
    'outbox.import': { args: [new Uint8Array(0), { onProgress() {} }] },
    'outbox.resend': { args: [] },
  }
})
afterAll(() => checkout.close())

/** Of a quote only the cart, the buyer and the terms are read; all else is worked out again. */
function unread(quote: object): string[] {
  const read = ['cart', 'buyer', 'basis', 'deduction', 'region', 'channel', 'invoiceTotal', 'lines']
  return Object.keys(quote).flatMap((name) => (read.includes(name) ? [] : [`0.${name}`]))
}

type AnyCall = (...args: readonly unknown[]) => unknown
/** Every call of the client by its name: `sales.find`. */
function functionsOf(client: object, prefix = ''): Map<string, AnyCall> {
  const all = Object.entries(client).flatMap(([name, value]: [string, unknown]): (readonly [string, AnyCall])[] => {
    if (typeof value === 'function') return [[prefix + name, value as AnyCall]]
    const isGroup = ['sales', 'outbox'].includes(name)
    return isGroup ? [...functionsOf(value as object, `${name}.`)] : []
  })
  return new Map(all)
}

/** Where nothing stands as well as something. */
const nullable = new Set(['buyer', 'entitlement', 'reference', 'basis', 'ruleSet'])

describe('nonsense', () => {
  it('has a case for every call of the client', () => {
    expect(Object.keys(calls).sort()).toEqual([...functionsOf(checkout).keys()].sort())
  })

  it('is refused by name and in words, whichever call it is given to and wherever in it', async () => {
    const complaints: string[] = []
    for (const [name, call] of functionsOf(checkout)) {
      const { args, spared = [] } = calls[name] ?? { args: [] }
      for (const { path, args: given, told, mayPass } of mutationsOf(args, spared)) {
        // A scanner that runs wild is no mistake of the host's.
        if (name === 'scan' && told === '10 MB') continue
        if (told === 'null' && nullable.has(path.slice(path.lastIndexOf('.') + 1))) continue
        const wrong = await complaint(() => call(...given), [...refusals, ...(mayPass ? ['SALE_UNKNOWN'] : [])])
        if (wrong !== null && !(mayPass && wrong === 'taken')) complaints.push(`${name} ${path} = ${told}: ${wrong}`)
      }
    }
    expect(complaints).toEqual([])
  })

  it('is refused whenever a host’s object gives out: what was looked at once is not asked again', async () => {
    const complaints: string[] = []
    for (const [name, call] of functionsOf(checkout)) {
      const { args } = calls[name] ?? { args: [] }
      const readings = { left: 0 }
      for (let n = 0; args.length > 0 && (n === 0 || readings.left <= 0); n++) {
        readings.left = n
        const wrong = await complaint(() => call(...args.map((arg) => givingOut(arg, readings))))
        const isHostsFault = wrong === null || wrong === 'taken' || /^(SALE_UNKNOWN|SALE_STATE)/.test(wrong)
        if (!isHostsFault) complaints.push(`${name} at reading ${n}: ${wrong}`)
      }
    }
    expect(complaints).toEqual([])
  })

  it('in a form that is cleared at once seals who stood in it', async () => {
    const form = { ...person }
    const captured = checkout.buyer(form)
    Object.assign(form, { name: '', phone: '', idNumber: '' })
    await expect(captured).resolves.toHaveProperty('tag')
  })

  it('in a cart has words that name the member', () => {
    const cases = [null, { lines: [{ id: 'a', item: { price: 5 } }] }, { lines: [{ id: 'a', item: {}, colour: 1 }] }]
    for (const cart of cases) expect(() => checkout.quote(cart as never)).toThrow(/^(input|lines\.0\.\S+) must be /)
  })

  it('of one million opened brackets is no more than a scan that cannot be read', () => {
    expect(checkout.scan('['.repeat(1_000_000))).toMatchObject({ problem: 'barcode_unreadable' })
  })
})
