/** Keeps the page, so that the till starts without a line. What is sold and what is known are the SDK's to keep. */

/** The few names of a service worker that are used; the page's own type library has none of them. */
interface Worker {
  skipWaiting(): Promise<void>
  readonly clients: { claim(): Promise<void> }
  readonly registration: { readonly scope: string }
  addEventListener(
    name: 'install' | 'activate',
    listener: (event: { waitUntil(work: Promise<unknown>): void }) => void,
  ): void
  addEventListener(
    name: 'fetch',
    listener: (event: { readonly request: Request; respondWith(answer: Promise<Response>): void }) => void,
  ): void
}
const worker = self as unknown as Worker
const shell = 'register-shell'

worker.addEventListener('install', (event) => {
  event.waitUntil(keepShell().then(() => worker.skipWaiting()))
})
worker.addEventListener('activate', (event) => {
  event.waitUntil(worker.clients.claim())
})
worker.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  const isOurs = request.method === 'GET' && origin === location.origin && !/\/(api|repository)\//.test(pathname)
  if (isOurs) event.respondWith(networkFirst(request))
})

async function keepShell(): Promise<void> {
  const files = (await (await fetch('files.json', { cache: 'no-cache' })).json()) as string[]
  const cache = await caches.open(shell)
  await cache.addAll([worker.registration.scope, 'config.json', ...files])
}

/** The newest file there is; the kept one when there is no line, or when a deployment took away what a page that runs still needs. */
async function networkFirst(request: Request): Promise<Response> {
  const cache = await caches.open(shell)
  const kept = (): Promise<Response | undefined> => cache.match(request, { ignoreSearch: true })
  try {
    const response = await fetch(request)
    if (!response.ok) return (await kept()) ?? response
    await cache.put(request, response.clone())
    return response
  } catch (error) {
    const stored = await kept()
    if (stored) return stored
    throw error
  }
}
