/** The addresses of the service: record API, signed repository, register page, its configuration. */
import { Hono, type Context } from 'hono'
import { openApiDocument, problem, respond, type PlatformService } from 'tradein-checkout/platform'
import type { Readiness } from './readiness.ts'
import { createStaticFiles, serveFile } from './static-files.ts'

export interface ServerParts {
  readonly service: PlatformService
  /** Folder of the signed repository. */
  readonly repository: string
  /** Folder of the built register page; null: none is served. */
  readonly register: string | null
  /** What the register page starts with; null: there is none to start. */
  readonly config: object | null
  readonly readiness: () => Promise<Readiness>
  /** Routes for people at the authority. */
  readonly admin?: Hono
}

/** Everything a till's page needs, and nothing from anywhere else. */
const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
].join('; ')
const pageHeaders = {
  'content-security-policy': pagePolicy,
  'referrer-policy': 'no-referrer',
  'permissions-policy': 'camera=(self), geolocation=(), microphone=()',
  'cross-origin-opener-policy': 'same-origin',
  'cache-control': 'no-cache',
}

const uncached = { 'cache-control': 'no-store' }

export function createServer({ service, repository, register, config, readiness, admin }: ServerParts): Hono {
  const app = new Hono()
  const releaseFiles = createStaticFiles(repository)
  const pageFiles = register === null ? null : createStaticFiles(register)
  const below = (context: Context, base: string): string =>
    decoded(new URL(context.req.url).pathname.slice(base.length))

  app.all('/api/*', (context) => service.handle(below(context, '/api/'), context.req.raw))
  if (admin) app.route('/admin', admin)
  app.get('/openapi.json', () => Response.json(openApiDocument('/api/'), { headers: { 'cache-control': 'no-cache' } }))
  if (config) app.get('/config.json', () => Response.json(config, { headers: uncached }))
  // The process alone: whoever restarts it mends no database by that.
  app.get('/healthz', () => Response.json({ status: 'ok' }, { headers: uncached }))
  app.get('/readyz', async () => {
    const parts = await readiness()
    const isReady = Object.values(parts).every(Boolean)
    return Response.json(
      { status: isReady ? 'ready' : 'not_ready', ...parts },
      { status: isReady ? 200 : 503, headers: uncached },
    )
  })
  app.get('/repository/*', async (context) => {
    const path = below(context, '/repository/')
    const file = await releaseFiles.find(path)
    // Only the timestamp changes under its name. That a file is missing (the next root) holds for no longer than now.
    if (!file) return refusal(context, { 'cache-control': 'no-store', 'access-control-allow-origin': '*' })
    const caching = path === 'metadata/timestamp.json' ? 'no-cache' : 'public, max-age=31536000, immutable'
    return serveFile(file, context.req.raw, { 'cache-control': caching, 'access-control-allow-origin': '*' })
  })
  app.get('*', async (context) => {
    const path = below(context, '/')
    const file = await pageFiles?.find(path === '' ? 'index.html' : path)
    return file ? serveFile(file, context.req.raw, pageHeaders) : refusal(context, {})
  })
  app.notFound((context) => refusal(context, {}))
  app.onError((error) => {
    process.stderr.write(`${error.stack ?? error.message}\n`)
    return respond(problem('internal', 'The platform failed; send the same request again'))
  })
  return app
}

function refusal(context: Context, headers: Readonly<Record<string, string>>): Response {
  const response = respond(
    problem('not_found', `There is no ${context.req.method} ${new URL(context.req.url).pathname.slice(0, 200)}`),
  )
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value)
  return response
}

/** File names in a TUF repository hold percent-encoded signs: a URL encodes those once more. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    // No file has this name.
    return '\0'
  }
}
