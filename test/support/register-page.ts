/** The register page as a cashier drives it: by keyboard and scanner. */
import type { Locator, Page } from 'playwright-core'

export interface RegisterPage {
  readonly page: Page
  /** Resolves once the till can take a scan. */
  ready(): Promise<void>
  /** As a scanner types: at once, with Enter. */
  scan(text: string): Promise<void>
  /** As a person types, into the one box, with Enter. */
  type(text: string): Promise<void>
  buyer(person: { readonly phone: string; readonly name: string; readonly idNumber: string }): Promise<void>
  press(key: string): Promise<void>
  /** The newest line's card. */
  line(): Locator
  notice(code: string): Locator
  /** F4, until the till asks for the money. */
  reserve(): Promise<void>
  /** F8, until the receipt is there. */
  paid(): Promise<void>
  chip(name: string): Locator
  total(name: 'before' | 'subsidy' | 'payable'): Promise<string>
  receipt(): Locator
  recent(): Locator
}

// Slower than any scanner, so that keys stay with the field they are typed in.
const byHand = { delay: 70 }

export function registerPage(page: Page): RegisterPage {
  const till = page.locator('tradein-till')
  return {
    page,
    async ready() {
      await till.locator('input[name="ask"]').waitFor()
      await till.locator('[data-chip="freshness"].good').waitFor()
    },
    async scan(text) {
      await page.evaluate(pressAll, scanOf(text))
    },
    async type(text) {
      await page.keyboard.type(text, byHand)
      await page.keyboard.press('Enter')
    },
    async buyer({ phone, name, idNumber }) {
      await page.keyboard.press('F2')
      await page.keyboard.type(phone, byHand)
      await page.keyboard.press('Tab')
      await page.keyboard.type(name, byHand)
      await page.keyboard.press('Tab')
      await page.keyboard.type(idNumber, byHand)
      await page.keyboard.press('Enter')
      await till.locator('[data-buyer="sealed"]').waitFor()
    },
    press: (key) => page.keyboard.press(key),
    async reserve() {
      await page.keyboard.press('F4')
      await till.locator('[data-action="paid"]').waitFor()
    },
    async paid() {
      await page.keyboard.press('F8')
      await till.locator('.tradein-receipt').waitFor()
    },
    line: () => till.locator('[data-line]').first(),
    notice: (code) => till.locator(`[data-notice="${code}"]`),
    chip: (name) => till.locator(`[data-chip="${name}"]`),
    async total(name) {
      return ((await till.locator(`[data-total="${name}"]`).textContent()) ?? '').trim()
    },
    receipt: () => till.locator('.tradein-receipt'),
    recent: () => till.locator('[data-sale]'),
  }
}

/** What a scanner types for a text. */
export const scanOf = (text: string): readonly Key[] => [...Array.from(text), 'Enter'].map(keyOf)

export interface Key {
  readonly key: string
  readonly code: string
  readonly shiftKey: boolean
}

function keyOf(key: string): Key {
  const code = /^\d$/.test(key)
    ? `Digit${key}`
    : /^[a-z]$/i.test(key)
      ? `Key${key.toUpperCase()}`
      : ({ '-': 'Minus', '/': 'Slash', '.': 'Period', Enter: 'Enter' }[key] ?? '')
  return { key, code, shiftKey: /^[A-Z]$/.test(key) }
}

/** Runs in the page: keys as one burst, whose timing a busy test machine cannot stretch as it can real keys'. */
export function pressAll(keys: readonly Key[]): void {
  let target: Element = document.activeElement ?? document.body
  while (target.shadowRoot?.activeElement) target = target.shadowRoot.activeElement
  for (const each of keys) {
    const init = { ...each, bubbles: true, cancelable: true, composed: true }
    target.dispatchEvent(new KeyboardEvent('keydown', init))
    target.dispatchEvent(new KeyboardEvent('keyup', init))
  }
}
