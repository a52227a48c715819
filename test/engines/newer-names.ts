/** The names that pages gained after a version of Chromium, from MDN's compatibility data. */
import { createRequire } from 'node:module'

interface Support {
  readonly version_added: string | boolean | null
}
interface Feature {
  readonly __compat?: { readonly support: { readonly chrome?: Support | readonly Support[] } }
  readonly [member: string]: unknown
}

export interface NewerNames {
  /** `structuredClone` */
  readonly globals: ReadonlySet<string>
  /** `AbortSignal.any` */
  readonly statics: ReadonlySet<string>
  /** Members that nothing had before, whatever they are called on: `findLast`. */
  readonly members: ReadonlySet<string>
}

export function newerThan(chromium: number): NewerNames {
  const data = createRequire(import.meta.url)('@mdn/browser-compat-data') as {
    readonly api: Readonly<Record<string, Feature>>
    readonly javascript: { readonly builtins: Readonly<Record<string, Feature>> }
  }
  const isNewer = (feature: Feature): boolean => {
    const support = [feature.__compat?.support.chrome ?? []].flat()[0]
    const added = support?.version_added
    return typeof added === 'string' ? !(Number.parseInt(added.replace(/^≤/, ''), 10) <= chromium) : added !== true
  }
  const globals = new Set<string>()
  const statics = new Set<string>()
  const newer = new Set<string>()
  const older = new Set<string>()
  for (const [name, feature] of [...Object.entries(data.api), ...Object.entries(data.javascript.builtins)]) {
    if (isNewer(feature)) globals.add(name)
    else older.add(name)
    for (const [key, member] of Object.entries(feature)) {
      if (key === '__compat' || !(member as Feature).__compat) continue
      const memberName = key.replace(/_static$/, '')
      if (!isNewer(member as Feature)) older.add(memberName)
      else if (!isNewer(feature)) {
        newer.add(memberName)
        statics.add(`${name}.${memberName}`)
      }
    }
  }
  return { globals, statics, members: new Set([...newer].filter((name) => !older.has(name))) }
}
