/** The cashier's page: takes its options from the platform, keeps itself for offline starts, listens to the scanner. */
import { createCheckout, isCheckoutError, type Checkout, type CheckoutOptions } from 'tradein-checkout'
import 'tradein-checkout/elements-define'
import type { TradeinTill } from 'tradein-checkout/elements'
import { attachWedge } from 'tradein-checkout/scan'

/** What `config.json` says. */
interface Config {
  readonly environment: CheckoutOptions['environment']
  /** Address of the signed repository. */
  readonly platform: string
  /** The pinned root metadata. */
  readonly root: string
  readonly store: CheckoutOptions['store']
  readonly till: string
  /** Enrols this till the first time; a real shop types its one-time code instead. */
  readonly code: string
}

async function start(): Promise<void> {
  // Keeps page and options for a start without a line. Not everywhere: then the page needs one to start.
  void navigator.serviceWorker.register('service-worker.js').catch(() => undefined)
  const config = await readConfig()
  const till = document.querySelector('tradein-till')
  if (!till) throw new Error('the page has no <tradein-till>')
  const locale = new URL(location.href).searchParams.get('lang')
  if (locale !== null) till.locale = locale
  till.place = `${config.store.id} · ${config.till}`

  const { environment, platform, root, store } = config
  const checkout = await createCheckout({ environment, platform, root, store, till: config.till })
  const status = await checkout.ready()
  if (!status.enrolled) await checkout.enrol(config.code)
  till.newOrderId = () => `${config.till}-${crypto.randomUUID().replaceAll('-', '').slice(0, 16)}`
  till.checkout = checkout
  listen(till, checkout)
}

async function readConfig(): Promise<Config> {
  const response = await fetch('config.json')
  if (!response.ok) throw new Error(`config.json answered ${String(response.status)}`)
  return (await response.json()) as Config
}

/** A scan is taken wherever the focus is. Of two readings of the same keys, the one that is a product counts. */
function listen(till: TradeinTill, checkout: Checkout): void {
  attachWedge(document, document, {
    timers: {
      after(ms, task) {
        const timer = setTimeout(task, ms)
        return () => {
          clearTimeout(timer)
        }
      },
    },
    onScan({ text, other }) {
      const isUnknown = (raw: string): boolean => checkout.scan(raw, { origin: 'scanner' }).kind === 'unknown'
      const better = other !== null && isUnknown(text) && !isUnknown(other)
      till.accept(better ? other : text, 'scanner')
    },
  })
}

start().catch((error: unknown) => {
  const fault = document.createElement('p')
  fault.className = 'fault'
  fault.setAttribute('role', 'alert')
  const what = error instanceof Error ? error.message : String(error)
  fault.textContent = `收银台没有启动成功，请检查网络后刷新页面。The till could not start: check the line and reload. ${isCheckoutError(error) ? `${error.code}: ` : ''}${what}`
  document.body.replaceChildren(fault)
})
