/** `npm run bench [-- C1 V1] [--json]`: runs the rows, one process for all, and prints each figure beside its peer. */
import { readdir } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import type { Bench } from './bench.ts'

const { values, positionals } = parseArgs({
  options: { json: { type: 'boolean', default: false }, soak: { type: 'boolean', default: false } },
  allowPositionals: true,
})
const wanted = new Set(positionals.map((row) => row.toLowerCase()))
const files = (await readdir(new URL('.', import.meta.url))).filter((file) => file.endsWith('.bench.ts')).sort()
const unknown = [...wanted].filter((row) => !files.includes(`${row}.bench.ts`))
if (unknown.length > 0) {
  console.error(
    `No such row: ${unknown.join(', ')}. Rows: ${files.map((file) => file.split('.')[0]?.toUpperCase()).join(' ')}`,
  )
  process.exit(2)
}
const digits = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toPrecision(3))

let failed = false
for (const file of files) {
  const row = file.slice(0, -'.bench.ts'.length)
  if (wanted.size > 0 && !wanted.has(row)) continue
  if (!values.json) console.error(`… ${row.toUpperCase()}`)
  try {
    const { run } = (await import(`./${file}`)) as { run: Bench }
    for (const line of await run({ soak: values.soak })) {
      console.log(
        values.json
          ? JSON.stringify(line)
          : `${line.name.padEnd(4)} ours ${digits(line.ours)} ${line.unit}   ${line.peerName} ${digits(line.peer)} ${line.unit}   ${digits(line.ratio)}× better`,
      )
    }
  } catch (error) {
    failed = true
    console.error(`${row.toUpperCase()} failed:`, error)
  }
}
process.exit(failed ? 1 : 0)
