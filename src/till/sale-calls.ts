/** The calls that make a sale and what follows it: what the host gives is checked first, then the till is ready, then it sells. */
import { parse } from '../core/schema.ts'
import {
  fulfilSchema,
  paymentsSchema,
  reasonSchema,
  reserveInputSchema,
  reserveQuoteSchema,
  unitsSchema,
} from './inputs.ts'
import type { Buyer } from '../outbox/reserve.ts'
import type { CancelOutcome, CommitOutcome, RefundOutcome, ReserveOutcome } from '../outbox/sale.ts'
import type { Payment, UnitRef } from '../record/record.ts'
import type { Cart, Quote } from '../subsidy/quote.ts'
import type { Facts } from '../verify/verdict.ts'
import type { Buyers } from './buyers.ts'
import type { Selling } from './selling.ts'

export interface SaleCallsOptions {
  readonly selling: Selling
  readonly buyers: Pick<Buyers, 'prove'>
  /** Throws when the client was closed. */
  readonly open: () => void
  readonly ready: () => Promise<unknown>
  /** What the platform says of the cart's serials, once it has answered or its time is over. */
  readonly serials: (cart: Cart, buyer: Buyer | null) => Promise<Facts['serials']>
}

interface ReserveInput {
  readonly orderId: string
  readonly cashier?: string
}

interface Paid {
  readonly payments: readonly Payment[]
}

/** As the client's calls of the same names, which say what each throws. */
export interface SaleCalls {
  reserve(quote: Quote, input: ReserveInput): Promise<ReserveOutcome>
  commit(sale: string, input: Paid): Promise<CommitOutcome>
  cancel(sale: string, reason: string): Promise<CancelOutcome>
  sell(quote: Quote, input: ReserveInput & Paid): Promise<ReserveOutcome | CommitOutcome>
  refund(sale: string, units: readonly UnitRef[] | 'all'): Promise<RefundOutcome>
  fulfil(
    sale: string,
    input: {
      readonly units: readonly (UnitRef & { readonly serial: string })[]
      readonly evidence?: Readonly<Record<string, string>>
    },
  ): Promise<CommitOutcome>
}

export function createSaleCalls({ selling, buyers, open, ready, serials }: SaleCallsOptions): SaleCalls {
  const calls: SaleCalls = {
    async reserve(quote, input) {
      open()
      const { orderId, cashier = null } = parse(reserveInputSchema, input, '')
      const { buyer = null } = parse(reserveQuoteSchema, quote, 'quote')
      await ready()
      const entitlement = await buyers.prove(buyer)
      const said = await serials(quote.cart, buyer)
      const outcome = await selling.reserve({ orderId, cashier, quote, buyer, entitlement, serials: said })
      return withBuyer(outcome, buyer)
    },
    async commit(sale, { payments }) {
      open()
      parse(paymentsSchema, payments, 'payments')
      await ready()
      return selling.commit(sale, payments)
    },
    async cancel(sale, reason) {
      open()
      parse(reasonSchema, reason, 'reason')
      await ready()
      return selling.cancel(sale, reason)
    },
    async sell(quote, { payments, ...input }) {
      parse(paymentsSchema, payments, 'payments')
      const reserved = await calls.reserve(quote, input)
      return reserved.status === 'confirmed' || reserved.status === 'provisional'
        ? calls.commit(reserved.sale.id, { payments })
        : reserved
    },
    async refund(sale, units) {
      open()
      if (units !== 'all') parse(unitsSchema, units, 'units')
      await ready()
      return selling.refund(sale, units)
    },
    async fulfil(sale, input) {
      open()
      const { units, evidence = {} } = parse(fulfilSchema, input, '')
      await ready()
      return selling.fulfil(sale, units, evidence)
    },
  }
  return calls
}

function withBuyer(outcome: ReserveOutcome, buyer: Buyer | null): ReserveOutcome {
  if (outcome.status !== 'requote') return outcome
  const quote: Quote & { readonly buyer: Buyer | null } = { ...outcome.quote, buyer }
  return { status: 'requote', quote }
}
