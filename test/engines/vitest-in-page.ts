/**
 * What the browser tests use of vitest, for a page of an engine on which vitest's own page does not run:
 * its client is written for newer ones. The matchers are vitest's own.
 */
import { chai, JestAsymmetricMatchers, JestChaiExpect, JestExtend } from '@vitest/expect'

/** The tests of a page, as its driver sees them. */
export interface InPage {
  /** `"heading > name"` */
  readonly names: readonly string[]
  /** Null when the test of that place passed, else what went wrong. */
  run(place: number): Promise<string | null>
}

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

const inPage: InPage = {
  get names() {
    return tests.map(({ name }) => name)
  },
  async run(place) {
    const finished: (() => unknown)[] = []
    try {
      try {
        await tests[place]!.body({ onTestFinished: (task) => finished.push(task) })
      } finally {
        for (const task of [...finished, ...afterEachTest]) await task()
      }
      return null
    } catch (error) {
      return error instanceof Error ? `${String(error)}\n${error.stack ?? ''}` : JSON.stringify(error)
    }
  },
}
Object.assign(globalThis, { inPage })
