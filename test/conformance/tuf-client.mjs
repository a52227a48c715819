#!/usr/bin/env node
/**
 * The trust client as a command, for the public TUF conformance suite:
 *
 *   tuf-client.mjs --metadata-dir D init ROOT
 *   tuf-client.mjs --metadata-dir D --metadata-url U refresh
 *   tuf-client.mjs --metadata-dir D --metadata-url U --target-name P [--target-name P …]
 *                  --target-base-url B --target-dir T download
 *
 * Exit code 0 on success, 1 on any failure.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { register } from 'tsx/esm/api'

register()
const { createTrustClient } = await import('../../src/trust/client.ts')
const { quoteName } = await import('../../src/trust/store.ts')
const { requireTarget } = await import('../../src/trust/target-file.ts')
const { createFileStore, readRoot, writeRoot } = await import('./file-store.ts')

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    'metadata-dir': { type: 'string' },
    'metadata-url': { type: 'string' },
    'target-name': { type: 'string', multiple: true },
    'target-base-url': { type: 'string' },
    'target-dir': { type: 'string' },
  },
})

function required(name) {
  const value = values[name]
  if (value === undefined) throw new Error(`--${name} is missing`)
  return value
}

async function updatedClient() {
  const folder = required('metadata-dir')
  const client = createTrustClient({
    root: await readRoot(folder),
    store: createFileStore(folder),
    fetch: globalThis.fetch,
    metadataUrl: required('metadata-url'),
    targetUrl: values['target-base-url'] ?? required('metadata-url'),
    clock: Date,
    keeping: 'specification',
    roles: 'needed',
  })
  await client.refresh()
  return client
}

async function download() {
  const paths = required('target-name')
  const folder = required('target-dir')
  required('target-base-url')
  const client = await updatedClient()
  await mkdir(folder, { recursive: true })
  for (const path of paths) {
    const file = await client.target(path)
    if (!file) throw new Error(`no role knows ${path}`)
    const local = join(folder, quoteName(path))
    if (await isThere(file, local)) continue
    await writeFile(local, await client.fetchTarget(file))
  }
}

async function isThere(file, local) {
  try {
    await requireTarget(file, new Uint8Array(await readFile(local)))
    return true
  } catch {
    return false
  }
}

const commands = {
  init: async () => writeRoot(required('metadata-dir'), await readFile(positionals[1] ?? '')),
  refresh: updatedClient,
  download,
}

try {
  const command = commands[positionals[0]]
  if (!command) throw new Error(`the command is one of ${Object.keys(commands).join(', ')}`)
  await command()
} catch (error) {
  console.error(`${error.code ?? 'ERROR'}: ${error.message}`)
  process.exitCode = 1
}
