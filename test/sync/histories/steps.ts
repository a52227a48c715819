/** What can happen in a history, and in what measure. */
import fc from 'fast-check'
import type { NetworkFault } from '../../../src/testing/network.ts'
import type { FaultKind } from '../../support/failing-database.ts'

export type Act = 'reserve' | 'sell' | 'commit' | 'cancel' | 'refund' | 'refund_elsewhere'

/** `turns`: of the event loop before the next step; a hundred stands for as many as it takes to come to rest. */
export type Step = { readonly turns: number } & (
  | { readonly kind: 'act'; readonly act: Act; readonly device: number; readonly tab: number; readonly order: number }
  | { readonly kind: 'line'; readonly up: boolean }
  /** `forMs` 0: `times` requests; else all within that time. */
  | {
      readonly kind: 'net'
      readonly fault: NetworkFault
      readonly address: Address
      readonly times: number
      readonly forMs: number
    }
  /** The platform itself refuses, with a typed code. */
  | { readonly kind: 'refusal'; readonly code: Refusal; readonly times: number }
  | {
      readonly kind: 'storage'
      readonly fault: FaultKind
      readonly at: number
      readonly lasts: boolean
      readonly device: number
      readonly tab: number
    }
  | { readonly kind: 'storage_mended'; readonly device: number }
  | { readonly kind: 'pass'; readonly ms: number }
  | { readonly kind: 'open' | 'close' | 'crash' | 'freeze' | 'thaw'; readonly device: number; readonly tab: number }
  /** It dies at its n-th next transaction. */
  | {
      readonly kind: 'crash_at'
      readonly device: number
      readonly tab: number
      readonly transaction: number
      readonly when: 'before' | 'after'
    }
  | { readonly kind: 'clock'; readonly device: number; readonly byMs: number }
  | { readonly kind: 'clone'; readonly device: number }
  | { readonly kind: 'enrol'; readonly device: number; readonly tab: number }
  /** A person at the platform decides on a sale. */
  | { readonly kind: 'settle'; readonly standing: 'confirmed' | 'refused'; readonly sale: number }
)

export type Address = 'v1/records' | 'v1/answers' | 'v1/tills/head' | 'v1/sales/find' | 'v1/'

/** Typed refusals that pass. */
export const refusals = [
  'too_many',
  'internal',
  'request_expired',
  'till_revoked',
  'till_unknown',
  'signature_invalid',
] as const
export type Refusal = (typeof refusals)[number]

export const wireFaults = ['refused', 'answer_lost', 'duplicated', 'hanging', 'garbled', 'truncated'] as const
export const slowFaults = ['delayed', 'late'] as const
export const storageFaults: readonly FaultKind[] = [
  'QuotaExceededError',
  'UnknownError',
  'AbortError',
  'InvalidStateError',
  'connection_closed',
  'answer_lost',
]
export const poisonAnswers = [400, 403, 405, 451, 500, 'html', 'nothing'] as const
export const finalRefusals = ['record_invalid', 'too_large'] as const
export const deadAddresses = ['v1/answers', 'v1/tills/head'] as const

const minute = 60_000
export const devices = 2
const device = fc.nat(devices - 1)
const tab = fc.nat(4)
/** Three buyers have them between them, and some have one serial at both tills. */
const order = fc.nat(4)
const turns = fc.oneof({ weight: 2, arbitrary: fc.nat(60) }, { weight: 1, arbitrary: fc.constant(100) })
const forMs = fc.constantFrom(0, 0, 2_000, 30_000, 3 * minute)

const netFault: fc.Arbitrary<NetworkFault> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...wireFaults).map((kind): NetworkFault => ({ kind })) },
  fc.record({ kind: fc.constantFrom(...slowFaults), ms: fc.constantFrom(300, 1_500, 12_000, 2 * minute) }),
  fc
    .constantFrom(400, 403, 404, 405, 413, 429, 451, 500, 502, 503)
    .map((status): NetworkFault => ({ kind: 'status', status })),
)
const storageFault = fc.constantFrom<FaultKind>(...storageFaults)

