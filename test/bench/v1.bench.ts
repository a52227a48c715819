/** V1: a verdict with all checks, on a listed item, beside rule engines that decide the eligibility rule alone. */
import { ZenEngine } from '@gorules/zen-engine'
import { chromium } from 'playwright-core'
import type { Item } from '../../src/verify/verdict.ts'
import { verify } from '../../src/verify/verify.ts'
import { chromiumLaunch } from '../support/chromium.ts'
import { bundlePage, servePage } from '../support/page-server.ts'
import { inTurn, lessIsBetter, type Bench } from './bench.ts'
import type { VerdictBench } from './pages/verdict-page.ts'
import { decisionModel, factsOf, jsonRulesEngine } from './rule-engines.ts'
import { passes, verdictCase } from './verdict-case.ts'

const rounds = 7

export const run: Bench = async () => {
  const { context, scanned, labelled } = verdictCase(10_000)
  const facts = factsOf(scanned, context)
  const categories = (context.release?.ruleSets[0]?.categories ?? []).map(({ code }) => code)
  const decide = jsonRulesEngine(categories)
  const table = new ZenEngine().createDecision(Buffer.from(JSON.stringify(decisionModel(categories))))
  const judge = (items: readonly Item[]) => (): void => {
    for (let pass = 0; pass < passes; pass++) {
      for (const item of items) if (verify(item, context).status !== 'eligible') throw new Error('not eligible')
    }
  }
  const medians = await inTurn(
    rounds,
    judge(scanned),
    judge(labelled),
    async () => {
      for (const fact of facts) if (!(await decide(fact))) throw new Error('not eligible')
    },
    async () => {
      for (const fact of facts) {
        const { result } = (await table.evaluate(fact)) as { result: { eligible: boolean } }
        if (!result.eligible) throw new Error('not eligible')
      }
    },
  )
  const [ours = 0, whole = 0, rules = 0, zen = 0] = medians.map(
    (ms, i) => (ms * 1000) / facts.length / (i < 2 ? passes : 1),
  )
  const page = await inChromium()
  return [
    lessIsBetter('V1', ours, rules, 'Node: json-rules-engine', 'µs'),
    lessIsBetter('V1', ours, zen, 'Node: ZEN engine', 'µs'),
    lessIsBetter('V1', whole, rules, 'Node, with the whole label: json-rules-engine', 'µs'),
    lessIsBetter('V1', page.ours, page.peer, 'Chromium: json-rules-engine', 'µs'),
  ]
}

async function inChromium(): Promise<Awaited<ReturnType<VerdictBench['run']>>> {
  const server = await servePage(await bundlePage(new URL('./pages/verdict-page.ts', import.meta.url)), new Map())
  const browser = await chromium.launch({ ...(await chromiumLaunch()), headless: true })
  try {
    const page = await browser.newPage()
    await page.goto(server.url)
    return await page.evaluate((count) => (globalThis as unknown as { bench: VerdictBench }).bench.run(count), rounds)
  } finally {
    await browser.close()
    await server.close()
  }
}
