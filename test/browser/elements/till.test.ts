/** The register in a real browser, over real IndexedDB, with the simulator as the outside world. */
import { page, userEvent } from 'vitest/browser'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createCheckout } from '../../../src/checkout.ts'
import type { Checkout } from '../../../src/client.ts'
import { defineTradeinTill, type TradeinTill } from '../../../src/elements/till.ts'
import { sampleRules } from '../../../src/testing/authority.ts'
import { createClock } from '../../../src/testing/clock.ts'
import { magicItems } from '../../../src/testing/magic.ts'
import { createSimulation, type Simulation, type SimulationOptions } from '../../../src/testing/simulation.ts'
import { buyers } from '../../support/buyers.ts'

let checkout: Checkout | null = null
let till: TradeinTill
let simulation: Simulation
let tills = 0
afterEach(async () => {
  till.remove()
  await checkout?.close()
  checkout = null
})

async function open(wrap = (client: Checkout): Checkout => client, more: SimulationOptions = {}): Promise<TradeinTill> {
  const clock = createClock(new Date().toISOString())
  simulation = await createSimulation({
    ...more,
    running: { now: () => Date.now(), monotonic: () => performance.now(), timers: clock.timers },
  })
  // A database of its own: the browser keeps those of the tests before.
  checkout = await createCheckout({ ...simulation.options, till: String(++tills) })
  await checkout.ready()
  await checkout.enrol(simulation.code)
  defineTradeinTill(customElements)
  till = document.createElement('tradein-till')
  till.locale = 'zh-CN'
  till.place = '太原 TY-0001 · 收银台 03'
  let orders = 0
  till.newOrderId = () => `A-${String(++orders)}`
  till.checkout = wrap(checkout)
  document.body.append(till)
  await till.updateComplete
  return till
}
const find = (selector: string): HTMLElement | null => till.shadowRoot!.querySelector(selector)
const text = (selector: string): string => find(selector)?.textContent.trim() ?? ''
async function enter(entry: string): Promise<void> {
  find('input[name="ask"]')!.focus()
  await userEvent.keyboard(`${entry.replaceAll('{', '{{').replaceAll('[', '[[')}{Enter}`)
  await till.updateComplete
}
const until = async (selector: string): Promise<void> => {
  await vi.waitFor(() => {
    expect(find(selector), selector).not.toBeNull()
  })
}

