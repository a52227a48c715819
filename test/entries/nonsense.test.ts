/** Every function that an entry exports, with every argument in turn replaced by what has no place there. */
import 'fake-indexeddb/auto'
import { beforeAll, expect, it } from 'vitest'
import { writeFilter } from '../../src/catalog/redeemed-filter-writer.ts'
import { writeSegment } from '../../src/catalog/segment-writer.ts'
import * as cart from '../../src/entries/cart.ts'
import * as receipt from '../../src/entries/receipt.ts'
import * as scan from '../../src/entries/scan.ts'
import * as verify from '../../src/entries/verify.ts'
import { signReceiptToken } from '../../src/receipt/token.ts'
import * as index from '../../src/index.ts'
import sample from '../../src/scheme/rule-sets/sample.json' with { type: 'json' }
import { simulatorAddresses } from '../../src/testing/simulation.ts'
import { complaint, mutationsOf, tell } from '../support/nonsense.ts'
import { quoteOne, rehearse } from '../till/till.ts'
import { airConditioner, brands } from '../verify/shop.ts'

/** Sound arguments of a call. */
interface Call {
  readonly args: readonly unknown[]
  /** Paths that are not looked into: what a browser or another call of the SDK made. */
  readonly spared?: readonly string[]
  /** The fault that sound arguments meet here, where there is no browser. */
  readonly fault?: 'FEATURE_MISSING'
}

type AnyCall = (...args: readonly unknown[]) => unknown
const entries: Readonly<Record<string, object>> = { index, verify, cart, receipt, scan }
/** Errors are made by the SDK, and anything may be asked whether it is one. */
const isCall = (name: string, value: unknown): boolean => typeof value === 'function' && name !== 'CheckoutError'

const elements = [{ ai: '01', value: '06901234567892' }]
const timers = { after: () => () => undefined }
const target = new EventTarget()
const video = { play: () => Promise.resolve() }
const setting = { at: '2026-03-06T10:00:00+08:00', region: '140100', channel: 'store' }
const facts = { freshness: 'fresh', clock: 'trusted', serials: {}, quotaUsed: {}, entitlement: null, offline: null }
const context = { release: null, setting, facts }
const item = { gtin: '6901234567892', price: '4999.00', serial: 'AB12345', grade: 1 }
const wedgeScan = { text: '9520123456788', faults: ['layout'], terminator: 'Enter' }
const scannerTest = { id: 'ean13', symbology: 'ean13', content: '9520123456788' }

const receiptFields = {
  scheme: 'sample',
  till: 1,
  epoch: 1,
  seq: 1,
  at: '2026-03-06T02:00:00Z',
  invoiceTotal: '4999.00',
  subsidy: '999.80',
  digest: '00112233445566778899aabbccddeeff',
}
const schemeFile = { v: 1, ruleSets: [sample] }

