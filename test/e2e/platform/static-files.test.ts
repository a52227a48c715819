import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createServer } from '../../../examples/platform/server.ts'
import type { PlatformService } from '../../../src/platform/service.ts'
import { problemSchema } from '../../../src/record/protocol.ts'

let folder: string
const timestamp = JSON.stringify({ signed: 'x'.repeat(500) })
const service: PlatformService = {
  handle: async () => new Response('api'),
  settle: async () => undefined,
  importOutbox: async () => ({ taken: 0, known: 0, refused: [] }),
}
const server = () =>
  createServer({
    service,
    repository: join(folder, 'repository'),
    register: join(folder, 'register'),
    config: { store: 'TY-0001' },
    readiness: async () => ({ database: true, release: true, keys: true, disk: true, open: true }),
  })
const get = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  Promise.resolve(server().fetch(new Request(`http://till.test${path}`, { headers })))

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tradein-static-'))
  for (const each of ['repository/metadata', 'repository/targets/models/a', 'register'])
    mkdirSync(join(folder, each), { recursive: true })
  writeFileSync(join(folder, 'repository/metadata/timestamp.json'), timestamp)
  writeFileSync(join(folder, 'repository/metadata/1.root.json'), timestamp)
  writeFileSync(join(folder, 'repository/metadata/2.brand%2Fx.json'), '{}')
  writeFileSync(join(folder, 'repository/targets/models/a/ab.0.seg'), new Uint8Array(1000))
  writeFileSync(join(folder, 'repository/metadata/timestamp.json.partial'), 'half')
  writeFileSync(join(folder, 'register/index.html'), '<!doctype html><title>Register</title>')
  writeFileSync(join(folder, 'register/.hidden'), 'x')
  writeFileSync(join(folder, 'secret.txt'), 'secret')
  symlinkSync(join(folder, 'secret.txt'), join(folder, 'repository/metadata/3.root.json'))
  symlinkSync(folder, join(folder, 'repository/targets/linked'))
  symlinkSync('1.root.json', join(folder, 'repository/metadata/4.root.json'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the signed repository', () => {
  it('is compressed on the wire where the client can read it', async () => {
    const zipped = await get('/repository/metadata/timestamp.json', { 'accept-encoding': 'br, gzip' })
    expect(zipped.headers.get('content-encoding')).toBe('gzip')
    expect(gunzipSync(new Uint8Array(await zipped.arrayBuffer())).toString()).toBe(timestamp)
    for (const accepts of ['', 'br', 'gzip;q=0']) {
      const plain = await get('/repository/metadata/timestamp.json', { 'accept-encoding': accepts })
      expect([plain.headers.get('content-encoding'), await plain.text()]).toEqual([null, timestamp])
    }
    expect(
      (await get('/repository/targets/models/a/ab.0.seg', { 'accept-encoding': 'gzip' })).headers.get(
        'content-encoding',
      ),
    ).toBe('gzip')
  })

  it('is cached for ever, but for the timestamp and for what is not there', async () => {
    const caching = async (path: string) => (await get(path)).headers.get('cache-control')
    expect(await caching('/repository/metadata/timestamp.json')).toBe('no-cache')
    expect(await caching('/repository/metadata/1.root.json')).toContain('immutable')
    expect(await caching('/repository/targets/models/a/ab.0.seg')).toContain('immutable')
    expect(await caching('/repository/metadata/2.root.json')).toBe('no-store')
    const known = (await get('/repository/metadata/timestamp.json')).headers.get('etag')!
    expect((await get('/repository/metadata/timestamp.json', { 'if-none-match': known })).status).toBe(304)
  })

  it('finds names with percent signs in them', async () => {
    expect((await get('/repository/metadata/2.brand%252Fx.json')).status).toBe(200)
  })
})

describe('the register page', () => {
  it('runs its own scripts and styles alone', async () => {
    const page = await get('/')
    expect(await page.text()).toContain('<title>Register')
    const policy = page.headers.get('content-security-policy')!
    expect(policy).toContain("script-src 'self'; style-src 'self'")
    expect(policy).not.toMatch(/unsafe|\*/)
    expect(page.headers.get('x-content-type-options')).toBe('nosniff')
  })

  it('gets its configuration', async () => {
    expect(await (await get('/config.json')).json()).toEqual({ store: 'TY-0001' })
  })
})

describe('what is not there', () => {
  it.each([
    '/secret.txt',
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/.hidden',
    '/%00',
    '/%',
    '/repository/../secret.txt',
    '/repository/%2e%2e/secret.txt',
    '/repository/metadata/timestamp.json.partial',
    '/repository/metadata',
    '/repository/metadata/3.root.json',
    '/repository/targets/linked/secret.txt',
    '/repository/metadata/4.root.json',
    '/nothing',
  ])('is a problem: %s', async (path) => {
    const response = await get(path)
    expect(response.status).toBe(404)
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    expect(problemSchema.parse(await response.json()).code).toBe('not_found')
  })

  it('is what lies elsewhere, not a folder that is itself a link', async () => {
    symlinkSync(join(folder, 'repository'), join(folder, 'current'))
    const parts = { service, register: null, config: null, readiness: () => Promise.reject(new Error('not asked')) }
    const linked = createServer({ ...parts, repository: join(folder, 'current') })
    const status = async (path: string) => (await linked.fetch(new Request(`http://till.test${path}`))).status
    expect(await status('/repository/metadata/1.root.json')).toBe(200)
    expect(await status('/repository/metadata/3.root.json')).toBe(404)
    expect(await status('/config.json')).toBe(404)
  })

  it('is a problem by any other method', async () => {
    const response = await server().fetch(new Request('http://till.test/', { method: 'DELETE' }))
    expect(response.status).toBe(404)
  })
})

it('describes the record API by the schemas that requests are held to', async () => {
  const document = (await (await get('/openapi.json')).json()) as {
    openapi: string
    paths: Record<string, { post: { requestBody: object; responses: object } }>
  }
  expect(document.openapi).toBe('3.1.0')
  expect(Object.keys(document.paths).sort()).toEqual([
    '/v1/answers',
    '/v1/entitlements/query',
    '/v1/imports',
    '/v1/records',
    '/v1/sales/find',
    '/v1/serials/query',
    '/v1/tills',
    '/v1/tills/head',
  ])
  const { requestBody, responses } = document.paths['/v1/records']!.post
  expect(JSON.stringify(requestBody)).toContain('orderId')
  expect(Object.keys(responses)).toEqual(expect.arrayContaining(['200', '400', '401', '409', '413']))
})
