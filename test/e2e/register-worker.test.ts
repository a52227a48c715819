/** The register's service worker, by its own events: what a page that runs still needs outlives a deployment. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest'

const kept = new Map<string, Response>()
let answer: () => Promise<Response>
let onFetch: (event: { request: Request; respondWith: (answer: Promise<Response>) => void }) => void

beforeEach(async () => {
  kept.clear()
  const cache = {
    put: (request: Request, response: Response) => Promise.resolve(void kept.set(request.url, response)),
    match: (request: Request) => Promise.resolve(kept.get(request.url)?.clone()),
  }
  vi.stubGlobal('caches', { open: () => Promise.resolve(cache) })
  vi.stubGlobal('location', { origin: 'https://till.test' })
  vi.stubGlobal('fetch', () => answer())
  vi.stubGlobal('self', {
    addEventListener(name: string, listener: typeof onFetch) {
      if (name === 'fetch') onFetch = listener
    },
  })
  vi.resetModules()
  // It is a script without exports: no module to the type checker.
  const script: string = '../../examples/register/service-worker.ts'
  await import(script)
})
afterEach(() => vi.unstubAllGlobals())

async function ask(): Promise<string> {
  let answered: Promise<Response> | null = null
  onFetch({
    request: new Request('https://till.test/chunk-1.js'),
    respondWith: (given) => void (answered = given),
  })
  const response = await (answered as Promise<Response> | null)!
  return `${response.status} ${await response.text()}`
}

it('gives the newest file, and the kept one where there is no line or a deployment took it away', async () => {
  answer = () => Promise.resolve(new Response('old'))
  expect(await ask()).toBe('200 old')
  answer = () => Promise.resolve(new Response('gone', { status: 404 }))
  expect(await ask()).toBe('200 old')
  answer = () => Promise.reject(new TypeError('no line'))
  expect(await ask()).toBe('200 old')
  answer = () => Promise.resolve(new Response('new'))
  expect(await ask()).toBe('200 new')
})

it('says that a file is gone where none is kept', async () => {
  answer = () => Promise.resolve(new Response('gone', { status: 404 }))
  expect(await ask()).toBe('404 gone')
})
