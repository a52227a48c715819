/**
 * The reference platform, and beside it what sends tills to work: a server that hands out orders, is told of every step
 * and every acknowledgement, and whose line can be cut, slow or lossy. What it was told lies outside the browser.
 */
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { serve, type HttpBindings } from '@hono/node-server'
import { parse } from 'csv-parse/sync'
import { openPlatform } from '../../examples/platform/run.ts'
import { idNumberOf } from './buyers.ts'
import { bundlePage } from './page-server.ts'
import type { SeededRandom } from './random.ts'
import { sampleRows, type SampleRow } from './sample-rows.ts'
import type { Errand, Order, Told } from './selling-page.ts'

export type Line = 'good' | 'cut' | 'slow' | 'lossy'
/** A record on its way, as the server sees it. */
export interface Passage {
  readonly tab: string
  readonly at: 'arriving' | 'taken'
}
export interface PlatformRecord {
  readonly id: string
  readonly kind: string
  readonly sale: string | null
  readonly epoch: number
  readonly seq: number
  readonly linked: boolean
}
export interface PlatformSale {
  readonly id: string
  readonly order: string
  readonly state: string
  readonly standing: string
}

export interface SellingStand {
  /** The page of one tab. @param without what the page is to find missing: `locks`, `BroadcastChannel` */
  url(tab: string, without?: readonly string[]): string
  line: Line
  /** What tabs do when they ask. Who sells takes up first what a lost tab left undone. */
  errand: Errand['do']
  /** What single tabs do instead. */
  readonly errands: Map<string, Errand['do']>
  /** Hears of everything the moment it comes. */
  listener: (event: (Told | Passage) & { readonly tab: string }) => void
  readonly told: readonly (Told & { readonly tab: string })[]
  /** Whether no tab has an order in hand. */
  isIdle(): boolean
  /** How often each record was posted, by its signed text. */
  readonly posts: ReadonlyMap<string, number>
  /** The tab is gone: what it had in hand is handed out again. */
  lose(tab: string): void
  /** Another device comes: what anybody had in hand is nobody's. */
  forget(): void
  records(): Promise<readonly PlatformRecord[]>
  sales(): Promise<readonly PlatformSale[]>
  close(): Promise<void>
}

const page = '<!doctype html><meta charset="utf-8"><title>till</title>'
/** Where a tab goes that is sent away. */
const away = `${page}<script type="module">
const tab = new URLSearchParams(location.search).get('tab')
const tell = (told) => fetch('/told?tab=' + tab, { method: 'POST', body: JSON.stringify(told) })
const open = ({ name, version }) => new Promise((done) => {
  const request = indexedDB.open(name, version + 1)
  request.onsuccess = () => { request.result.close(); done('done') }
  request.onblocked = () => done('blocked')
  request.onerror = () => done('failed')
})
await tell({ tell: 'away' })
for (let isBack = false; !isBack; await new Promise((done) => setTimeout(done, 50))) {
  const errand = (await (await fetch('/next?tab=away-' + tab)).json()).do
  if (errand === 'upgrade') {
    const databases = (await indexedDB.databases()).filter(({ name }) => name.startsWith('tradein-outbox'))
    const upgrades = await Promise.all(databases.map(open))
    await tell({ tell: 'upgraded', upgrade: upgrades.find((each) => each !== 'done') ?? 'done' })
  }
  isBack = errand === 'leave'
}
history.back()
</script>`
const global = resolve(import.meta.dirname, '../../dist/tradein-checkout.global.js')
const slowMs = 300
const lastDeed = { pay: 'commit', cancel: 'cancel', refund: 'refund' } as const

