/** Reads one cell of a spreadsheet as what its column holds. Null: the cell does not say that. */
import { isAmount, readAmount, type Amount } from '../../core/money.ts'
import type { GradeKind, ListingStatus } from '../../catalog/listing.ts'
import type { FindingCode } from './findings.ts'

/** What a cell says when it says "nothing". */
const blanks = new Set([
  '',
  '-',
  '--',
  '—',
  '——',
  '/',
  '\\',
  '无',
  '暂无',
  '不适用',
  'n/a',
  'na',
  'none',
  'null',
  '#n/a',
])
// A spreadsheet error or formula that was exported in place of its value.
const formula = /^(?:#(?:REF|VALUE|NAME|DIV\/0|NUM|NULL|N\/A|SPILL)[!?]?|=.+)$/i
// U+FFFD, and what UTF-8 read as GBK or Latin-1 leaves behind.
const damaged = /\uFFFD|锟斤拷|锘縷|Ã[\u0080-\u00BF]|ï¿½/
const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/

/** The cell's text: full-width forms of ASCII made narrow, line breaks and runs of spaces made one space. */
export function cleanText(cell: string): string {
  if (isPlain(cell)) return cell
  return cell
    .replace(/[\uFF01-\uFF5E]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/[\s\u00a0\u3000\u200b\ufeff]+/g, ' ')
    .trim()
}

/** True for ASCII and common Chinese characters with single spaces between: nothing to clean. Most cells are. */
function isPlain(text: string): boolean {
  let before = 0x20
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    const isFine =
      (code > 0x20 && code < 0x7f) || (code >= 0x4e00 && code <= 0x9fff) || (code === 0x20 && before !== 0x20)
    if (!isFine) return false
    before = code
  }
  return before !== 0x20
}

export function isBlank(text: string): boolean {
  return text.length <= 4 && blanks.has(text.toLowerCase())
}

/** What is wrong with the cell as text, whatever its column; null: nothing. */
export function textFault(text: string, limitCharacters: number): FindingCode | null {
  if (text.length > limitCharacters) return 'cell_too_long'
  const first = text.charCodeAt(0)
  if ((first === 0x23 || first === 0x3d) && formula.test(text)) return 'cell_formula'
  if (isPlain(text) && !text.includes('锟') && !text.includes('锘')) return null
  if (control.test(text)) return 'cell_control_character'
  return damaged.test(text) || !text.isWellFormed() ? 'cell_damaged' : null
}

/** `4999`, `4,999.50`, `¥4999`, `４９９９元`. */
export function readPrice(text: string): Amount | null {
  return isAmount(text) ? text : readAmount(text)
}

export interface ReadGrade {
  readonly grade: number
  /** Null where the cell does not say. */
  readonly kind: GradeKind | null
}

const gradeDigits: Readonly<Record<string, number>> = {
  一: 1,
  二: 2,
  三: 3,
  四: 4,
  五: 5,
  i: 1,
  ii: 2,
  iii: 3,
  iv: 4,
  v: 5,
}

const readGrades = new Map<string, ReadGrade | null>()

/** `1`, `1级`, `一级能效`, `Ⅰ级`, `Grade 1`, `水效2级`: the digit, and the kind where the cell names it. */
export function readGrade(text: string): ReadGrade | null {
  // A column holds a handful of texts.
  let known = readGrades.get(text)
  if (known === undefined) {
    known = parseGrade(text)
    if (readGrades.size < 1_000) readGrades.set(text, known)
  }
  return known
}

function parseGrade(text: string): ReadGrade | null {
  const folded = text.normalize('NFKC').toLowerCase().replaceAll(/\s/g, '')
  const kind =
    folded.includes('水效') || folded.includes('water')
      ? 'water'
      : folded.includes('能效') || folded.includes('energy')
        ? 'energy'
        : null
  const core = folded
    .replace(/水效|能效|water|energy/g, '')
    .replace(/^(?:等级|grade|level|tier|第)+:?|(?:等级|级|級)+$/g, '')
  const grade = /^[1-5](?:\.0)?$/.test(core) ? Number(core) : gradeDigits[core]
  return grade === undefined ? null : { grade, kind }
}

const gradeKindByText: Readonly<Record<string, GradeKind>> = {
  能效: 'energy',
  energy: 'energy',
  水效: 'water',
  water: 'water',
  无: 'none',
  none: 'none',
}

export function readGradeKind(text: string): GradeKind | null {
  return gradeKindByText[text.toLowerCase()] ?? null
}

const statusByText: Readonly<Record<string, ListingStatus>> = {
  listed: 'listed',
  active: 'listed',
  正常: 'listed',
  有效: 'listed',
  在售: 'listed',
  已备案: 'listed',
  启用: 'listed',
  suspended: 'suspended',
  paused: 'suspended',
  暂停: 'suspended',
  停用: 'suspended',
  冻结: 'suspended',
  withdrawn: 'withdrawn',
  removed: 'withdrawn',
  撤销: 'withdrawn',
  注销: 'withdrawn',
  下架: 'withdrawn',
  取消: 'withdrawn',
  作废: 'withdrawn',
}

export function readStatus(text: string): ListingStatus | null {
  return statusByText[text.toLowerCase()] ?? null
}

/** A day as spreadsheets write it, `2024-09-14`, `2024/9/14`, `2024.9.14`, `2024年9月14日`, `20240914`: `"2024-09-14"`. */
export function readDay(text: string): string | null {
  const match = /^(\d{4})(?:[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{2})(\d{2}))(?:[ T]00:00(?::00)?(?:\.0+)?Z?)?$/.exec(
    text.normalize('NFKC'),
  )
  if (!match) return null
  const [, year = '', month = match[4] ?? '', day = match[5] ?? ''] = match
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const ms = Date.parse(`${date}T00:00:00Z`)
  // Date.parse takes 31 February for 3 March.
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(date) ? date : null
}

/** The day after: a table's last valid day is included, an interval's end is not. */
export function nextDay(date: string): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)
}