type Weighted = readonly [weight: number, kinds: readonly fc.Arbitrary<object>[]]
const kind = <Kind extends Step['kind']>(name: Kind, rest: Record<string, fc.Arbitrary<unknown>> = {}) =>
  fc.record({ kind: fc.constant(name), turns, ...rest })
const act = (name: Act): fc.Arbitrary<object> => kind('act', { act: fc.constant(name), device, tab, order })

const selling: Weighted = [
  10,
  [
    act('reserve'),
    act('sell'),
    act('sell'),
    act('commit'),
    act('commit'),
    act('cancel'),
    act('refund'),
    act('refund_elsewhere'),
  ],
]
const line: Weighted = [
  6,
  [
    kind('line', { up: fc.constant(false) }),
    kind('line', { up: fc.constant(true) }),
    kind('line', { up: fc.constant(true) }),
    kind('net', {
      fault: netFault,
      address: fc.constantFrom<Address>(
        'v1/records',
        'v1/records',
        'v1/answers',
        'v1/tills/head',
        'v1/sales/find',
        'v1/',
      ),
      times: fc.integer({ min: 1, max: 4 }),
      forMs,
    }),
    kind('net', { fault: netFault, address: fc.constant('v1/records'), times: fc.integer({ min: 1, max: 4 }), forMs }),
    kind('net', { fault: netFault, address: fc.constant('v1/records'), times: fc.constant(1), forMs: fc.constant(0) }),
    kind('refusal', {
      code: fc.constantFrom<Refusal>(...refusals),
      times: fc.integer({ min: 1, max: 3 }),
    }),
  ],
]
const time: Weighted = [
  3,
  [
    kind('pass', { ms: fc.constantFrom(100, 1_000, 5_000, 20_000, 65_000, 5 * minute, 40 * minute) }),
    kind('pass', { ms: fc.constantFrom(100, 1_000, 5_000, 20_000) }),
    kind('clock', { device, byMs: fc.constantFrom(-minute, minute, -60 * minute, 60 * minute) }),
  ],
]
const fates: Weighted = [
  4,
  [
    kind('open', { device, tab }),
    kind('close', { device, tab }),
    kind('crash', { device, tab }),
    kind('crash_at', {
      device,
      tab,
      transaction: fc.integer({ min: 1, max: 9 }),
      when: fc.constantFrom('before', 'after'),
    }),
    kind('freeze', { device, tab }),
    kind('thaw', { device, tab }),
  ],
]
const storage: Weighted = [
  3,
  [
    kind('storage', { fault: storageFault, at: fc.integer({ min: 1, max: 14 }), lasts: fc.boolean(), device, tab }),
    kind('storage', {
      fault: storageFault,
      at: fc.integer({ min: 1, max: 14 }),
      lasts: fc.constant(false),
      device,
      tab,
    }),
    kind('storage_mended', { device }),
  ],
]
const rare: Weighted = [
  1,
  [
    kind('settle', { standing: fc.constantFrom('confirmed', 'refused'), sale: fc.nat(3) }),
    kind('enrol', { device, tab }),
    kind('clone', { device }),
  ],
]

const stepOf = (all: readonly Weighted[]): fc.Arbitrary<Step> =>
  fc.oneof(
    ...all.map(([weight, kinds]) => ({ weight, arbitrary: fc.oneof(...kinds) as unknown as fc.Arbitrary<Step> })),
  )

const step = (of: Pick<Step, 'kind' | 'turns'> & Record<string, unknown>): Step => of as Step

