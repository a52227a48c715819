/** The addresses of the service: record API, signed repository, register page, its configuration. */
import { Hono, type Context } from 'hono'
import { openApiDocument, problem, respond, type PlatformService } from 'tradein-checkout/platform'
import { createStaticFiles, serveFile } from './static-files.ts'

export interface ServerParts {
  readonly service: PlatformService
  /** Folder of the signed repository. */
  readonly repository: string
  /** Folder of the built register page; null: none is served. */
  readonly register: string | null
  /** What the register page starts with. */
  readonly config: () => object
  /** True while the database answers. */
  readonly isHealthy: () => Promise<boolean>
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

export function createServer({ service, repository, register, config, isHealthy, admin }: ServerParts): Hono {
  const app = new Hono()
  const releaseFiles = createStaticFiles(repository)
  const pageFiles = register === null ? null : createStaticFiles(register)
  const below = (context: Context, base: string): string =>
    decoded(new URL(context.req.url).pathname.slice(base.length))

  app.all('/api/*', (context) => service.handle(below(context, '/api/'), context.req.raw))
  if (admin) app.route('/admin', admin)
  app.get('/openapi.json', () => Response.json(openApiDocument('/api/'), { headers: { 'cache-control': 'no-cache' } }))
  app.get('/config.json', () => Response.json(config(), { headers: { 'cache-control': 'no-store' } }))
  app.get('/healthz', async () => {
    const healthy = await isHealthy()
    return Response.json(
      { status: healthy ? 'ok' : 'failing' },
      { status: healthy ? 200 : 503, headers: { 'cache-control': 'no-store' } },
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
