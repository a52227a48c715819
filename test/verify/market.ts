/** A market of real models and brand names, for measuring look-alikes: what is genuine, and what an attack comes to. */
import { readFileSync } from 'node:fs'
import { createCatalog } from '../../src/catalog/catalog.ts'
import type { Brand, Listing } from '../../src/catalog/listing.ts'
import { modelKey } from '../../src/catalog/model-text.ts'
import { readSegment } from '../../src/catalog/segment-reader.ts'
import { writeSegment } from '../../src/catalog/segment-writer.ts'
import type { Item, VerifyContext } from '../../src/verify/verdict.ts'
import { verify } from '../../src/verify/verify.ts'
import { type Attack, seeded } from './attacks.ts'
import { chineseModel, gtinOf } from './generated.ts'
import { airConditioner, context, release } from './shop.ts'

const file = (name: string): string => readFileSync(new URL(`../data/verify/${name}`, import.meta.url), 'utf8')

export interface Market {
  readonly context: VerifyContext
  readonly listings: readonly Listing[]
  readonly brands: readonly Brand[]
}

/** A model, and the brand's name as its register writes it. */
export type NamedModel = readonly [brand: string, model: string]

/** A market in which these models are listed. `keep`: which of them, where not all are. */
export function marketOf(models: readonly NamedModel[], keep: (place: number) => boolean = () => true): Market {
  const names = new Map<string, Brand>()
  const listings = models.map(([name, model], place): Listing => {
    // One brand may be in the registers as `Hisense` and `HISENSE`, `Jenn-Air` and `Jenn Air`.
    const key = modelKey(name)
    const known = names.get(key)
    const id = known?.id ?? `b${names.size}`
    names.set(key, { id, names: [...new Set([...(known?.names ?? []), name])], prefixes: [], serialRules: [] })
    return {
      ...airConditioner,
      gtin: gtinOf(place),
      brand: id,
      model,
      registeredModel: null,
      serialRule: null,
      name: '',
    }
  })
  const brands = [...names.values()]
  const kept = listings.filter((_, i) => keep(i))
  const catalog = createCatalog([readSegment(writeSegment(kept), 'models/market.seg')], brands)
  return { context: { ...context, release: { ...release, catalog } }, listings, brands }
}

/** Real register rows, and as many models in the Chinese manner as make `count` in all. `keep`: which rows are listed. */
export function createMarket(count = 10_000, keep: (place: number) => boolean = () => true): Market {
  const next = seeded(2026)
  const models: NamedModel[] = []
  for (const row of file('models.tsv').trim().split('\n')) {
    const [name = '', ...ofBrand] = row.split('\t')
    for (const model of ofBrand) models.push([name, model])
  }
  const brandNames = file('brands-zh.txt').trim().split('\n')
  for (const [i, name] of brandNames.entries())
    models.push([name, `KFR-${20 + (i % 60)}GW/${String(i).padStart(3, '0')}DA`])
  while (models.length < count) models.push([brandNames[next(brandNames.length)] ?? '', chineseModel(next)])
  return marketOf(models.slice(0, count), keep)
}

/**
 * `named`: not taken, and told whose it imitates. `hinted`: unlisted, and the original offered as what may be meant.
 * `refused`: not taken. `warned`: taken as what it
 * imitates, with a warning. `read`: taken as the very product it imitates, by full width or case alone.
 * `missed`: taken for anything else, or without a word.
 */
export type Outcome = 'named' | 'hinted' | 'refused' | 'warned' | 'read' | 'missed'

export const units = { serial: 'A1B2C3D4E5', price: '4999.00' } as const

/** A model's look-alike, typed or printed without a barcode. Null: the text is some genuine model's own. */
export function modelOutcome(market: Market, listing: Listing, text: string): Outcome | null {
  if (isGenuine(market, text)) return null
  return outcomeOf(
    market,
    listing,
    { model: text, brand: nameOf(market, listing), ...units },
    'model_lookalike',
    listing.model,
  )
}

/** A brand's look-alike on a box that carries the genuine barcode. */
export function brandOutcome(market: Market, listing: Listing, text: string): Outcome | null {
  const catalog = market.context.release?.catalog
  const name = nameOf(market, listing)
  if (text === name || market.brands.some(({ names }) => names.includes(text))) return null
  // Another genuine name, however wide, is no imitation of this one.
  if (
    /^[ -~\uff01-\uff5e\u3000]*$/.test(text) &&
    catalog?.brandByName(text) !== undefined &&
    catalog.brandByName(text)?.id !== listing.brand
  )
    return null
  return outcomeOf(market, listing, { gtin: listing.gtin ?? '', brand: text, ...units }, 'brand_mismatch', name)
}

