#!/usr/bin/env node
/** `tradein-authority`: the authority's tool on the command line. */
import { realpathSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { runTool } from './run-tool.ts'

// Run as a program, and not when a test or bundler imports it.
if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  process.exitCode = await runTool(process.argv.slice(2), {
    out: process.stdout,
    err: process.stderr,
    env: process.env,
    now: () => Date.now(),
  })
}
