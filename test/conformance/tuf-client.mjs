#!/usr/bin/env node
/**
 * The trust client as a command, for the public TUF conformance suite:
 *
 *   tuf-client.mjs --metadata-dir D init ROOT
 *   tuf-client.mjs --metadata-dir D --metadata-url U refresh
 *   tuf-client.mjs --metadata-dir D --metadata-url U --target-name P [--target-name P …]
 *                  --target-base-url B --target-dir T download
 *
 * Exit code 0 on success, 1 on any failure. It runs from the sources: bundled in memory, which starts
 * in half the time that loading them file by file takes, and the suite starts it some 300 times.
 */
import { Buffer } from 'node:buffer'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const { outputFiles } = await build({
  entryPoints: [fileURLToPath(new URL('command.ts', import.meta.url))],
  bundle: true,
  format: 'esm',
  platform: 'node',
  write: false,
})
const { runCommand } = await import(
  `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`
)
process.exitCode = await runCommand(process.argv.slice(2))
