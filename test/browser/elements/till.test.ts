/** The register in a real browser, over real IndexedDB, with the simulator as the outside world. */
import { page, userEvent } from 'vitest/browser'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createCheckout } from '../../../src/checkout.ts'
import type { Checkout } from '../../../src/client.ts'
import { defineTradeinTill, type TradeinTill } from '../../../src/elements/till.ts'
import { createClock } from '../../../src/testing/clock.ts'
import { magicItems } from '../../../src/testing/magic.ts'
import { createSimulation, type Simulation } from '../../../src/testing/simulation.ts'
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

async function open(): Promise<TradeinTill> {
  const clock = createClock(new Date().toISOString())
  simulation = await createSimulation({
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
  till.checkout = checkout
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
