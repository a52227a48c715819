/**
 * The subsidy of a cart in whole fen, written a second time. It shares no code with the reckoning
 * under test, works in another way (big integers, fen handed out one by one, no explanation), and takes
 * rule sets and listings as plain data.
 */
type Fen = bigint
type Rules = {
  readonly categories: readonly {
    readonly code: string
    readonly group: string
    readonly benefit: {
      readonly kind: 'rate' | 'fixed'
      readonly byGrade: Readonly<Record<string, string>>
      readonly ungraded: string | null
    }
    readonly cap: string
    readonly priceLimit: string | null
  }[]
  readonly groups: readonly { readonly code: string; readonly units: number }[]
  readonly base: Readonly<
    Record<
      'storeDiscount' | 'orderDiscount' | 'installation' | 'freight' | 'bankPromotion' | 'oldUnit',
      'lowers' | 'ignored'
    >
  >
  readonly ceiling: {
    readonly against: readonly ('filed' | 'base' | 'average' | 'guide')[]
    readonly mode: 'refuse' | 'cap'
    readonly tolerance: string
  }
  readonly rounding: { readonly mode: 'down' | 'half-up' | 'half-even'; readonly unit: string }
}
type Model = {
  readonly model: string
  readonly category: string
  readonly grade: number | null
  readonly filedPrice: string
  readonly basePrice: string | null
  readonly averagePrice: string | null
  readonly guidePrice: string | null
}
type CartLine = {
  readonly item: { readonly model?: string; readonly price?: string }
  readonly quantity?: number
  readonly discount?: string
  readonly installation?: string
  readonly freight?: string
  readonly bankPromotion?: string
  readonly oldUnit?: string
  readonly other?: boolean
}

export interface OracleUnit {
  readonly price: Fen
  base: Fen
  subsidy: Fen
}
export interface OracleLine {
  readonly status: 'eligible' | 'ineligible' | 'other'
  readonly units: readonly OracleUnit[]
}
export interface OracleAnswer {
  readonly lines: readonly OracleLine[]
  readonly invoiceTotal: Fen
  readonly subsidy: Fen
}

export function fen(amount: string | null | undefined): Fen {
  if (amount === null || amount === undefined) return 0n
  const [yuan = '0', rest = ''] = amount.split('.')
  return BigInt(yuan) * 100n + BigInt(rest.padEnd(2, '0'))
}

export function oracle(
  rules: Rules,
  models: readonly Model[],
  cart: { readonly lines: readonly CartLine[]; readonly orderDiscount?: string },
  quotaUsed: Readonly<Record<string, number>>,
): OracleAnswer {
  const net = cart.lines.map((line) => fen(line.item.price) * BigInt(line.quantity ?? 1) - fen(line.discount))
  const shares = handOut(fen(cart.orderDiscount), net)
  const lines = cart.lines.map((line, i): OracleLine =>
    judge(rules, models, line, (net[i] ?? 0n) - (shares[i] ?? 0n), shares[i] ?? 0n),
  )
  const counted = applyQuotas(rules, models, cart.lines, lines, quotaUsed)
  const goods = sum(counted.flatMap(({ units }) => units.map(({ price }) => price)))
  const extras = sum(cart.lines.map((line) => fen(line.installation) + fen(line.freight)))
  return {
    lines: counted,
    invoiceTotal: goods + extras,
    subsidy: sum(counted.flatMap(({ units }) => units.map(({ subsidy }) => subsidy))),
  }
}

/** Whole shares first; what is left goes fen by fen to the largest remainder, the earlier first. */
function handOut(amount: Fen, weights: readonly Fen[]): Fen[] {
  const total = sum(weights)
  if (total === 0n) return weights.map((_, i) => (i === 0 ? amount : 0n))
  const shares = weights.map((weight) => (amount * weight) / total)
  const remainders = weights.map((weight) => (amount * weight) % total)
  for (let left = amount - sum(shares); left > 0n; left--) {
    let best = 0
    remainders.forEach((remainder, i) => {
      if (remainder > (remainders[best] ?? 0n)) best = i
    })
    shares[best] = (shares[best] ?? 0n) + 1n
    remainders[best] = -1n
  }
  return shares
}

function deal(amount: Fen, count: number): Fen[] {
  const parts = Array.from({ length: count }, () => 0n)
  const each = amount / BigInt(count)
  let odd = amount - each * BigInt(count)
  return parts.map(() => each + (odd-- > 0n ? 1n : 0n))
}

