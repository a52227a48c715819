import { expect, it } from 'vitest'
import { sellShift } from './selling-while-draining.ts'

const all = Number(process.env['SALES'] ?? 100_000)
const perShift = 5_000

it(`sells ${all} times while it sends, over a bad line, and both sides agree`, { timeout: 21_600_000 }, async () => {
  const startMs = performance.now()
  for (let sold = 0, shift = 1; sold < all; shift++) {
    const sales = Math.min(perShift, all - sold)
    const { whileSending, subsidy } = await sellShift({ sales, seed: shift })
    expect(whileSending).toBeGreaterThan(sales / 10)
    sold += sales
    const seconds = Math.round((performance.now() - startMs) / 1_000)
    console.log(`${sold} sales in ${seconds} s; shift ${shift}: ${whileSending} while sending, subsidies ${subsidy}`)
  }
})
