/** V4: look-alikes caught and false alarms, on every brand and 10,000 models, beside npm `unicode-confusables`. */
import { isConfusing } from 'unicode-confusables'
import { onBrands, onModels } from '../verify/attacks.ts'
import { confusionTable, createMarket, falseAlarms, nameOf, tableText } from '../verify/market.ts'
import { lessIsBetter, moreIsBetter, type Bench } from './bench.ts'

export const run: Bench = () => {
  const market = createMarket()
  const seen = { tried: 0, caught: 0 }
  const peer = (text: string): void => {
    seen.tried++
    if (isConfusing(text)) seen.caught++
  }
  const brands = confusionTable(market, onBrands, 'brand', 1, 1, peer)
  const models = confusionTable(market, onModels, 'model', 1, 1, peer)
  console.error(`${tableText(brands)}\n\n${tableText(models)}`)
  const rows = [...brands, ...models]
  const tried = rows.reduce((sum, row) => sum + row.tried, 0)
  const missed = rows.reduce((sum, row) => sum + row.counts.missed, 0)
  const { tried: genuine, alarms } = falseAlarms(market)
  const peerAlarms = market.listings.filter(
    (listing) => isConfusing(listing.model) || isConfusing(nameOf(market, listing)),
  ).length
  const caught = (100 * (tried - missed)) / tried
  // Of nought alarms no ratio can be told: it is reckoned as if there were one.
  const alarmed = (100 * alarms.length) / genuine
  const least = 100 / genuine
  return Promise.resolve([
    moreIsBetter('V4', caught, (100 * seen.caught) / seen.tried, 'caught: unicode-confusables', '%'),
    moreIsBetter('V4', caught, 99.9, 'caught: limit', '%'),
    {
      ...lessIsBetter(
        'V4',
        Math.max(alarmed, least),
        (100 * peerAlarms) / market.listings.length,
        'false alarms: unicode-confusables',
        '%',
      ),
      ours: alarmed,
    },
    { ...lessIsBetter('V4', Math.max(alarmed, least), 0.01, 'false alarms: limit', '%'), ours: alarmed },
  ])
}
