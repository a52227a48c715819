/** What cashiers do in a history, and what they were told. */
import type { CheckoutError } from '../../../src/core/errors.ts'
import type { CommitOutcome, RefundOutcome, ReserveOutcome } from '../../../src/till/outcomes.ts'
import type { RecordKind } from '../../../src/record/record.ts'
import type { UnitRef } from '../../../src/core/unit-ref.ts'
import type { Act } from './steps.ts'
import type { Tab } from './tab.ts'
import type { Device } from './world.ts'

/** A cashier was told that this is so: there is a durable record of this kind for the sale. */
export interface Acknowledged {
  readonly device: Device
  readonly sale: string
  readonly kind: RecordKind
}

/** A cashier was told that nothing was saved. */
export interface ToldFailed {
  readonly device: Device
  readonly order: string
  readonly kind: RecordKind
  /** Why, where the tab's storage was never made to fail. */
  readonly unasked: string | null
}

/** Money was handed back. */
export interface Payout {
  readonly sale: string
  readonly status: 'confirmed' | 'provisional'
  readonly units: readonly UnitRef[]
}

export interface Told {
  readonly acknowledged: Acknowledged[]
  readonly failed: ToldFailed[]
  readonly payouts: Payout[]
  /** Calls that nobody was told anything of yet, or ever: their tab died under them. */
  readonly underWay: Set<{ readonly device: Device; readonly order: string }>
}

export const nobodyToldAnything = (): Told => ({ acknowledged: [], failed: [], payouts: [], underWay: new Set() })

/** Orders from here on are no step's. */
export const freshOrder = 90
export const orderOf = (order: number): string => `A-${order}`

/** One cashier's act in one tab, to its end; it has none where the tab dies or stays frozen. */
export async function act(
  told: Told,
  { device, tab, others }: { readonly device: Device; readonly tab: Tab; readonly others: readonly Device[] },
  what: Act,
  number: number,
): Promise<void> {
  const order = orderOf(number)
  const call = { device, order }
  told.underWay.add(call)
  const acknowledge = (sale: string, kind: RecordKind): void => {
    if (tab.fate.state === 'alive') told.acknowledged.push({ device, sale, kind })
  }
  const note = (kind: RecordKind, { status, ...outcome }: Outcome): void => {
    if (status === 'not_durable')
      told.failed.push({
        device,
        order,
        kind,
        unasked: tab.wasStaged || !('cause' in outcome) ? null : (outcome.cause as CheckoutError).code,
      })
    else if (durable.has(status) && 'sale' in outcome && outcome.sale) {
      acknowledge(outcome.sale.id, kind)
      if (what === 'sell') acknowledge(outcome.sale.id, 'reserve')
    }
  }
  try {
    switch (what) {
      case 'reserve':
      case 'sell': {
        const quote = await tab.quote(`RH1000${String(number).padStart(2, '0')}`, number < 5 ? number % 3 : number)
        const payments = [{ method: 'cash', amount: quote.payable, reference: null }]
        if (what === 'sell') {
          const outcome = await tab.selling.sell(quote, { orderId: order, payments })
          note('commit', outcome)
        } else note('reserve', await tab.selling.reserve(quote, { orderId: order }))
        break
      }
      case 'refund_elsewhere': {
        const receipts = others.flatMap((other) => other.rows().sales).filter(({ orderId }) => orderId === order)
        const [theirs] = receipts
        const sale = theirs && (await tab.fetch(theirs.receipt))
        if (sale) handOut(told, tab, sale.id, note, await tab.selling.refund(sale.id, 'all'))
        break
      }
      default: {
        const sale = await tab.saleOf(order)
        if (!sale) break
        const { payable } = sale.quote
        const payments = [{ method: 'cash', amount: payable, reference: null }]
        if (what === 'commit') note('commit', await tab.selling.commit(sale.id, { payments }))
        else if (what === 'cancel') note('cancel', await tab.selling.cancel(sale.id, 'history'))
        else handOut(told, tab, sale.id, note, await tab.selling.refund(sale.id, 'all'))
      }
    }
  } finally {
    if (tab.fate.state !== 'gone') told.underWay.delete(call)
  }
}

type Outcome = ReserveOutcome | CommitOutcome | RefundOutcome | { readonly status: 'cancelled' | 'already_refused' }
const durable: ReadonlySet<string> = new Set(['confirmed', 'provisional', 'review', 'cancelled'])

function handOut(
  told: Told,
  { fate }: Tab,
  sale: string,
  note: (kind: RecordKind, outcome: Outcome) => void,
  outcome: RefundOutcome,
): void {
  note('refund', outcome)
  if (fate.state !== 'alive' || (outcome.status !== 'confirmed' && outcome.status !== 'provisional')) return
  told.payouts.push({ sale, status: outcome.status, units: outcome.units })
}