export async function startSellingStand(random: SeededRandom): Promise<SellingStand> {
  const folder = await mkdtemp(join(tmpdir(), 'selling-'))
  const pageFolder = join(folder, 'page')
  await mkdir(pageFolder)
  const script = await bundlePage(new URL('selling-page.ts', import.meta.url), { target: 'chrome92' })
  await writeFile(join(pageFolder, 'page.js'), script)
  await copyFile(global, join(pageFolder, 'global.js'))
  await writeFile(
    join(pageFolder, 'index.html'),
    `${page}<body><script src="global.js"></script><script src="page.js"></script>`,
  )
  const platform = await openPlatform({
    dataFolder: join(folder, 'data'),
    clock: { now: () => Date.now() },
    listings: 60,
    registerFolder: pageFolder,
    store: { id: 'TY-0001', region: '140100' },
    till: '03',
    report: (error) => stand.listener({ tab: 'platform', tell: 'fault', message: String(error) }),
  })
  const table = await readFile(join(folder, 'data/authority/tables/listings.csv'))
  const item = cheapest(sampleRows(parse(table, { columns: true, bom: true })))
  const told: (Told & { readonly tab: string })[] = []
  const posts = new Map<string, number>()
  const inHand = new Map<string, Order>()
  const undone: Order[] = []
  let made = 0

  function newOrder(): Order {
    const n = made++
    return {
      id: `A-${n}`,
      plan: random.chance(0.7) ? 'pay' : random.pick(['cancel', 'refund']),
      item: { gtin: item.barcode, price: `${item.price}.00`, serial: `SN${30_000_000 + n}` },
      person: { name: `测试${n}`, phone: `139${String(10_000_000 + n)}`, idNumber: idNumberOf(n) },
    }
  }

  function next(tab: string): Errand {
    const errand = stand.errands.get(tab) ?? stand.errand
    if (errand !== 'sell') return { do: errand }
    // Now and then two tabs are given the same order: a cashier who moved over to the next screen.
    const shared = random.chance(0.15) ? [...inHand.values()].find(({ plan }) => plan === 'pay') : undefined
    const order = undone.shift() ?? shared ?? newOrder()
    inHand.set(tab, order)
    return { do: 'sell', order }
  }

  async function hear(tab: string, text: string): Promise<Response> {
    const heard = JSON.parse(text) as Told
    told.push({ ...heard, tab })
    // What is acknowledged to the end is not done again: that would hide its loss.
    const isDone =
      heard.tell === 'outcome' &&
      heard.status !== 'not_durable' &&
      heard.deed === lastDeed[inHand.get(tab)?.plan ?? 'pay']
    if (heard.tell === 'sold' || isDone) inHand.delete(tab)
    stand.listener({ ...heard, tab })
    return new Response(null, { status: 204 })
  }

  async function passOn(request: Request, tab: string, hangUp: () => Response): Promise<Response> {
    const { line } = stand
    const isRecord = request.url.includes('/v1/records')
    if (line === 'slow') await new Promise((done) => setTimeout(done, random.below(slowMs)))
    if (isRecord) {
      const text = await request.clone().text()
      posts.set(text, (posts.get(text) ?? 0) + 1)
      stand.listener({ tab, at: 'arriving' })
    }
    if (line === 'cut' || (line === 'lossy' && random.chance(0.25))) return hangUp()
    const answer = await platform.fetch(request)
    if (isRecord) stand.listener({ tab, at: 'taken' })
    return line === 'lossy' && random.chance(0.25) ? hangUp() : answer
  }

  const server = serve({
    hostname: 'localhost',
    port: 0,
    async fetch(request: Request, connection) {
      const { pathname, searchParams } = new URL(request.url)
      const tab = searchParams.get('tab') ?? ''
      if (pathname === '/away') return new Response(away, { headers: { 'content-type': 'text/html' } })
      if (pathname === '/next') return Response.json(next(tab), { headers: { 'cache-control': 'no-store' } })
      if (pathname === '/told') return hear(tab, await request.text())
      if (!pathname.startsWith('/api/')) return platform.fetch(request)
      return passOn(request, tab, () => {
        ;(connection as HttpBindings).incoming.socket.destroy()
        return new Response(null, { status: 503 })
      })
    },
  })
  if (!server.listening) await once(server, 'listening')
  const { port } = server.address() as AddressInfo

  const stand: SellingStand = {
    url: (tab, without = []) =>
      `http://localhost:${port}/?tab=${tab}${without.map((name) => `&without=${name}`).join('')}`,
    line: 'good',
    errand: 'sell',
    errands: new Map(),
    listener: () => undefined,
    told,
    posts,
    isIdle: () => inHand.size === 0,
    lose(tab) {
      const order = inHand.get(tab)
      inHand.delete(tab)
      if (order) undone.push(order)
    },
    forget() {
      inHand.clear()
      undone.length = 0
    },
    async records() {
      const records = platform.database.selectFrom('records').select(['id', 'kind', 'sale', 'epoch', 'seq', 'linked'])
      return records.orderBy('epoch').orderBy('seq').execute()
    },
    async sales() {
      const sales = await platform.database.selectFrom('sales').select('content').execute()
      return sales.map(({ content: { id, orderId, state, standing } }) => ({ id, order: orderId, state, standing }))
    },
    async close() {
      server.close()
      if ('closeAllConnections' in server) server.closeAllConnections()
      await platform.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
  return stand
}

/** So that many sales fit into what a till may sell without a line. */
function cheapest(rows: readonly SampleRow[]): SampleRow {
  return rows.filter(({ category }) => category === '冰箱').sort((a, b) => Number(a.price) - Number(b.price))[0]!
}
