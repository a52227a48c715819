/** The service on a port, and how it comes to its end. */
import type { Server } from 'node:http'
import { setTimeout } from 'node:timers/promises'
import { serve } from '@hono/node-server'
import { CheckoutError } from 'tradein-checkout/platform'
import type { RunningPlatform } from './run.ts'

export interface Listening {
  readonly port: number
  /** Takes no more connections, finishes what is under way, and gives up on what is not done in `graceMs`. */
  readonly stop: (graceMs: number) => Promise<void>
}

/** Whoever is slower holds a connection for nothing, milliseconds. */
const usual = { headersMs: 10_000, requestMs: 30_000 }
const lookEveryMs = 50

/**
 * @param port 0: any that is free
 * @param limits until the head of a request is there, and all of it
 * @throws CheckoutError `OPTIONS_INVALID` when the port is taken
 */
export function listen(
  platform: Pick<RunningPlatform, 'fetch'>,
  { host, port }: { readonly host: string; readonly port: number },
  { headersMs, requestMs }: typeof usual = usual,
): Promise<Listening> {
  return new Promise((done, fail) => {
    const server = serve(
      {
        fetch: platform.fetch,
        hostname: host,
        port,
        serverOptions: {
          headersTimeout: headersMs,
          requestTimeout: requestMs,
          connectionsCheckingInterval: headersMs / 2,
          maxHeaderSize: 16_384,
        },
      },
      (address) => done({ port: address.port, stop: (graceMs) => stop(server as Server, graceMs) }),
    )
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE'
      fail(
        taken
          ? new CheckoutError(
              'OPTIONS_INVALID',
              `Port ${port} is taken: stop what uses it, or start this with another PORT`,
              { field: 'PORT', cause: error },
            )
          : error,
      )
    })
  })
}

async function stop(server: Server, graceMs: number): Promise<void> {
  const ended = { is: false }
  server.close(() => (ended.is = true))
  for (let waitedMs = 0; !ended.is; waitedMs += lookEveryMs) {
    // Pages keep their connections open; nothing they are owed is lost with them.
    if (waitedMs < graceMs) server.closeIdleConnections()
    else server.closeAllConnections()
    await setTimeout(lookEveryMs)
  }
}
