/**
 * What the browser tests use of vitest, for a page of an engine on which vitest's own page does not run:
 * its client is written for newer ones. The matchers are vitest's own.
 */
import { chai, JestAsymmetricMatchers, JestChaiExpect, JestExtend } from '@vitest/expect'

/** What a page says of its tests: first which there are, then how each went, one after the other. */
export type InPage =
  /** `"heading > name"` */
  | { readonly names: readonly string[] }
  /** `fault` is null when the test of that place passed, else what went wrong. */
  | { readonly place: number; readonly fault: string | null }
  /** The script itself failed. */
  | { readonly broken: string }

interface TestContext {
  onTestFinished(task: () => unknown): void
}
type Body = (context: TestContext) => unknown

const tests: { readonly name: string; readonly body: Body }[] = []
const headings: string[] = []
const afterEachTest: (() => unknown)[] = []

export function describe(heading: string, body: () => void): void {
  headings.push(heading)
  body()
  headings.pop()
}

export function it(name: string, body: Body): void {
  tests.push({ name: [...headings, name].join(' > '), body })
}
export const test: typeof it = it

/** Of the whole file: none of them needs it by heading. */
export function afterEach(task: () => unknown): void {
  if (headings.length > 0) throw new Error('afterEach stands outside any describe here')
  afterEachTest.push(task)
}

for (const plugin of [JestExtend, JestChaiExpect, JestAsymmetricMatchers]) chai.use(plugin)

const pollMs = 50
const giveUpMs = 5_000

/** Any matcher, tried until it holds. */
function poll(read: () => unknown): Record<string, (...expected: unknown[]) => Promise<void>> {
  const matcher =
    (name: string) =>
    async (...expected: unknown[]): Promise<void> => {
      for (const end = performance.now() + giveUpMs; ;) {
        try {
          const assertion = chai.expect(await read()) as unknown as Record<string, (...rest: unknown[]) => unknown>
          await assertion[name]!(...expected)
          return
        } catch (error) {
          if (performance.now() > end) throw error
        }
        await new Promise((done) => setTimeout(done, pollMs))
      }
    }
  return new Proxy({}, { get: (_, name) => matcher(String(name)) })
}

export const expect: Chai.ExpectStatic & { poll: typeof poll } = Object.assign(chai.expect, { poll })

async function run(body: Body): Promise<string | null> {
  const finished: (() => unknown)[] = []
  try {
    try {
      await body({ onTestFinished: (task) => finished.push(task) })
    } finally {
      for (const task of [...finished, ...afterEachTest]) await task()
    }
    return null
  } catch (error) {
    return error instanceof Error ? `${String(error)}\n${error.stack ?? ''}` : JSON.stringify(error)
  }
}

async function say(what: InPage): Promise<void> {
  await fetch('/', { method: 'POST', body: JSON.stringify(what) })
}

addEventListener('error', ({ message }) => void say({ broken: message }))
addEventListener('load', () => {
  void (async () => {
    await say({ names: tests.map(({ name }) => name) })
    for (const [place, { body }] of tests.entries()) await say({ place, fault: await run(body) })
  })()
})
