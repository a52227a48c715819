/** Alterations of a signed record, generated from its schema: a new field is covered by itself. */
import * as z from 'zod/mini'
import { recordSchema } from '../../src/record/schema.ts'

interface Node {
  readonly type?: string
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly Node[]
  readonly oneOf?: readonly Node[]
  readonly properties?: Readonly<Record<string, Node>>
  readonly required?: readonly string[]
  readonly additionalProperties?: Node | boolean
  readonly items?: Node
}

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/** `value` undefined: the member is left out. */
export interface Alteration {
  readonly path: readonly (string | number)[]
  readonly value: Json | undefined
}

const kinds = (z.toJSONSchema(recordSchema, { io: 'input' }) as unknown as { readonly oneOf: readonly Node[] }).oneOf

/** Every alteration of one member. `others`: texts of other records, to put in the place of one's own. */
export function alterationsOf(
  record: { readonly kind: string } & Json,
  others: readonly string[],
): readonly Alteration[] {
  const schema = kinds.find(({ properties }) => properties?.['kind']?.const === record.kind)
  if (!schema) throw new Error(`the schema has no ${record.kind}`)
  return walk(schema, record, [], others)
}

export function altered(record: Json, alterations: readonly Alteration[]): Json {
  return alterations.reduce((now, { path, value }) => put(now, path, value), record)
}

/** Without places in lists and without names that are data: `result.lines.#.units.#.subsidy`. */
export function fieldOf({ path }: Alteration): string {
  const names = path.map((step) => (typeof step === 'number' ? '#' : step))
  const open = ['facts.serials', 'facts.quotaUsed', 'basis.versions', 'evidence']
  const field = names.join('.')
  const parent = open.find((each) => field.startsWith(`${each}.`))
  return parent ? `${parent}.*` : field.replace(/(steps\.#\.inputs)\..*/, '$1.*')
}

function walk(node: Node, value: Json, path: Alteration['path'], others: readonly string[]): readonly Alteration[] {
  const to = (...values: readonly (Json | undefined)[]): Alteration[] => values.map((each) => ({ path, value: each }))
  const options = node.anyOf ?? node.oneOf
  if (options) {
    const fitting = options.find((option) => fits(option, value))
    const rest = options.filter((option) => option !== fitting).map(sample)
    return [...to(...rest), ...(fitting ? walk(fitting, value, path, others) : [])]
  }
  if (node.const !== undefined) return to(typeof node.const === 'string' ? `${node.const}x` : 2)
  if (node.enum) return to(...(node.enum as Json[]).filter((each) => each !== value))
  if (Array.isArray(value)) {
    const list = value as readonly Json[]
    const item = node.items ?? {}
    return [
      ...to([...list, list[0] ?? sample(item)], ...(list.length > 0 ? [list.slice(1)] : [])),
      ...list.flatMap((each, i) => walk(item, each, [...path, i], others)),
    ]
  }
  if (typeof value === 'object' && value !== null) return walkObject(node, value as Record<string, Json>, path, others)
  if (typeof value === 'boolean') return to(!value)
  if (typeof value === 'number') return to(value + 1, value - 1, value + 3_600_000, value - 86_400_000)
  return typeof value === 'string' ? to(...textsFor(value, others)) : []
}

function walkObject(
  { properties = {}, required = [], additionalProperties }: Node,
  value: Readonly<Record<string, Json>>,
  path: Alteration['path'],
  others: readonly string[],
): readonly Alteration[] {
  const open = typeof additionalProperties === 'object' ? additionalProperties : null
  const names = [...new Set([...Object.keys(properties), ...(open ? Object.keys(value) : [])])]
  return [
    ...names.flatMap((name) => {
      const at = [...path, name]
      const node = properties[name] ?? open ?? {}
      const own = value[name]
      if (own === undefined) return [{ path: at, value: sample(node) }]
      const gone = required.includes(name) ? [] : [{ path: at, value: undefined }]
      return [...gone, ...walk(node, own, at, others)]
    }),
    ...(open ? [{ path: [...path, 'added'], value: sample(open) }] : []),
  ]
}

function textsFor(text: string, others: readonly string[]): readonly string[] {
  if (/^\d+\.\d\d$/.test(text)) {
    const fen = Number(text.replace('.', ''))
    return [fen + 1, fen + 10_000, 2 * fen, 0].filter((each) => each !== fen).map(yuan)
  }
  if (/^\d{4}-\d\d-\d\dT/.test(text)) {
    const [minute, day] = [60_000, 86_400_000]
    return [-365 * day, -8 * day, -120 * minute, -1 * minute, minute, 120 * minute, 8 * day].map((ms) =>
      new Date(Date.parse(text) + ms).toISOString(),
    )
  }
  const last = text.at(-1) === '1' ? '2' : '1'
  const like = others.filter((each) => each !== text && each.length === text.length)
  return [text.slice(0, -1) + last, `${text}1`, ...like]
}

const yuan = (fen: number): string => `${String(Math.floor(fen / 100))}.${String(fen % 100).padStart(2, '0')}`

function fits(node: Node, value: Json): boolean {
  const type = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value
  return node.type === type || (node.type === 'integer' && type === 'number') || (!node.type && type === 'string')
}

/** Something that a member of this schema can be. */
function sample(node: Node): Json {
  if (node.const !== undefined) return node.const as Json
  if (node.enum) return node.enum[0] as Json
  const [option] = node.anyOf ?? node.oneOf ?? []
  if (option) return sample(option)
  switch (node.type) {
    case 'null':
      return null
    case 'boolean':
      return true
    case 'integer':
    case 'number':
      return 1
    case 'array':
      return node.items ? [sample(node.items)] : []
    case 'object':
      return Object.fromEntries((node.required ?? []).map((name) => [name, sample(node.properties?.[name] ?? {})]))
    default:
      return '100.00'
  }
}

function put(value: Json, [step, ...rest]: Alteration['path'], to: Json | undefined): Json {
  if (step === undefined) return to ?? null
  if (typeof step === 'number') {
    const list = value as readonly Json[]
    return Array.isArray(value) ? list.map((each, i) => (i === step ? put(each, rest, to) : each)) : value
  }
  // The other alteration of two may have taken away what this one is in.
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const { [step]: own, ...others } = value as Record<string, Json>
  if (rest.length === 0) return to === undefined ? others : { ...others, [step]: to }
  return own === undefined ? value : { ...others, [step]: put(own, rest, to) }
}
