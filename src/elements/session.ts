/**
 * One cashier at one till: what is in the basket, who the buyer is, where the sale stands. Holds no
 * business rule: every answer is the client's. The element draws its state.
 */
import type { Buyer, QuoteInput, ReserveOutcome, Sale } from '../client.ts'
import type { NoticeCode } from '../locales/till-texts.ts'
import type { Quote } from '../subsidy/quote.ts'
import { addLine, emptyBasket, enter, setModel, toLines, type Basket } from './basket.ts'
import {
  newSale,
  type Notice,
  type Session,
  type SessionOptions,
  type SessionState,
  type Stage,
} from './session-state.ts'
import { tendersDue } from './tenders.ts'

export function createSession(options: SessionOptions): Session {
  const { checkout } = options
  let orderId = options.newOrderId()
  let state: SessionState = { ...newSale, status: checkout.status, recent: [], tasks: [] }

  const update = (change: Partial<SessionState>): void => {
    state = { ...state, ...change }
    options.onChange()
  }
  const tell = (tone: Notice['tone'], code: NoticeCode, more: Partial<Notice> = {}): Notice => ({
    tone,
    code,
    reasons: [],
    scan: null,
    error: null,
    difference: null,
    ...more,
  })

  function priced(basket: Basket, buyer: Buyer | null): Quote | null {
    const ready = { ...basket, lines: basket.lines.filter((line) => line.price !== null) }
    const lines = toLines(ready)
    if (lines === null || lines.length === 0) return null
    const input: QuoteInput = { lines, ...(buyer !== null && { buyer }) }
    return checkout.quote(input)
  }
  function withBasket(basket: Basket, more: Partial<SessionState> = {}): void {
    const buyer = more.buyer === undefined ? state.buyer : more.buyer
    try {
      update({ notice: null, hits: [], ...more, basket, quote: priced(basket, buyer) })
    } catch (error) {
      update({ ...more, basket, quote: null, notice: tell('bad', 'failed', { error }) })
    }
  }
  function requoted(): Quote | null {
    try {
      return priced(state.basket, state.buyer)
    } catch {
      return state.quote
    }
  }
  async function attempt(work: () => Promise<void>, stageAfterFault: Stage): Promise<void> {
    try {
      await work()
    } catch (error) {
      update({ stage: stageAfterFault, notice: tell('bad', 'failed', { error }) })
    }
  }
  async function show(sale: Sale, stage: Stage, notice: Notice): Promise<void> {
    const receipt = stage === 'done' ? await checkout.receipt(sale.id, options.locale()) : null
    update({ sale, stage, notice, receipt })
    await reload()
  }
  async function reload(): Promise<void> {
    const [recent, tasks] = await Promise.all([checkout.sales.recent(20), checkout.tasks()])
    update({ recent, tasks, status: checkout.status })
  }

  const offs = [
    checkout.on('change', (status) => {
      // What the line or the platform now says can change a quote that is still on screen, and close a task.
      update({ status, ...(state.stage === 'basket' && state.quote !== null && { quote: requoted() }) })
      if (status.tasks !== state.tasks.length) void reload()
    }),
    checkout.on('sale', (sale) => {
      // A confirmation that comes later puts the code on the receipt that is still on screen.
      if (state.sale?.id === sale.id && state.stage === 'done') {
        void checkout.receipt(sale.id, options.locale()).then((receipt) => update({ sale, receipt }))
      }
      void reload()
    }),
    checkout.on('task', () => void reload()),
  ]

  function reserved(outcome: ReserveOutcome): Promise<void> | undefined {
    switch (outcome.status) {
      case 'confirmed':
        return show(outcome.sale, 'reserved', tell('good', 'confirmed'))
      case 'provisional':
      case 'review':
        return show(outcome.sale, 'reserved', tell('warn', outcome.status))
      case 'committed':
      case 'refunded':
        return show(outcome.sale, 'done', tell('warn', `already_${outcome.status}`))
      case 'requote':
        update({ stage: 'basket', quote: outcome.quote, notice: tell('warn', 'requoted') })
        return undefined
      case 'refused':
        update({ stage: 'basket', notice: tell('bad', 'refused', { reasons: outcome.reasons }) })
        return undefined
      case 'not_durable':
        update({ stage: 'basket', notice: tell('bad', 'not_durable', { error: outcome.cause }) })
        return undefined
    }
  }

  return {
    get state() {
      return state
    },
    accept(text, origin = 'text') {
      if (state.stage !== 'basket' || text.trim() === '') return
      const scan = checkout.scan(text, { origin })
      const entered = enter(state.basket, text, scan)
      switch (entered.kind) {
        case 'line':
        case 'price':
        case 'serial': {
          withBasket(entered.basket)
          return
        }
        case 'search': {
          const hits = entered.text === '' ? [] : checkout.search(entered.text, 8)
          update({ hits, notice: hits.length === 0 ? tell('warn', 'nothing_found', { scan }) : null })
          return
        }
        case 'entitlement': {
          update({ entitlement: entered.text, notice: tell('good', 'entitlement_taken') })
          return
        }
        case 'receipt':
          return void attempt(() => openReceipt(entered.text), 'basket')
        case 'payment_code': {
          update({ notice: tell('warn', 'payment_code') })
          return
        }
        case 'refused': {
          update({ notice: tell('bad', `${entered.problem}_refused`, { scan: entered.scan }) })
          return
        }
      }
    },
    choose(listing) {
      const { basket } = state
      const last = basket.lines.at(-1)
      const isUnlisted = last?.price === null && checkout.listings(last.item).length === 0
      // A choice after "did you mean" corrects the line in hand, and so does the model that a barcode of no list
      // asks for; after any other search it opens a new line.
      if (last && (state.hits.length === 0 || isUnlisted)) {
        withBasket(setModel(basket, last.id, listing.model, listing.brand))
        return
      }
      const item = { model: listing.model, brand: listing.brand, ...(listing.gtin !== null && { gtin: listing.gtin }) }
      withBasket(addLine(basket, { item }))
    },
    edit: (change) => withBasket(change(state.basket)),
    async identify(input) {
      try {
        const buyer = await checkout.buyer({
          ...input,
          ...(state.entitlement !== null && { entitlement: state.entitlement }),
        })
        withBasket(state.basket, { buyer })
        update({ notice: tell('good', 'buyer_taken') })
      } catch (error) {
        update({ notice: tell('bad', 'buyer_refused', { error }) })
      }
    },
    forgetBuyer: () => withBasket(state.basket, { buyer: null }),
    async reserve() {
      if (state.stage !== 'basket') return
      const { quote } = state
      if (quote === null) {
        update({ notice: tell('warn', 'nothing_to_sell') })
        return
      }
      if (state.basket.lines.some((line) => line.price === null)) {
        update({ notice: tell('warn', 'price_missing') })
        return
      }
      update({ stage: 'working', notice: null })
      const cashier = options.cashier()
      await attempt(async () => {
        await reserved(await checkout.reserve(quote, { orderId, ...(cashier !== null && { cashier }) }))
      }, 'basket')
    },
    async paid(id = state.sale?.id) {
      if (id === undefined) return
      const before = state.stage
      update({ stage: 'working' })
      await attempt(async () => {
        const [sale] = await checkout.sales.find({ id })
        // The cashier has seen what is due by tender, and says that it came.
        const payments = (sale ? tendersDue(sale.charge) : []).map(([method, amount]) => ({
          method,
          amount,
          reference: null,
        }))
        const outcome = await checkout.commit(id, { payments })
        if (outcome.status === 'not_durable') {
          update({ stage: before, notice: tell('bad', 'not_durable', { error: outcome.cause }) })
          return
        }
        if (outcome.status === 'differs') {
          update({ stage: before, notice: tell('bad', 'differs', { difference: outcome }) })
          return
        }
        const tone = outcome.status === 'confirmed' ? 'good' : outcome.status === 'refused' ? 'bad' : 'warn'
        const reasons = outcome.status === 'refused' ? outcome.reasons : []
        await show(outcome.sale, 'done', tell(tone, outcome.status, { reasons }))
      }, before)
    },
    async cancel(id = state.sale?.id) {
      if (id === undefined) return
      await attempt(async () => {
        const outcome = await checkout.cancel(id, 'cashier')
        if (outcome.status === 'not_durable') {
          update({ notice: tell('bad', 'not_durable', { error: outcome.cause }) })
          return
        }
        startOver()
        update({ notice: tell('good', 'cancelled') })
        await reload()
      }, state.stage)
    },
    next: startOver,
    async open(id) {
      await attempt(async () => {
        const [sale] = await checkout.sales.find({ id })
        if (sale)
          update({
            // Goods of another order would stand beside its totals.
            ...(sale.orderId !== orderId && { basket: emptyBasket }),
            sale,
            stage: sale.state === 'reserved' ? 'reserved' : 'done',
            receipt: await checkout.receipt(id, options.locale()),
            notice: null,
          })
      }, state.stage)
    },
    async refund(id, units) {
      await attempt(async () => {
        const outcome = await checkout.refund(id, units)
        switch (outcome.status) {
          case 'confirmed':
            return show(outcome.sale, 'done', tell('good', 'refunded'))
          case 'provisional':
            return show(outcome.sale, 'done', tell('warn', 'refund_provisional'))
          case 'already_refunded':
            return show(outcome.sale, 'done', tell('warn', 'already_refunded'))
          case 'task':
            update({ notice: tell('warn', 'refund_task') })
            return reload()
          case 'not_durable':
            update({ notice: tell('bad', 'not_durable', { error: outcome.cause }) })
        }
      }, state.stage)
    },
    async settle(task) {
      await attempt(async () => {
        await (task === null ? checkout.outbox.resend() : checkout.settle(task, 'cashier'))
        await reload()
      }, state.stage)
    },
    reload,
    close: () => offs.forEach((off) => off()),
  }

  function startOver(): void {
    orderId = options.newOrderId()
    update(newSale)
  }
  async function openReceipt(text: string): Promise<void> {
    const [found] = await checkout.sales.find({ receipt: text })
    if (!found) {
      update({ notice: tell('warn', 'receipt_unknown') })
      return
    }
    update({ sale: found, stage: 'done', receipt: await checkout.receipt(found.id, options.locale()), notice: null })
  }
}
