/** `<tradein-till>`: the register on one screen, for scanner and keyboard. */
import {
  html,
  LitElement,
  nothing,
  type CSSResult,
  type PropertyDeclarations,
  type PropertyValues,
  type TemplateResult,
} from 'lit'
import { unsafeHTML } from 'lit/directives/unsafe-html.js'
import { isCheckoutError } from '../core/errors.ts'
import type { Checkout } from '../client.ts'
import type { ScanOrigin } from '../scan/read-digits.ts'
import { labelOf, skip, type Basket } from './basket.ts'
import type { Session } from './session-state.ts'
import { createSession } from './session.ts'
import { tillStyles } from './till-styles.ts'
import { askBox, hitList, lineCard } from './views/basket.ts'
import { buyerPanel } from './views/buyer.ts'
import { noticeBox } from './views/notice.ts'
import { salesPanel, tasksPanel, type SalesActions } from './views/sales.ts'
import { statusLine } from './views/status-line.ts'
import { totalsPanel } from './views/totals.ts'
import { wordsFor } from './words.ts'

/**
 * Give it a client by its `checkout` property; it draws itself from then on.
 *
 * Attributes: `locale` (BCP 47, default the document's language), `place` (store and till, as shown),
 * `cashier`. Events: `tradein-locale` when the cashier switches the language.
 */
export class TradeinTill extends LitElement {
  static override properties: PropertyDeclarations = {
    checkout: { attribute: false },
    newOrderId: { attribute: false },
    locale: { type: String },
    place: { type: String },
    cashier: { type: String },
  }
  static override styles: CSSResult = tillStyles

  declare checkout: Checkout | null
  /** Mints the host's order id, one a basket; required with `checkout`. */
  declare newOrderId: (() => string) | null
  declare locale: string
  declare place: string
  declare cashier: string
  #session: Session | null = null
  #stopKeys: (() => void) | null = null

  constructor() {
    super()
    this.checkout = null
    this.newOrderId = null
    this.locale = ''
    this.place = ''
    this.cashier = ''
    // One press is one step: a key held down and the second click of a double click would go on to the next.
    this.addEventListener('keydown', (event) => {
      if (event.repeat && event.composedPath()[0] instanceof HTMLButtonElement) event.preventDefault()
    })
    const dropSecondClick = (event: MouseEvent): void => {
      const [target] = event.composedPath()
      if (event.detail > 1 && target instanceof Element && target.closest('.actions')) event.stopPropagation()
    }
    this.addEventListener('click', dropSecondClick, { capture: true })
  }

  /**
   * One line from a scanner that the host listens to.
   * @param origin `text` for what was typed or pasted into a field of the host's
   */
  accept(text: string, origin: ScanOrigin = 'scanner'): void {
    this.#session?.accept(text, origin)
  }

