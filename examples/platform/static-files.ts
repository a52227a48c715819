/** Files as a good static server gives them: typed, compressed, cached for as long as their name says. */
import { createHash } from 'node:crypto'
import { readFile, realpath, stat } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'

const zip = promisify(gzip)

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
  '.png': 'image/png',
  '.seg': 'application/octet-stream',
  '.flt': 'application/octet-stream',
}
const compressed = new Set(['.html', '.js', '.css', '.svg', '.json', '.seg', '.wasm'])
/** A body kept compressed, most bytes of all of them. */
const keptBytes = 64 * 1024 * 1024

export interface StaticFile {
  readonly type: string
  readonly etag: string
  readonly body: Uint8Array<ArrayBuffer>
  readonly zipped: Uint8Array<ArrayBuffer> | null
}

export interface StaticFiles {
  /** The file at a path below the folder; null when there is none. */
  find(path: string): Promise<StaticFile | null>
}

export function createStaticFiles(folder: string): StaticFiles {
  const kept = new Map<string, { readonly stamp: string; readonly file: StaticFile }>()
  let size = 0

  async function load(path: string): Promise<StaticFile> {
    const extension = extname(path)
    const body = new Uint8Array(await readFile(path))
    const zipped = compressed.has(extension) ? new Uint8Array(await zip(body)) : null
    const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`
    return {
      type: types[extension] ?? 'application/octet-stream',
      etag,
      body,
      zipped: zipped && zipped.length < body.length ? zipped : null,
    }
  }

  return {
    async find(path) {
      const name = normalize(`/${path}`)
      const file = join(folder, name)
      // Names that lead out of the folder, hidden files and half-written ones are nobody's business.
      if (!file.startsWith(folder + sep) || path.includes('\0') || /(^|\/)\.|\.partial$/.test(path)) return null
      // A link shows what lies elsewhere. The folder itself may be one.
      const real = await Promise.all([folder, file].map((each) => realpath(each))).catch(() => null)
      if (real?.[1] !== join(real?.[0] ?? '', name)) return null
      const about = await stat(file).catch(() => null)
      if (!about?.isFile()) return null
      const stamp = `${about.mtimeMs} ${about.size}`
      const known = kept.get(file)
      if (known?.stamp === stamp) return known.file
      const loaded = await load(file)
      if (known) size -= sizeOf(known.file)
      kept.set(file, { stamp, file: loaded })
      size += sizeOf(loaded)
      for (const [oldest, { file: dropped }] of kept) {
        if (size <= keptBytes || oldest === file) break
        kept.delete(oldest)
        size -= sizeOf(dropped)
      }
      return loaded
    },
  }
}

function sizeOf({ body, zipped }: StaticFile): number {
  return body.length + (zipped?.length ?? 0)
}

/** The answer to a GET or HEAD. */
export function serveFile(file: StaticFile, request: Request, headers: Readonly<Record<string, string>>): Response {
  const shared = {
    ...headers,
    'content-type': file.type,
    etag: file.etag,
    vary: 'accept-encoding',
    'x-content-type-options': 'nosniff',
  }
  if (request.headers.get('if-none-match')?.split(/,\s*/).includes(file.etag))
    return new Response(null, { status: 304, headers: shared })
  const accepts = /\bgzip\b(?!;\s*q=0(\.0*)?(,|$))/.test(request.headers.get('accept-encoding') ?? '')
  const body = accepts && file.zipped ? file.zipped : file.body
  const answer = {
    ...shared,
    'content-length': String(body.length),
    ...(body === file.zipped && { 'content-encoding': 'gzip' }),
  }
  return new Response(request.method === 'HEAD' ? null : body, { headers: answer })
}
