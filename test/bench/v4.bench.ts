/**
 * V4: look-alikes caught and false alarms, on every brand and 10,000 models, beside npm `unicode-confusables`; and how
 * many genuine models of real registers, not listed themselves, are called look-alikes of listed ones.
 */
import { isConfusing } from 'unicode-confusables'
import { onBrands, onModels, onModelsBySlip } from '../verify/attacks.ts'
import { confusionTable, createMarket, falseAlarms, nameOf, tableText, type Row } from '../verify/market.ts'
import { accusations, crossings } from '../verify/siblings.ts'
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
  const slips = confusionTable(market, onModelsBySlip, 'model')
  console.error(`On brands\n${tableText(brands)}\n\nOn models\n${tableText(models)}\n\nSlips\n${tableText(slips)}\n`)
  const rows = [...brands, ...models]
  const tried = rows.reduce((sum, row) => sum + row.tried, 0)
  const caught = (100 * rows.reduce((sum, row) => sum + told(row), 0)) / tried
  const weakest = Math.min(...rows.map((row) => (100 * told(row)) / row.tried))
  const crossed = crossings().flatMap((crossing) =>
    [true, false].map((withBrand) => {
      const { tried: sold, accused, hinted } = accusations(crossing, withBrand)
      const share = (100 * accused.length) / sold
      const what = `${crossing.name}, ${withBrand ? 'with its brand' : 'model alone'}`
      console.error(`${what}: ${sold} unlisted, ${share.toFixed(2)} % accused, ${hinted} with a neighbour named`)
      return share
    }),
  )
  const accused = Math.max(...crossed)
  const { tried: genuine, alarms } = falseAlarms(market)
  const peerAlarms = market.listings.filter(
    (listing) => isConfusing(listing.model) || isConfusing(nameOf(market, listing)),
  ).length
  // Of nought alarms no ratio can be told: it is reckoned as if there were one.
  const alarmed = (100 * alarms.length) / genuine
  const least = 100 / genuine
  return Promise.resolve([
    moreIsBetter('V4', caught, (100 * seen.caught) / seen.tried, 'caught: unicode-confusables', '%'),
    moreIsBetter('V4', caught, 99.9, 'caught: limit', '%'),
    moreIsBetter('V4', weakest, 99.9, 'caught, the weakest kind: limit', '%'),
    {
      ...lessIsBetter('V4', Math.max(accused, 0.01), 2, 'siblings accused, the worst register: limit', '%'),
      ours: accused,
    },
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

/** Attacks whose original was named, or read as it: neither missed nor refused for another reason. */
function told({ counts }: Row): number {
  return counts.named + counts.warned + counts.read
}