function judge(rules: Rules, models: readonly Model[], line: CartLine, goods: Fen, share: Fen): OracleLine {
  const count = line.quantity ?? 1
  const none = deal(goods, count).map((price): OracleUnit => ({ price, base: 0n, subsidy: 0n }))
  if (line.other) return { status: 'other', units: none }
  const model = models.find((each) => each.model === line.item.model)
  const rule = rules.categories.find((each) => each.code === model?.category)
  const value = rule && (model?.grade === null ? rule.benefit.ungraded : rule.benefit.byGrade[String(model?.grade)])
  if (!model || !rule || value === null || value === undefined) return { status: 'ineligible', units: none }
  const stated = {
    filed: model.filedPrice,
    base: model.basePrice,
    average: model.averagePrice,
    guide: model.guidePrice,
  }
  const ceilings = rules.ceiling.against.flatMap((kind) =>
    stated[kind] === null ? [] : [fen(stated[kind]) + fen(rules.ceiling.tolerance)],
  )
  const limits = [
    ...(rules.ceiling.mode === 'refuse' ? ceilings : []),
    ...(rule.priceLimit === null ? [] : [fen(rule.priceLimit)]),
  ]
  const passes = none.map(({ price }) => limits.every((limit) => price <= limit))
  if (!passes.includes(true)) return { status: 'ineligible', units: none }
  const list = fen(line.item.price) * BigInt(count)
  const off = {
    storeDiscount: fen(line.discount),
    orderDiscount: share,
    installation: fen(line.installation),
    freight: fen(line.freight),
    bankPromotion: fen(line.bankPromotion),
    oldUnit: fen(line.oldUnit),
  }
  let lineBase = list
  for (const name of Object.keys(off) as (keyof typeof off)[]) if (rules.base[name] === 'lowers') lineBase -= off[name]
  const bases = deal(lineBase < 0n ? 0n : lineBase, count)
  const units = none.map(({ price }, i): OracleUnit => {
    if (!passes[i]) return { price, base: 0n, subsidy: 0n }
    const base = least([bases[i] ?? 0n, ...(rules.ceiling.mode === 'cap' ? ceilings : [])])
    const full = rule.benefit.kind === 'fixed' ? fen(value) : rated(base, value, rules.rounding)
    return { price, base, subsidy: least([full, fen(rule.cap), base, price]) }
  })
  return { status: 'eligible', units }
}

/** base × rate in whole units of the rounding, by comparing twice the remainder with the divisor. */
export function rated(base: Fen, rate: string, { mode, unit }: Rules['rounding']): Fen {
  const [whole = '0', rest = ''] = rate.split('.')
  const numerator = base * BigInt(whole + rest)
  const divisor = 10n ** BigInt(rest.length) * fen(unit)
  const units = numerator / divisor
  const twice = 2n * (numerator - units * divisor)
  const up =
    mode === 'half-up'
      ? twice >= divisor
      : mode === 'half-even'
        ? twice > divisor || (twice === divisor && units % 2n === 1n)
        : false
  return (up ? units + 1n : units) * fen(unit)
}

/** Takes subsidies away from the cheapest and latest until each group fits. */
function applyQuotas(
  rules: Rules,
  models: readonly Model[],
  cart: readonly CartLine[],
  lines: readonly OracleLine[],
  quotaUsed: Readonly<Record<string, number>>,
): OracleLine[] {
  const groupOf = cart.map(
    (line) =>
      rules.categories.find(({ code }) => code === models.find(({ model }) => model === line.item.model)?.category)
        ?.group,
  )
  const refused = new Set<number>()
  for (const { code, units: limit } of rules.groups) {
    const takers = lines.flatMap((line, i) =>
      groupOf[i] === code ? line.units.filter(({ subsidy }) => subsidy > 0n).map((unit) => ({ unit, line: i })) : [],
    )
    const had = takers.map(({ line }) => line)
    let over = takers.length - Math.max(0, limit - (quotaUsed[code] ?? 0))
    for (; over > 0; over--) {
      let loser = takers.length - 1
      takers.forEach(({ unit }, i) => {
        const lowest = takers[loser]?.unit.subsidy ?? 0n
        if (unit.subsidy < lowest || (unit.subsidy === lowest && i > loser)) loser = i
      })
      const [lost] = takers.splice(loser, 1)
      if (lost) {
        lost.unit.subsidy = 0n
        lost.unit.base = 0n
      }
    }
    for (const i of had) if (!takers.some(({ line }) => line === i)) refused.add(i)
  }
  return lines.map((line, i) => {
    for (const unit of line.units) if (unit.subsidy === 0n) unit.base = 0n
    return refused.has(i) ? { ...line, status: 'ineligible' } : line
  })
}

function sum(values: readonly Fen[]): Fen {
  return values.reduce((total, value) => total + value, 0n)
}

function least(values: readonly Fen[]): Fen {
  return values.reduce((low, value) => (value < low ? value : low))
}
