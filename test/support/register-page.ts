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
      await page.keyboard.type(text)
      await page.keyboard.press('Enter')
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
