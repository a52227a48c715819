/** The application identifiers, looked up: the table's notation is read entry by entry, when first met. */
import { aiTable } from './ai-table.ts'
import { linters, type Lint } from './lint.ts'

/** One part of a value: its character set, its length, what else it must satisfy. */
export interface Component {
  readonly min: number
  readonly max: number
  readonly optional: boolean
  /** The character set first, then the dictionary's linters in their order. */
  readonly lints: readonly Lint[]
}

export interface Ai {
  readonly ai: string
  /** Of predefined length: no separator follows it (GS1 General Specifications, figure 7.8.5-2). */
  readonly predefined: boolean
  /** May stand in the query of a Digital Link. */
  readonly attribute: boolean
  readonly components: readonly Component[]
  readonly min: number
  readonly max: number
  /** Every member must be met: by one of its groups, all of whose AI patterns are present. */
  readonly requires: readonly (readonly (readonly string[])[])[]
  /** AI patterns that must not be present; `n` stands for a digit. */
  readonly excludes: readonly string[]
  /** For a primary key of Digital Links: the sequences of qualifiers it takes; else null. */
  readonly qualifiers: readonly (readonly string[])[] | null
}

interface Index {
  readonly lineByAi: ReadonlyMap<string, string>
  /** How long an AI is that starts with these two digits. */
  readonly lengthByPrefix: ReadonlyMap<string, number>
}

let index: Index | null = null
const parsed = new Map<string, Ai>()

/** The AI with this number, 2 to 4 digits; undefined when GS1 has not assigned it. */
export function findAi(ai: string): Ai | undefined {
  const known = parsed.get(ai)
  if (known) return known
  const line = (index ??= readIndex()).lineByAi.get(ai)
  if (line === undefined) return undefined
  const entry = readEntry(ai, line)
  parsed.set(ai, entry)
  return entry
}

/** The length of an AI that starts with these two digits, 2 to 4; undefined when none does. */
export function aiLength(twoDigits: string): number | undefined {
  return (index ??= readIndex()).lengthByPrefix.get(twoDigits)
}

function readIndex(): Index {
  const lineByAi = new Map<string, string>()
  const lengthByPrefix = new Map<string, number>()
  for (const line of aiTable.split('\n')) {
    if (line === '') continue
    const [first = '', last = first] = line.slice(0, line.indexOf(' ')).split('-')
    for (let ai = Number(first); ai <= Number(last); ai++) {
      lineByAi.set(String(ai).padStart(first.length, '0'), line)
    }
    for (let prefix = Number(first.slice(0, 2)); prefix <= Number(last.slice(0, 2)); prefix++) {
      lengthByPrefix.set(String(prefix).padStart(2, '0'), first.length)
    }
  }
  return { lineByAi, lengthByPrefix }
}

function readEntry(ai: string, line: string): Ai {
  const words = line.split(' ').slice(1)
  const flags = /^[*?]+$/.test(words[0] ?? '') ? (words.shift() ?? '') : ''
  const components: Component[] = []
  const requires: string[][][] = []
  const excludes: string[] = []
  let qualifiers: string[][] | null = null
  for (const word of words) {
    const [key = '', value = ''] = word.split('=')
    if (key === 'req') requires.push(value.split(',').map((group) => group.split('+')))
    else if (key === 'ex') excludes.push(...value.split(','))
    else if (key === 'dlpkey')
      qualifiers = value === '' ? [[]] : value.split('|').map((sequence) => sequence.split(','))
    else components.push(readComponent(word))
  }
  const sum = (pick: (component: Component) => number): number =>
    components.reduce((total, each) => total + pick(each), 0)
  return {
    ai,
    predefined: flags.includes('*'),
    attribute: flags.includes('?'),
    components,
    min: sum((each) => (each.optional ? 0 : each.min)),
    max: sum((each) => each.max),
    requires,
    excludes,
    qualifiers,
  }
}

const sets: Readonly<Record<string, string>> = { N: 'csetnumeric', X: 'cset82', Y: 'cset39', Z: 'cset64' }

function readComponent(word: string): Component {
  const [, open = '', set = '', dots = '', digits = '', names = ''] =
    /^(\[?)([NXYZ])(\.\.)?(\d+)\]?((?:,\w+)*)$/.exec(word) ?? []
  const max = Number(digits)
  const lints = [sets[set] ?? '', ...names.split(',').slice(1)].map((name) => linters[name])
  return { min: dots === '' ? max : 1, max, optional: open !== '', lints: lints.filter((lint) => lint !== undefined) }
}