function outcomeOf({ context }: Market, listing: Listing, item: Item, code: string, name: string): Outcome {
  const verdict = verify(item, context)
  const reason = verdict.reasons.find((each) => each.code === code)
  if (verdict.status !== 'eligible') {
    const namesIt = reason?.expected === name || verdict.candidates.some(({ model }) => model === name)
    return namesIt ? (reason ? 'named' : 'hinted') : 'refused'
  }
  if (reason) return 'warned'
  const same =
    verdict.listing !== null &&
    modelKey(verdict.listing.model) === modelKey(listing.model) &&
    verdict.listing.brand === listing.brand
  return same && /^[\uff01-\uff5e\u3000]+$/.test((item.model ?? item.brand ?? '').replace(/[^\uff01-\uff5e]/g, ''))
    ? 'read'
    : 'missed'
}

export function nameOf({ brands }: Market, listing: Listing): string {
  return brands.find(({ id }) => id === listing.brand)?.names[0] ?? ''
}

// Plain or wide text that the register itself covers, by another row or a wildcard.
function isGenuine({ context }: Market, text: string): boolean {
  if (!/^[ -~]*$/.test(text)) return false
  const found = context.release?.catalog.byModel(text) ?? []
  return found.length > 0
}

export interface Row {
  readonly attack: string
  readonly tried: number
  readonly counts: Readonly<Record<Outcome, number>>
  readonly missed: readonly string[]
}

/**
 * Every attack on every `step`th of the texts.
 * @param also is told of every attack that was tried
 */
export function confusionTable(
  market: Market,
  attacks: Readonly<Record<string, Attack>>,
  on: 'model' | 'brand',
  step = 1,
  seed = 1,
  also: (text: string) => void = () => {},
): readonly Row[] {
  const firstOfBrand = new Map(
    market.listings.map((listing) => [listing.brand, listing]).reverse() as [string, Listing][],
  )
  const targets = on === 'model' ? market.listings : [...firstOfBrand.values()]
  return Object.entries(attacks).map(([attack, make], kind) => {
    const next = seeded(seed * 1000 + kind)
    const counts: Record<Outcome, number> = { named: 0, hinted: 0, refused: 0, warned: 0, read: 0, missed: 0 }
    const missed: string[] = []
    let tried = 0
    for (let i = 0; i < targets.length; i += step) {
      const listing = targets[i] as Listing
      const text = make(on === 'model' ? listing.model : nameOf(market, listing), next)
      const outcome =
        text === null
          ? null
          : on === 'model'
            ? modelOutcome(market, listing, text)
            : brandOutcome(market, listing, text)
      if (outcome === null) continue
      tried++
      if (text !== null) also(text)
      counts[outcome]++
      if (outcome === 'missed')
        missed.push(`${on === 'model' ? listing.model : nameOf(market, listing)} as ${JSON.stringify(text)}`)
    }
    return { attack, tried, counts, missed }
  })
}

/** The table as text, for a log. */
export function tableText(rows: readonly Row[]): string {
  const head = [
    'attack'.padEnd(40),
    ...['tried', 'named', 'hinted', 'refused', 'warned', 'read', 'missed'].map((each) => each.padStart(8)),
  ].join('')
  return [
    head,
    ...rows.map(({ attack, tried, counts }) =>
      [
        attack.padEnd(40),
        ...[tried, counts.named, counts.hinted, counts.refused, counts.warned, counts.read, counts.missed].map((each) =>
          String(each).padStart(8),
        ),
      ].join(''),
    ),
  ].join('\n')
}

/** Genuine goods as they are scanned and typed: texts as filed, and with the width, case and spacing of people. */
export function falseAlarms(market: Market, step = 1): { readonly tried: number; readonly alarms: readonly string[] } {
  const alarms: string[] = []
  let tried = 0
  const about = new Set(['model_lookalike', 'model_unlisted', 'barcode_model_mismatch', 'brand_mismatch'])
  for (let i = 0; i < market.listings.length; i += step) {
    const listing = market.listings[i] as Listing
    const brand = nameOf(market, listing)
    const wide = listing.model.replace(/[!-~]/g, (each) => String.fromCharCode(each.charCodeAt(0) + 0xfee0))
    const items: Item[] = [
      { gtin: listing.gtin ?? '', model: listing.model, brand },
      { model: listing.model, brand },
      { gtin: listing.gtin ?? '', brand: brand.toLowerCase() },
      { model: listing.model.toLowerCase().replaceAll(' ', ''), brand },
      { model: ` ${listing.model.replaceAll('-', ' ')} `, brand: brand.toUpperCase() },
      { model: wide, brand },
    ]
    for (const item of items) {
      tried++
      const verdict = verify({ ...item, ...units }, market.context)
      const alarm = verdict.reasons.find(({ code, severity }) => severity === 'required' && about.has(code))
      if (alarm) alarms.push(`${JSON.stringify(item)}: ${alarm.code}`)
    }
  }
  return { tried, alarms }
}