let calls: Readonly<Record<string, Call>>
beforeAll(async () => {
  const { checkout, simulation } = await rehearse()
  const quote = await quoteOne(checkout)
  const outcome = await checkout.reserve(quote, { orderId: 'A' })
  if (!('sale' in outcome)) throw new Error(outcome.status)
  const source = { sale: outcome.sale, store: 'S-1', till: '03', ruleSet: null, brandNames: { a: 'A' }, code: null }
  await checkout.close()
  const { options, clock, network } = simulation
  const { root } = options
  const { repository } = simulatorAddresses
  const shopOptions = {
    repository,
    root,
    region: '140100',
    channel: 'store',
    clock,
    timers: clock.timers,
    fetch: network.fetch,
  }
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' }
  const { privateKey, publicKey } = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const jwk = { ...(await crypto.subtle.exportKey('jwk', publicKey)), kid: '01' }
  const token = await signReceiptToken(receiptFields, { kid: '01', privateKey })
  const segment = writeSegment([airConditioner])
  const filter = writeFilter([{ gtin: '06901234567892', serial: 'A' }], { periods: 1 })
  const period = verify.readFilter(filter, 'redeemed/1.flt')
  const brandsFile = new TextEncoder().encode(JSON.stringify({ v: 1, brands }))
  calls = {
    createCheckout: { args: [options], spared: Object.keys(options).map((name) => `0.${name}`) },
    isCheckoutError: { args: [null] },
    chargeOf: { args: [quote] },
    verify: { args: [item, context] },
    verifyLine: { args: [item, ['AB12345', null], context] },
    serialKey: { args: ['06901234567892', 'AB12345'] },
    createCatalog: {
      args: [[verify.readSegment(segment, 'models/1.seg')], brands],
      spared: ['0.0'],
    },
    readSegment: { args: [segment, 'models/1.seg'] },
    readBrands: { args: [brandsFile] },
    joinFilters: { args: [[period], period], spared: ['0.0', '1.keys', '1.falsePositives'] },
    readFilter: { args: [filter, 'redeemed/1.flt'] },
    readSchemeFile: { args: [schemeFile] },
    ruleSetsAt: { args: [verify.readSchemeFile(schemeFile), setting] },
    createShop: { args: [shopOptions], spared: ['0.root', '0.clock.timers', '0.timers'] },
    priceDisplay: { args: [quote.lines[0]] },
    createReceipt: { args: [source, 'zh-CN'] },
    peekReceiptToken: { args: [token] },
    verifyReceiptToken: { args: [token, [{ kid: '01', publicKey }]] },
    importReceiptKeys: { args: [[jwk]] },
    tillKeyId: { args: ['NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs'] },
    readScan: { args: ['6901234567892', { origin: 'text', separator: '~', issuers: [{ prefix: 'SX' }] }] },
    readCodeCell: { args: ['6901234567892 / 6901234567892'] },
    checkDigit: { args: ['690123456789'] },
    expandUpcE: { args: ['01234565'] },
    hasCheckDigit: { args: ['6901234567892'] },
    normalizeGtin: { args: ['6901234567892'] },
    normalizeUpcE: { args: ['01234565'] },
    reservedUse: { args: ['06901234567892'] },
    checkSerial: { args: ['AB12345', { gtin: '6901234567892', imei: '490154203237518' }] },
    fitsSerialPattern: { args: ['AB12345', '^[A-Z0-9]{7}$'] },
    normalizeSerial: { args: ['ab 12345'] },
    isSafeSerialPattern: { args: ['^[A-Z]{4}$'] },
    isImei: { args: ['490154203237518'] },
    isCertificate: { args: ['2016010901123456'] },
    paymentChannel: { args: ['134567890123456789'] },
    recordNumberIn: { args: ['202106-27-11027226-462651443728322560'] },
    parseScanData: { args: [']C10106901234567892', { requisites: 'ignore', digitalLink: { aliases: 'accept' } }] },
    messageOf: {
      args: [{ ok: true, symbology: 'ean', form: 'gtin', text: '1', elements, addOn: null, linkProblem: null }],
    },
    formatElementString: { args: [elements, '^'] },
    parseElementString: { args: ['0106901234567892', { separator: '^', leading: 'optional' }] },
    formatBracketed: { args: [elements] },
    parseBracketed: { args: ['(01)06901234567892', { unknownAis: 'accept' }] },
    parseDigitalLink: { args: ['https://id.gs1.org/01/06901234567892', { aliases: 'accept' }] },
    formatDigitalLink: { args: [elements, 'https://example.com'] },
    formatScanData: { args: ['ean13', '6901234567892'] },
    checkAssociations: { args: [elements, { requisites: 'check' }] },
    symbologyOf: { args: [']C1'] },
    valueOf: { args: [elements, '01'] },
    attachWedge: {
      args: [
        target,
        { activeElement: null },
        { onScan: () => undefined, timers, prefix: 'a', limits: { minLength: 6 } },
      ],
    },
    diagnoseScanner: { args: [scannerTest, wedgeScan] },
    separatorOf: { args: [wedgeScan] },
    code128Bars: { args: ['AB'] },
    ean13Bars: { args: ['6901234567892'] },
    createCameraReader: {
      args: [{ wasmUrl: '/reader.wasm', engine: 'wasm' }],
      spared: ['0.engine'],
      fault: 'FEATURE_MISSING',
    },
    startCamera: {
      args: [
        video,
        { wasmUrl: '/reader.wasm', onScan: () => 1, onError: () => 1, timers, mediaDevices: null, intervalMs: 100 },
      ],
      fault: 'FEATURE_MISSING',
    },
  }
})

