/** Every price at every rate and rounding that a shipped rule set could ask for, against whole-fen arithmetic. */
import { timesRate } from '../../src/core/money.ts'
import { fen, shareOf } from '../support/oracle/fen.ts'

const rates = ['0.20', '0.15', '0.08']
const modes = ['down', 'half-up', 'half-even'] as const
const units = ['0.01', '1.00']

/** Null when all agree. Prices from 0.01 to 20,000.00, every `step`th fen. */
export function firstWrongRate(step: number): string | null {
  for (let price = 1; price <= 2_000_000; price += step) {
    const amount = `${Math.floor(price / 100)}.${String(price % 100).padStart(2, '0')}`
    for (const rate of rates) {
      for (const mode of modes) {
        for (const unit of units) {
          const ours = timesRate(amount, rate, { mode, unit })
          if (fen(ours) !== shareOf(BigInt(price), rate, { mode, unit }))
            return `${amount} × ${rate} ${mode} ${unit}: ${ours}`
        }
      }
    }
  }
  return null
}
