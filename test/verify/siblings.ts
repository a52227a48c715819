/** Genuine models of real registers that are not on a list, beside those that are: whom are they said to imitate? */
import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { verify } from '../../src/verify/verify.ts'
import { marketOf, units, type NamedModel } from './market.ts'

const file = (name: string): string => readFileSync(new URL(`../data/${name}`, import.meta.url), 'utf8')

const fromLines = (name: string): readonly NamedModel[] =>
  file(`verify/${name}.tsv`)
    .trim()
    .split('\n')
    .flatMap((line) => {
      const [brand = '', ...models] = line.split('\t')
      return models.map((model) => [brand, model] as const)
    })
const fromTable = (name: string, brand = 'Brand Name', model = 'Model Number'): readonly NamedModel[] =>
  parse<Record<string, string>>(file(`real/${name}.csv`), { columns: true }).flatMap((row) =>
    row[brand] && row[model] ? [[row[brand], row[model]] as const] : [],
  )

export interface Crossing {
  readonly name: string
  readonly listed: readonly NamedModel[]
  /** What shops sell: models of the other half or of another year. */
  readonly sold: readonly NamedModel[]
}

/** Each register beside its other half or another year of it, both ways. */
export function crossings(): readonly Crossing[] {
  const televisions = fromTable('au-tv-2018-televisions', 'Brand_Reg', 'Model_No')
  const pairs: readonly (readonly [string, readonly NamedModel[], string, readonly NamedModel[]])[] = [
    [
      'AU televisions, even rows',
      televisions.filter((_, i) => i % 2 === 0),
      'odd rows',
      televisions.filter((_, i) => i % 2 === 1),
    ],
    [
      'AU televisions, first half',
      televisions.slice(0, televisions.length / 2),
      'second half',
      televisions.slice(televisions.length / 2),
    ],
    [
      'ENERGY STAR refrigerators 2021',
      fromLines('energystar-2021-refrigerators'),
      '2024',
      fromTable('energystar-2024-refrigerators'),
    ],
    [
      'ENERGY STAR washers, dishwashers, water heaters 2024',
      fromLines('energystar-2024'),
      '2025',
      ['clothes-washers', 'dishwashers', 'water-heaters'].flatMap((each) => fromTable(`energystar-2025-${each}`)),
    ],
  ]
  return pairs.flatMap(([a, listed, b, sold]) => [
    { name: `${a} listed, ${b} sold`, listed, sold },
    { name: `${b} listed, ${a} sold`, listed: sold, sold: listed },
  ])
}

export interface Accusations {
  /** Models that are sold and not listed. */
  readonly tried: number
  /** Said to imitate a listed one. */
  readonly accused: readonly string[]
  /** Unlisted, with a listed one named that may have been meant. */
  readonly hinted: number
}

/** @param withBrand whether the brand is told beside the model */
export function accusations({ listed, sold }: Crossing, withBrand: boolean): Accusations {
  const { context, brands } = marketOf(listed)
  const catalog = context.release?.catalog
  const accused: string[] = []
  const seen = new Set<string>()
  let tried = 0
  let hinted = 0
  for (const [brand, model] of sold) {
    const id = catalog?.brandByName(brand)?.id
    if (seen.has(`${brand}|${model}`) || catalog?.byModel(model).some((each) => each.brand === id)) continue
    seen.add(`${brand}|${model}`)
    const { reasons, candidates, listing } = verify({ model, ...(withBrand && { brand }), ...units }, context)
    // Another brand's listing of this very model is no crossing.
    if (listing !== null || reasons.some(({ code }) => code === 'model_ambiguous')) continue
    tried++
    const reason = reasons.find(({ code }) => code === 'model_lookalike')
    if (reason) accused.push(`${model} for ${reason.expected ?? ''}`)
    else if (candidates.length > 0) hinted++
  }
  if (brands.length === 0) throw new Error('the register is empty')
  return { tried, accused, hinted }
}