/** In the place of each argument, beside what {@link mutationsOf} puts there. */
const whole = [undefined, {}, [{}], new Uint8Array(3), 10n]
const codes = Object.keys(index.faults).filter((code) => code !== 'INTERNAL')

it.each(Object.keys(entries))('given to any function of %s, is answered or refused in words', async (entry) => {
  const complaints: string[] = []
  for (const [name, call] of Object.entries(entries[entry] ?? {}) as [string, AnyCall][]) {
    if (!isCall(name, call)) continue
    const row = calls[name]
    expect(row, `${name} needs sound arguments in this test`).toBeDefined()
    const { args, spared = [], fault } = row!
    expect(await complaint(() => call(...args), fault ? [fault] : []), name).toBe(fault ? null : 'taken')
    const wholly = args.flatMap((_, i) =>
      whole.map((value) => ({ path: String(i), args: args.with(i, value), told: tell(value) })),
    )
    for (const { path, args: given, told } of [...wholly, ...mutationsOf(args, spared)]) {
      const wrong = await complaint(() => call(...given), codes)
      if (wrong !== null && wrong !== 'taken') complaints.push(`${name} ${path} = ${told}: ${wrong}`)
    }
  }
  expect(complaints).toEqual([])
})

it('given to what an entry made, is refused in words', async () => {
  const segment = verify.readSegment(writeSegment([airConditioner]), 'models/1.seg')
  const catalog = verify.createCatalog([segment], brands)
  const filter = verify.joinFilters([verify.readFilter(writeFilter([], { periods: 1 }), 'redeemed/1.flt')], null)
  const drawn = receipt.createReceipt(calls.createReceipt!.args[0] as never, 'en')
  const texts: Readonly<Record<string, (text: never) => unknown>> = {
    byGtin: (text) => catalog.byGtin(text),
    byModel: (text) => catalog.byModel(text),
    nearModels: (text) => catalog.nearModels(text),
    brand: (text) => catalog.brand(text),
    brandByName: (text) => catalog.brandByName(text),
    brandByGtin: (text) => catalog.brandByGtin(text),
    serial: (text) => filter.has('06901234567892', text),
    redeemed: (text) => filter.has(text, 'A'),
  }
  const given = [...whole, null, 5, Symbol('s'), new Date(Number.NaN), Object.create(null)]
  for (const value of given as never[]) {
    for (const [name, call] of Object.entries(texts))
      expect(await complaint(() => call(value)), `${name} ${tell(value)}`).toBeNull()
    expect(await complaint(() => segment.listing(value)), `listing ${tell(value)}`).toBeNull()
  }
  for (const width of [null, 5, 'x', {}, Symbol('s')] as never[])
    expect(await complaint(() => drawn.bytes({ width })), tell(width)).toBeNull()
  for (const row of [-1, segment.count, 0.5]) expect(await complaint(() => segment.listing(row))).toBeNull()
  expect(await complaint(() => drawn.bytes(null as never))).toBeNull()
})

it('given to a lint, is refused in words', async () => {
  const given = [...whole, null, 5, Symbol('s')].map((value) => [value])
  for (const [name, lint] of Object.entries(scan.linters) as [string, AnyCall][])
    for (const args of given) expect(await complaint(() => lint(...args)), `${name} ${tell(args[0])}`).toBeNull()
})
