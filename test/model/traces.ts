/** Runs of the model, as `quint` makes them: its own process, and files in the Informal Trace Format. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { quint } from './quint.ts'

export interface ModelRecord {
  readonly id: number
  readonly till: number
  readonly epoch: number
  readonly seq: number
  readonly kind: string
  readonly sale: string
}
export interface ModelDevice {
  readonly alive: boolean
  readonly forked: boolean
  readonly log: readonly ModelRecord[]
  readonly delivery: Readonly<Record<string, string>>
  readonly rows: Readonly<Record<string, { readonly state: string; readonly standing: string }>>
}
export interface ModelState {
  readonly time: number
  readonly devices: Readonly<Record<string, ModelDevice>>
  readonly platform: {
    readonly stored: Readonly<
      Record<string, { readonly record: ModelRecord; readonly linked: boolean; readonly forked: boolean }>
    >
    readonly sales: Readonly<Record<string, { readonly state: string; readonly standing: string }>>
    readonly serials: Readonly<Record<string, { readonly sale: string; readonly until: number }>>
  }
}
export interface ModelStep {
  readonly did: {
    readonly act: string
    readonly device: number
    readonly sale: string
    readonly record: number
    readonly flag: boolean
  }
  readonly state: ModelState
}

/** So many runs of what can be played on the real thing, the same for the same seed. */
export async function makeTraces(
  count: number,
  seed: number,
  steps: number,
): Promise<readonly (readonly ModelStep[])[]> {
  const place = await mkdtemp(join(tmpdir(), 'model-traces-'))
  try {
    const { code, out } = await quint(
      ...['run', 'protocol.qnt', '--main', 'intact', '--init', 'opened', '--step', 'play', '--mbt', '--verbosity', '1'],
      ...['--n-traces', String(count), '--max-samples', String(count), '--max-steps', String(steps)],
      ...['--seed', `0x${seed.toString(16)}`, '--out-itf', join(place, '{seq}.itf.json')],
    )
    if (code !== 0) throw new Error(out)
    const files = (await readdir(place)).sort((a, b) => Number.parseInt(a) - Number.parseInt(b))
    return await Promise.all(files.map(async (file) => stepsOf(await readFile(join(place, file), 'utf8'))))
  } finally {
    await rm(place, { recursive: true, force: true })
  }
}

/** https://apalache-mc.org/docs/adr/015adr-trace.html */
function stepsOf(text: string): readonly ModelStep[] {
  const { states } = JSON.parse(text) as { readonly states: readonly Record<string, unknown>[] }
  return states.map((variables) => {
    const of = (name: string): unknown =>
      plain(Object.entries(variables).find(([variable]) => variable.endsWith(`::${name}`))?.[1])
    return { did: of('did'), state: of('state') } as ModelStep
  })
}

function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  if ('#bigint' in value) return Number(value['#bigint'])
  if ('#set' in value) return plain(value['#set'])
  if ('#tup' in value) return plain(value['#tup'])
  if ('#map' in value)
    return Object.fromEntries(
      (value['#map'] as [unknown, unknown][]).map(([key, each]) => [String(plain(key)), plain(each)]),
    )
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plain(each)]))
}