/** What chance alone hardly ever brings about: two tabs of one till at once, and one that wakes after another took over. */
const rareRows: fc.Arbitrary<readonly Step[]> = fc.oneof(
  fc
    .record({ device, tab, order, later: fc.integer({ min: 1, max: 4 }), apart: fc.nat(6), turns })
    .map(({ device, tab, order, later, apart, turns }) => {
      const sell = { kind: 'act', act: 'sell', device } as const
      return [
        step({ kind: 'open', turns: 100, device, tab }),
        step({ ...sell, turns: apart, tab, order }),
        step({ ...sell, turns, tab: tab + 1, order: (order + later) % 5 }),
      ]
    }),
  fc
    .record({
      device,
      tab,
      order,
      until: fc.oneof(fc.nat(60), fc.constant(100)),
      ms: fc.constantFrom(7_000, 20_000),
      standing: fc.constantFrom('confirmed', 'refused', 'refused'),
      sale: fc.nat(3),
    })
    .map(({ device, tab, order, until, ms, standing, sale }) => [
      step({ kind: 'open', turns: 100, device, tab }),
      step({ kind: 'net', turns: 0, fault: { kind: 'late', ms: 1_500 }, address: 'v1/records', times: 1, forMs: 0 }),
      step({ kind: 'act', act: 'sell', turns: until, device, tab, order }),
      step({ kind: 'freeze', turns: 0, device, tab }),
      step({ kind: 'pass', turns: 100, ms }),
      step({ kind: 'settle', turns: 0, standing, sale }),
      step({ kind: 'act', act: 'sell', turns: 100, device, tab: tab + 1, order: (order + 1) % 5 }),
      step({ kind: 'thaw', turns: 100, device, tab }),
    ]),
)

const stepsOf = (all: readonly Weighted[], minLength: number, maxLength: number): fc.Arbitrary<readonly Step[]> =>
  fc
    .array(
      fc.oneof(
        { weight: 40, arbitrary: stepOf(all).map((each): readonly Step[] => [each]) },
        { weight: 2, arbitrary: rareRows },
      ),
      { minLength, maxLength, size: 'max' },
    )
    .map((rows) => rows.flat())

export interface History {
  /** False: a runtime without Web Locks. */
  readonly locks: boolean
  /** Tabs of the first till at the start. */
  readonly tabs: number
  readonly steps: readonly Step[]
}

const tabs = fc.constantFrom(1, 1, 1, 2, 2, 5)

/** Faults at random; all heal. */
export const safety: fc.Arbitrary<History> = fc.record({
  locks: fc.boolean(),
  tabs,
  steps: stepsOf([selling, line, time, fates, storage, rare], 2, 16),
})

/** What stays broken for ever. */
export type Broken =
  /** Something in between never lets one record through. `nth`: of those that the platform is sent. */
  | { readonly kind: 'record'; readonly nth: number; readonly answer: (typeof poisonAnswers)[number] }
  /** The platform itself never takes it. */
  | { readonly kind: 'refused_record'; readonly nth: number; readonly code: (typeof finalRefusals)[number] }
  | { readonly kind: 'tab' }
  | { readonly kind: 'address'; readonly address: (typeof deadAddresses)[number]; readonly fault: NetworkFault }

export interface BrokenHistory extends History {
  readonly broken: Broken
}

const nth = fc.nat(2)
const broken: fc.Arbitrary<Broken> = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('record' as const), nth, answer: fc.constantFrom(...poisonAnswers) }),
  },
  fc.record({ kind: fc.constant('refused_record' as const), nth, code: fc.constantFrom(...finalRefusals) }),
  fc.constant({ kind: 'tab' as const }),
  fc.record({ kind: fc.constant('address' as const), address: fc.constantFrom(...deadAddresses), fault: netFault }),
)

/** One thing is broken from the beginning and stays so; the rest heals, and must go on. */
export const liveness: fc.Arbitrary<BrokenHistory> = fc.record({
  broken,
  locks: fc.boolean(),
  tabs,
  steps: stepsOf([selling, line, time, fates], 3, 12),
})
