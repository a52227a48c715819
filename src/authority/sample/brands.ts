/** Fictional brands for trying out: no brand of these names sells appliances that we know of. */
import type { Brand } from '../../catalog/listing.ts'

/** Latin name (its lower-case form is the id), Chinese name. */
const names: readonly (readonly [latin: string, chinese: string])[] = [
  ['Shuolan', '朔岚'],
  ['Fenhe Home', '汾禾'],
  ['Hengyan', '恒砚'],
  ['Yanmingu', '雁鸣谷'],
  ['Tongyi Leaf', '桐漪'],
  ['Jingmu', '璟沐'],
  ['Shuangqiao Air', '霜桥'],
  ['Chengfeng', '澄枫'],
  ['Tuomu', '拓木'],
  ['Yingchuang', '萤窗'],
  ['Mosun', '墨隼'],
  ['Qingsui', '青穗'],
  ['Lusheng', '鹿笙'],
  ['Mucen', '沐岑'],
  ['Bolanka', '珀蓝卡'],
  ['Hezhou Craft', '禾舟'],
  ['Lishi Works', '砺石'],
  ['Linchuan Cool', '凛川'],
  ['Chunnuan', '椿暖'],
  ['Yaoting', '遥汀'],
  ['Boyunji', '泊云集'],
  ['Huaixu', '槐序'],
  ['Xiyan Home', '溪砚'],
  ['Songyin', '松隐'],
  ['Xingcha', '星槎'],
]

/** GS1 demonstration prefix, GS1 General Specifications §1.4.2: never on a product that is sold. */
const demonstrationPrefix = '952'
export const namedSampleBrands: number = names.length

/**
 * The first `count` sample brands. Those beyond the named ones are numbered: `样牌 026`.
 * Each has one company prefix of 7 digits, so 100,000 barcodes.
 */
export function sampleBrands(count: number = namedSampleBrands): readonly Brand[] {
  return Array.from({ length: count }, (_, i): Brand => {
    const number = String(i + 1).padStart(4, '0')
    const [latin, chinese] = names[i] ?? [`Sample ${number}`, `样牌 ${number}`]
    return {
      id: latin.toLowerCase().replaceAll(' ', '_'),
      names: [chinese, latin],
      prefixes: [`${demonstrationPrefix}${number}`],
      serialRules: [
        {
          id: 'unit',
          pattern: `^${letters(i)}[0-9A-HJ-NP-Z]{3}\\d{2}[1-9A-C]\\d{6}$`,
          example: `${letters(i)}7KX258004217`,
        },
      ],
    }
  })
}

function letters(i: number): string {
  const alphabet = 'ABCDEFGHJKLMNPQRSTUVWXYZ'
  return `${alphabet[Math.floor(i / 24) % 24] ?? 'A'}${alphabet[i % 24] ?? 'A'}`
}
