/** Chromium as old as the tills that the README names, fetched from npm into `build/engines` and kept there. */
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { brotliDecompress } from 'node:zlib'

interface Package {
  /** Of `@sparticuz/chromium`. */
  readonly version: string
  /** Of the package's tarball, as a lock file would pin it: what comes out of it is run. */
  readonly integrity: string
}

/** By Chromium's major version. Windows 7 ends at 109. */
const packages: Readonly<Record<string, Package>> = {
  '92': {
    version: '92.0.0',
    integrity: 'sha512-xCFop83v5gXKQTDGNfzj84F4f9QZkY9eShTu1pbWYOPB6wJNw9YgoX56zeVeRD7VL9AVwiS9VS9tgShnc5uR2g==',
  },
  '109': {
    version: '109.0.6',
    integrity: 'sha512-9hTE03DXnrWTiGNpfjLfmGhIfmiVAerSPinDb+x5bBdM4KF4PMM1NZ0A+V7WKazoA+CasSX/osHK8K0MuO6uqg==',
  },
}
export const engineNames: readonly string[] = Object.keys(packages)

const folder = resolve(import.meta.dirname, '../../build/engines')
const run = promisify(execFile)
const decompress = promisify(brotliDecompress)

/** The path of its executable; null: no engine is called so. @throws Error where npm cannot fetch it */
export async function fetchEngine(name: string): Promise<string | null> {
  const wanted = packages[name]
  if (!wanted) return null
  const home = join(folder, `chromium-${wanted.version}`)
  const executable = join(home, 'chromium')
  if (existsSync(executable)) return executable
  await rm(home, { recursive: true, force: true })
  await mkdir(home, { recursive: true })
  const { stdout } = await run(
    'npm',
    ['pack', `@sparticuz/chromium@${wanted.version}`, '--silent', '--pack-destination', home],
    { cwd: home },
  )
  const tarball = join(home, stdout.trim())
  const integrity = `sha512-${createHash('sha512')
    .update(await readFile(tarball))
    .digest('base64')}`
  if (integrity !== wanted.integrity)
    throw new Error(`@sparticuz/chromium@${wanted.version} is ${integrity}, not what was pinned`)
  await run('tar', ['-xzf', tarball, '-C', home, 'package/bin'])
  const part = async (file: string): Promise<Buffer> => decompress(await readFile(join(home, 'package/bin', file)))
  await writeFile(join(home, 'libraries.tar'), await part('swiftshader.tar.br'))
  await run('tar', ['-xf', join(home, 'libraries.tar'), '-C', home])
  await writeFile(join(home, 'unfinished'), await part('chromium.br'), { mode: 0o755 })
  for (const rest of ['package', 'libraries.tar', stdout.trim()]) await rm(join(home, rest), { recursive: true })
  await rename(join(home, 'unfinished'), executable)
  return executable
}
