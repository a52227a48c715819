/** What V1 and V2 judge: a catalogue of made-up models, and goods on it and beside it. Pure: a page makes the same. */
import { createCatalog } from '../../src/catalog/catalog.ts'
import type { Listing } from '../../src/catalog/listing.ts'
import { readSegment } from '../../src/catalog/segment-reader.ts'
import { writeSegment } from '../../src/catalog/segment-writer.ts'
import type { Item, VerifyContext } from '../../src/verify/verdict.ts'
import { onModels, onModelsBySlip, seeded } from '../verify/attacks.ts'
import { chineseModel, gtinOf } from '../verify/generated.ts'
import { airConditioner, brands, context, release } from '../verify/shop.ts'

export interface VerdictCase {
  readonly context: VerifyContext
  readonly models: readonly string[]
  /** Listed goods as a till scans them: barcode, serial, price. No check refuses them. */
  readonly scanned: readonly Item[]
  /** The same with all that stands on their labels. */
  readonly labelled: readonly Item[]
  /** Models one edit, or one look-alike character, beside a listed one. */
  readonly unlisted: readonly string[]
}

/** Times that V1 judges all goods in one round, so that the peers' garbage is not collected on our time alone. */
export const passes = 20

const segmentRows = 50_000
const questions = 1000

export function verdictCase(count: number): VerdictCase {
  const next = seeded(count)
  const models: string[] = []
  const segments = []
  for (let start = 0; start < count; start += segmentRows) {
    const listings: Listing[] = []
    for (let place = start; place < Math.min(count, start + segmentRows); place++) {
      const model = `${chineseModel(next)}${String(place % 977).padStart(3, '0')}`
      models.push(model)
      listings.push({ ...airConditioner, gtin: gtinOf(place), model, registeredModel: null, name: '' })
    }
    segments.push(readSegment(writeSegment(listings), `models/${start}.seg`))
  }
  const serials = { '09521234567899|AA5SZ0E05001A3A00001': 'here' } as const
  const labelled = Array.from({ length: questions }, (_, i): Item => {
    const place = Math.floor((i * count) / questions)
    return {
      gtin: gtinOf(place),
      model: models[place] ?? '',
      brand: '海云',
      grade: 1,
      recordNumber: airConditioner.recordNumber ?? '',
      certificate: airConditioner.certificate ?? '',
      serial: `AA5SZ0E05001A3A${String(i).padStart(5, '0')}`,
      price: '4899.00',
    }
  })
  const attacks = [
    onModelsBySlip['one edit'],
    onModels['keyboard twins (0/O, 1/I/l, 5/S, 8/B)'],
    onModels['one confusable (UTS #39)'],
    onModelsBySlip['two neighbours swapped'],
  ]
  const catalog = createCatalog(segments, brands)
  const unlisted: string[] = []
  for (let i = 0; unlisted.length < questions; i++) {
    const attack = attacks[i % attacks.length]
    if (!attack) throw new Error('an attack is missing')
    const text = attack(models[next(count)] ?? '', next)
    if (text !== null && catalog.byModel(text).length === 0) unlisted.push(text)
  }
  return {
    context: {
      ...context,
      facts: { ...context.facts, serials },
      release: { ...release, catalog },
    },
    models,
    scanned: labelled.map(({ gtin = '', serial = '', price = '' }) => ({ gtin, serial, price })),
    labelled,
    unlisted,
  }
}