  override connectedCallback(): void {
    super.connectedCallback()
    const document = this.ownerDocument
    const onKey = (event: KeyboardEvent): void => {
      this.#key(event)
    }
    document.addEventListener('keydown', onKey)
    this.#stopKeys = () => {
      document.removeEventListener('keydown', onKey)
    }
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#stopKeys?.()
    this.#session?.close()
    this.#session = null
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (this.locale === '') this.locale = this.ownerDocument.documentElement.lang || 'zh-CN'
    if (!changed.has('checkout') && !changed.has('newOrderId')) return
    this.#session?.close()
    this.#session = null
    const { checkout, newOrderId } = this
    if (checkout === null || newOrderId === null) return
    this.#session = createSession({
      checkout,
      newOrderId,
      locale: () => this.locale,
      cashier: () => this.cashier || null,
      onChange: () => {
        this.requestUpdate()
      },
    })
    void this.#session.reload()
  }

  protected override updated(): void {
    // The box keeps the keyboard unless the cashier is typing somewhere else: a scan must never be lost.
    const active = this.shadowRoot?.activeElement
    if (active instanceof HTMLInputElement || active?.closest('details')) return
    if (this.#session?.state.stage === 'basket') this.#field('ask')?.focus()
    // Beside the buttons: what is typed or scanned while a sale waits for its money must not say that it came.
    else this.shadowRoot?.querySelector<HTMLElement>('.actions')?.focus()
  }

  protected override render(): TemplateResult {
    const words = wordsFor(this.locale)
    const session = this.#session
    if (session === null) return html`<main aria-busy="true"><p class="panel">${words.till.loading}</p></main>`
    const { state } = session
    const brandName = (id: string): string => this.checkout?.brandName(id) ?? id
    const sales: SalesActions = {
      open: (sale) => void session.open(sale),
      refund: (sale) => void session.refund(sale, 'all'),
      paid: (sale) => void session.paid(sale),
      cancel: (sale) => void session.cancel(sale),
      settle: (task) => void session.settle(task),
    }
    const shown =
      state.stage === 'basket' || state.stage === 'working' ? state.quote : (state.sale?.quote ?? state.quote)
    return html`
      ${statusLine(state.status, words, this.place, () => {
        this.#switchLanguage()
      })}
      <main>
        <div class="column">
          ${state.stage === 'basket' ? askBox(state.basket, (line) => this.#nameOf(line), words, session) : nothing}
          ${noticeBox(state.notice, words)} ${hitList(state.hits, words, brandName, session.choose)}
          ${
            state.stage === 'done' && state.receipt
              ? html`<section class="panel" part="receipt" data-code=${state.receipt.code ?? ''}>
                  ${unsafeHTML(state.receipt.html())}
                </section>`
              : this.#lines(state.basket, session, brandName)
          }
        </div>
        <div class="column no-print">
          ${totalsPanel(shown, state.sale?.charge ?? null, state.stage, words, {
            reserve: () => void session.reserve(),
            paid: () => void session.paid(),
            cancel: () => void session.cancel(),
            next: session.next,
            print: () => {
              this.ownerDocument.defaultView?.print()
            },
          })}
          ${
            state.stage === 'basket'
              ? buyerPanel(state.buyer, this.#invalidField(), words, {
                  identify: (input) => void session.identify(input),
                  forget: session.forgetBuyer,
                })
              : nothing
          }
          ${tasksPanel(state.tasks, words, sales)} ${salesPanel(state.recent, words, sales)}
        </div>
      </main>
      <footer class="no-print">${words.till.keys}</footer>
    `
  }

  #lines(basket: Basket, session: Session, brandName: (id: string) => string): TemplateResult | typeof nothing {
    const words = wordsFor(this.locale)
    const { quote, sale } = session.state
    if (basket.lines.length === 0)
      return sale ? nothing : html`<p class="panel quiet-text">${words.till.emptyBasket}</p>`
    return html`${[...basket.lines].reverse().map((line) => {
      const quoted = quote?.lines.find((each) => each.id === line.id)
      // Without a price there is no quote yet, but the model can already be judged.
      const verdict = line.other
        ? null
        : (quoted?.verdict ??
          this.checkout?.verify({
            ...line.item,
            ...(line.serials[0] !== null && line.serials[0] !== undefined && { serial: line.serials[0] }),
          }) ??
          null)
      return lineCard(line, quoted, verdict, words, brandName, session)
    })}`
  }

  #nameOf(lineId: string): string {
    const line = this.#session?.state.basket.lines.find((each) => each.id === lineId)
    if (!line) return ''
    const listing = this.checkout?.listings(line.item)[0]
    return listing ? `${this.checkout?.brandName(listing.brand) ?? listing.brand} ${listing.model}` : labelOf(line)
  }

  #invalidField(): string | null {
    const notice = this.#session?.state.notice
    if (notice?.code !== 'buyer_refused' || !isCheckoutError(notice.error)) return null
    return notice.error.field?.split('.').at(-1) ?? null
  }

  #field(name: string): HTMLInputElement | null {
    return this.shadowRoot?.querySelector<HTMLInputElement>(`input[name="${name}"]`) ?? null
  }

  #switchLanguage(): void {
    this.locale = this.locale.toLowerCase().startsWith('zh') ? 'en' : 'zh-CN'
    this.dispatchEvent(new CustomEvent('tradein-locale', { detail: this.locale, bubbles: true, composed: true }))
  }

  #key(event: KeyboardEvent): void {
    const session = this.#session
    if (session === null || event.ctrlKey || event.metaKey || event.altKey) return
    const { stage } = session.state
    const keys: Record<string, () => void> = {
      F2: () => this.#field('phone')?.focus(),
      F4: () => void session.reserve(),
      F7: () => this.shadowRoot?.getElementById('recent')?.focus(),
      F8: () => {
        if (stage === 'reserved') void session.paid()
      },
      F9: () => {
        if (stage === 'reserved') void session.cancel()
        else if (stage === 'done') session.next()
      },
      Escape: () => {
        session.edit(skip)
        this.#field('ask')?.focus()
      },
    }
    const action = keys[event.key]
    if (!action) return
    event.preventDefault()
    if (!event.repeat) action()
  }
}

/** Registers the tag; a second time, or beside another copy, it leaves the first in place. */
export function defineTradeinTill(registry: CustomElementRegistry): void {
  if (registry.get('tradein-till') === undefined) registry.define('tradein-till', TradeinTill)
}

declare global {
  interface HTMLElementTagNameMap {
    'tradein-till': TradeinTill
  }
}