describe('the register', () => {
  it('sells one appliance by keyboard alone, from scan to receipt', async () => {
    await open()
    const item = magicItems.grade_1
    await enter(item.barcode)
    expect(text('label[for="ask"]')).toContain('售价')
    await enter(item.price)
    await enter('RH000001')
    expect(text('.verdict')).toBe('可享补贴')
    await userEvent.keyboard('{F2}')
    const buyer = buyers[0]!
    await userEvent.keyboard(buyer.phone)
    await userEvent.keyboard('{Tab}')
    await userEvent.keyboard(buyer.name)
    await userEvent.keyboard('{Tab}')
    await userEvent.keyboard(`${buyer.idNumber}{Enter}`)
    await until('[data-buyer="sealed"]')
    expect(till.shadowRoot!.textContent).not.toContain(buyer.idNumber)
    await userEvent.keyboard('{F4}')
    await until('[data-notice="confirmed"]')
    await userEvent.keyboard('{F8}')
    await until('.tradein-receipt svg')
    expect(text('.tradein-receipt')).toContain('不是发票')
    await page.screenshot({ path: '../../../test-results/till-sold.png' })
    expect(simulation.platform.store.sales()).toHaveLength(1)
  })

  it("says in words that the repository became another authority's, beside a release that is still good", async () => {
    await open()
    expect(find('[data-chip="fault"]')).toBeNull()
    const { files } = (await createSimulation({ seed: 2 })).authority
    simulation.authority.files.clear()
    for (const [path, bytes] of files) simulation.authority.files.set(path, bytes)
    await checkout!.refresh()
    await until('[data-chip="fault"]')
    expect(text('[data-chip="fault"]')).toContain('签名不对')
    expect(text('[data-chip="freshness"]')).not.toBe('')
  })

  /** A sale that another page of the till reserved, opened from the list of recent ones. */
  async function openReserved(): Promise<string> {
    const { barcode: gtin, price } = magicItems.grade_1
    const lines = [{ id: 'a', item: { gtin, price }, serials: ['RH000005'], quantity: 1, oldUnit: '300.00' }]
    const quote = checkout!.quote({ buyer: await checkout!.buyer(buyers[0]!), lines })
    const outcome = await checkout!.reserve(quote, { orderId: 'B-1' })
    expect(outcome.status).toBe('confirmed')
    await until('[data-sale]')
    find('[data-sale] button')!.click()
    await until('[data-action="paid"]')
    return quote.buyer!.sale
  }
  const byChannel: SimulationOptions = { ruleSets: [{ ...sampleRules, deduction: 'payment' }] }

  it.each([
    ['zh-CN', '应 3,699.20 元，实 3,999.20 元', '应 999.80 元，实 0.00 元'],
    ['en', 'due ¥3,699.20, came ¥3,999.20', 'due ¥999.80, came ¥0.00'],
  ])('shows payments that are not what is due beside what is, and no empty basket: %s', async (locale, own, coupon) => {
    // The coupon was not redeemed, and the old unit goes by a name that nobody knows.
    const payments = [
      { method: 'cash', amount: '3699.20', reference: null },
      { method: 'old_units', amount: '300.00', reference: null },
    ]
    await open((client) => ({ ...client, commit: (sale) => client.commit(sale, { payments }) }), byChannel)
    till.locale = locale
    await openReserved()
    expect(text('.actions')).toContain('4,699.00')
    expect(text('.column')).toBe('')
    const list = find('.actions ul')!
    expect(Number.parseFloat(getComputedStyle(list).paddingInlineStart)).toBeGreaterThan(0)
    find('[data-action="paid"]')!.click()
    await until('[data-notice="differs"]')
    expect(text('[data-notice] [data-tender="buyer"]')).toContain(own)
    expect(text('[data-notice] [data-tender="coupon"]')).toContain(coupon)
    expect(find('[data-action="paid"]')).not.toBeNull()
    expect(find('[data-action="cancel"]')).not.toBeNull()
  })

  it('calls no sale confirmed whose payment the platform has not seen', async () => {
    await open(undefined, byChannel)
    const id = await openReserved()
    const chip = '[data-sale] .chip'
    expect(text(chip)).toBe('平台已确认')
    simulation.network.cut()
    find('[data-action="paid"]')!.click()
    await until('[data-state="committed"]')
    expect(text(chip)).toBe('已登记，待平台确认')
    simulation.network.restore()
    await checkout!.sync()
    await vi.waitFor(() => {
      expect(text(chip)).toBe('平台已确认')
    })
    expect((await checkout!.sales.find({ id }))[0]?.delivery).toBe('answered')
  })

  /** A priced line and its buyer: ready to be reserved. */
  async function fill(serial: string): Promise<void> {
    await open()
    const item = magicItems.grade_1
    for (const entry of [item.barcode, item.price, serial]) await enter(entry)
    await userEvent.keyboard('{F2}')
    const { phone, name, idNumber } = buyers[0]!
    await userEvent.keyboard(`${phone}{Tab}${name}{Tab}${idNumber}{Enter}`)
    await until('[data-buyer="sealed"]')
  }
  /** Each step leaves its stage at once, so that a step that was not meant shows here. */
  async function stillReserved(): Promise<void> {
    await till.updateComplete
    expect(find('[data-action="paid"]')).not.toBeNull()
  }

  it.each(['{Enter>40/}', '{Enter}{Enter}{Enter}', '{ >40/}'])(
    'takes no money for the main button’s key held down or pressed again: %s',
    async (keys) => {
      await fill('RH000002')
      find('[data-action="reserve"]')!.focus()
      await userEvent.keyboard(keys)
      await until('[data-action="paid"]')
      await userEvent.keyboard(keys)
      await stillReserved()
    },
  )

  it('takes no key that is still held from the step before', async () => {
    await fill('RH000003')
    await userEvent.keyboard('{F4}')
    await until('[data-action="paid"]')
    for (const key of ['F4', 'F8', 'F9']) document.dispatchEvent(new KeyboardEvent('keydown', { key, repeat: true }))
    await stillReserved()
  })

  it('takes the second click of a double click on nothing else', async () => {
    await fill('RH000004')
    find('[data-action="reserve"]')!.click()
    await until('[data-action="paid"]')
    const click = (detail: number): void => {
      find('[data-action="paid"]')!.dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true, detail }))
    }
    click(2)
    await stillReserved()
    click(1)
    await until('.tradein-receipt')
  })
})
