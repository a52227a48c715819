/** A page with one bundled script and the files of a repository behind it, on a loopback address. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { gzipSync } from 'node:zlib'
import { build, type BuildOptions } from 'esbuild'

export interface PageServer {
  /** `"http://127.0.0.1:41234/"` */
  readonly url: string
  /** Bytes sent for paths of the repository, compressed as they went. */
  sent: number
  close(): Promise<void>
}

/** The page script at `entry` as one file of JavaScript. */
export async function bundlePage(entry: URL, options: BuildOptions = {}): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [entry.pathname],
    bundle: true,
    format: 'iife',
    target: 'es2022',
    minify: true,
    logLevel: 'error',
    ...options,
    write: false,
  })
  return outputFiles[0]?.text ?? ''
}

/**
 * Serves `/` with the script, `/repository/…` from `files`, which may change while it runs, and
 * isolates the page so that its clock is fine-grained and its memory can be measured.
 * @param onPost what the page has to say
 */
export async function servePage(
  script: string,
  files: ReadonlyMap<string, Uint8Array>,
  other: ReadonlyMap<string, string> = new Map(),
  onPost: (body: string) => void = () => undefined,
): Promise<PageServer> {
  const compressed = new WeakMap<Uint8Array, Buffer>()
  const headers = {
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Embedder-Policy': 'require-corp',
    'Cross-Origin-Resource-Policy': 'same-origin',
  }
  const server: Server = createServer((request, response) => {
    if (request.method === 'POST') {
      void text(request).then((body) => {
        onPost(body)
        response.writeHead(204, headers).end()
      })
      return
    }
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://page').pathname)
    if (path === '/') {
      response
        .writeHead(200, { ...headers, 'Content-Type': 'text/html' })
        .end('<!doctype html><meta charset="utf-8"><title>page</title><script src="/page.js"></script>')
      return
    }
    if (path === '/page.js') {
      response.writeHead(200, { ...headers, 'Content-Type': 'text/javascript' }).end(script)
      return
    }
    const json = other.get(path)
    if (json !== undefined) {
      response.writeHead(200, { ...headers, 'Content-Type': 'application/json' }).end(json)
      return
    }
    const file = path.startsWith('/repository/') ? files.get(path.slice('/repository/'.length)) : undefined
    if (!file) {
      response.writeHead(404, headers).end()
      return
    }
    let body = compressed.get(file)
    if (!body) {
      body = gzipSync(file)
      compressed.set(file, body)
    }
    page.sent += body.length
    response
      .writeHead(200, {
        ...headers,
        'Content-Type': 'application/octet-stream',
        'Content-Encoding': 'gzip',
        'Cache-Control': 'no-store',
      })
      .end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const page: PageServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    sent: 0,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  return page
}
