/** One digest over many verdicts, by the public entry alone: the same in Node, in a page and in a worker. */
import { sha256Hex, utf8 } from '../../src/core/bytes.ts'
import { canonicalJson } from '../../src/core/canonical-json.ts'
import { type Item, type Verdict, verify, verifyLine } from '../../src/entries/verify.ts'
import { onBrands, onModels, onModelsBySlip, seeded } from './attacks.ts'
import { airConditioner, blackWasher, context, contextWith, good, robot, whiteWasher } from './shop.ts'

/** Changes only with the verdicts themselves: then say why in the commit. */
export const expectedDigest = '9b70df1675e229c32764f7e2273862c0eefbb659cb0a84ad23d4edc2c009d924'

const contexts = [
  context,
  contextWith({ facts: { freshness: 'warn' } }),
  contextWith({ facts: { freshness: 'refuse', clock: 'untrusted' } }),
  contextWith({ facts: { serials: { '09521234567899|AA5SZ0E05001A3A00001': 'here', 'RV-2000 Pro|RV1': 'maybe' } } }),
  contextWith({ setting: { region: '110100' } }),
  contextWith({ setting: { at: '2024-09-13T23:59:59+08:00', channel: 'online' } }),
  contextWith({
    rules: (set) => ({
      ...set,
      ceiling: { ...set.ceiling, against: ['filed', 'base', 'average', 'guide'], mode: 'cap' },
    }),
  }),
  { ...context, release: null },
]

function items(): readonly Item[] {
  const next = seeded(7)
  const listings = [airConditioner, robot, whiteWasher, blackWasher]
  const made: Item[] = [
    {},
    good,
    { ...good, problem: 'barcode_garbled' },
    { gtin: '6901234567893' },
    { gtin: '6901234567892', price: '1.00' },
  ]
  for (const { gtin, model, filedPrice } of listings) {
    const barcode = gtin === null ? {} : { gtin }
    for (const price of ['0.01', '1499.69', '4780.56', '4899.01', filedPrice, '5299.01', '99999999.99']) {
      for (const serial of ['AA5SZ0E05001A3A00001', 'RV1', '09521234567899', '序列号'])
        made.push({ ...barcode, model, price, serial })
    }
    for (const [kind, attack] of Object.entries({ ...onModels, ...onModelsBySlip })) {
      const text = attack(model, next)
      if (text !== null)
        made.push(
          { model: text, price: filedPrice, serial: `A${kind.length}` },
          { ...barcode, model: text, price: filedPrice },
        )
    }
  }
  for (const name of ['海云', 'Haiyun', '北辰']) {
    for (const attack of Object.values(onBrands))
      made.push({ ...good, brand: attack(name, next) ?? name, grade: 1 + next(5) })
  }
  return made
}

/** SHA-256 over the canonical text of every verdict, hexadecimal. */
export async function verdictsDigest(): Promise<string> {
  const verdicts: Verdict[] = []
  for (const each of contexts) {
    for (const item of items())
      verdicts.push(verify(item, each), verifyLine(item, [item.serial ?? null, null, 'X1'], each))
  }
  return sha256Hex(utf8(canonicalJson(verdicts)))
}
