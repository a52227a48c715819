import { expect, it } from 'vitest'
import { sellThrough, type Fault } from './rounds.ts'

const faults: readonly Fault[] = [
  'crash',
  'freeze',
  'stop',
  'close',
  ...Array.from({ length: 10 }, (): Fault => 'kill'),
]

it('loses, doubles and blocks nothing through ten kills and four other faults at drawn steps of a sale', async () => {
  const tally = await sellThrough(20_261, faults)
  expect(tally.faults.kill).toBe(10)
  expect(tally.acknowledged).toBeGreaterThan(faults.length)
}, 300_000)
