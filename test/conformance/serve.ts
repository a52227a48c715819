/** A static server on loopback over anything that answers a path. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface LoopbackServer {
  /** `"http://127.0.0.1:43121/"` */
  readonly address: string
  close(): Promise<void>
}

/** @param answer given the path without its leading slash, still percent-encoded */
export async function serve(answer: (path: string) => Promise<Response>): Promise<LoopbackServer> {
  const server = createServer((request, response) => {
    void answer((request.url ?? '/').slice(1)).then(async (found) => {
      response.writeHead(found.status, { connection: 'close' })
      response.end(new Uint8Array(await found.arrayBuffer()))
    })
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () => new Promise((resolve) => void server.close(() => resolve())),
  }
}
