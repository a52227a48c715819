/** The words of a table's cells: which brand and which category a name means. */
import type { Brand } from '../../catalog/listing.ts'
import type { RuleSet } from '../../scheme/rule-set.ts'

/**
 * Trade names of the categories beside those that the rule sets state. Codes are the rule sets' own;
 * a code that no rule set has is not accepted.
 */
export const categoryNames: Readonly<Record<string, readonly string[]>> = {
  refrigerator: ['冰箱', '电冰箱', '家用电冰箱', '冷柜', '冰柜', 'fridge'],
  washing_machine: ['洗衣机', '电动洗衣机', '家用洗衣机', '滚筒洗衣机', '波轮洗衣机', 'washer', 'clothes washer'],
  television: ['电视', '电视机', '平板电视', '彩电', 'tv'],
  air_conditioner: ['空调', '空调器', '房间空气调节器', '家用空调'],
  computer: ['电脑', '微型计算机', '计算机', '笔记本电脑', '台式电脑', 'pc'],
  water_heater: ['热水器', '电热水器', '燃气热水器'],
  cooktop: ['灶具', '家用灶具', '燃气灶', '燃气灶具', '家用燃气灶', '灶', 'stove', 'hob'],
  range_hood: ['吸油烟机', '油烟机', '抽油烟机', '烟机', 'hood'],
  dishwasher: ['洗碗机', '家用洗碗机'],
  air_source_heater: ['空气源热泵', '空气源热风机', '空气源热泵热风机', '空气源取暖器', 'heat pump'],
  robot_vacuum: ['扫地机器人', '扫地机', '扫拖机器人'],
  water_purifier: ['净水器', '净水机', '家用净水器'],
  clothes_dryer: ['干衣机', '烘干机', '衣物烘干机', 'dryer'],
  projector: ['投影仪', '投影机'],
  smart_toilet: ['智能马桶', '智能坐便器', '智能便器', '智能马桶盖'],
}

/** How a name is compared: width, case, spaces and punctuation do not count. */
export function foldName(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s\-_.·・'’&,/()]/g, '')
}

export interface CategoryWord {
  readonly code: string
  /** Whether every rule set that has it wants a grade. */
  readonly needsGrade: boolean
}

export interface Vocabulary {
  brand(name: string): Brand | undefined
  category(name: string): CategoryWord | undefined
  /** The brands whose registered company prefix the barcode carries. */
  brandsOfBarcode(gtin14: string): readonly string[]
  /** `own`: the brand signs for itself, and tills take no other barcodes from it. `none`: it has no prefix registered. */
  prefixRule(brand: string): 'own' | 'registered' | 'none'
}

export function createVocabulary(
  brands: readonly Brand[],
  ruleSets: readonly RuleSet[],
  delegatedBrands: readonly string[] = [],
): Vocabulary {
  const brandByName = new Map(
    brands.flatMap((brand) => [brand.id, ...brand.names].map((name) => [foldName(name), brand])),
  )
  const brandsByPrefix = new Map<string, string[]>()
  for (const { id, prefixes } of brands) {
    for (const prefix of prefixes) brandsByPrefix.set(prefix, [...(brandsByPrefix.get(prefix) ?? []), id])
  }
  const prefixLengths = [...new Set([...brandsByPrefix.keys()].map((prefix) => prefix.length))].sort((a, b) => b - a)
  const withPrefixes = new Set(brands.filter(({ prefixes }) => prefixes.length > 0).map(({ id }) => id))
  const categoryByName = categoriesOf(ruleSets)
  return {
    brand: remembered((name) => brandByName.get(foldName(name))),
    category: remembered((name) => categoryByName.get(foldName(name))),
    brandsOfBarcode(gtin14) {
      // A GTIN-8 carries no company prefix (GS1 General Specifications §1.4.3).
      if (gtin14.startsWith('000000')) return []
      for (const length of prefixLengths) {
        const found = brandsByPrefix.get(gtin14.slice(1, 1 + length))
        if (found) return found
      }
      return []
    },
    prefixRule: (brand) => (delegatedBrands.includes(brand) ? 'own' : withPrefixes.has(brand) ? 'registered' : 'none'),
  }
}

function categoriesOf(ruleSets: readonly RuleSet[]): ReadonlyMap<string, CategoryWord> {
  const byName = new Map<string, CategoryWord>()
  const rules = ruleSets.flatMap(({ categories, regional }) => [
    ...categories,
    ...regional.flatMap((each) => each.categories),
  ])
  for (const { code } of rules) {
    const needsGrade = rules.every((rule) => rule.code !== code || rule.benefit.ungraded === null)
    const names = [
      code,
      ...(categoryNames[code] ?? []),
      ...rules.filter((rule) => rule.code === code).flatMap(({ name }) => [name.zh, name.en]),
    ]
    for (const name of names) byName.set(foldName(name), { code, needsGrade })
  }
  return byName
}

/** A column repeats few names, and folding each is what takes the time. */
function remembered<T>(find: (name: string) => T | undefined): (name: string) => T | undefined {
  const known = new Map<string, T | undefined>()
  return (name) => {
    if (known.has(name)) return known.get(name)
    const found = find(name)
    if (known.size < 10_000) known.set(name, found)
    return found
  }
}
