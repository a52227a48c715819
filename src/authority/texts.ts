/** What the tool says to people about findings, in Chinese and English. A code without a text does not compile. */
import type { ColumnName } from './tables/columns.ts'
import type { Finding, FindingCode } from './tables/findings.ts'

export type Language = 'zh' | 'en'

interface Text {
  readonly zh: string
  readonly en: string
}

/** `{value}` is the cell, `{detail}` what it clashes with. Each says what to do. */
const findingTexts: Readonly<Record<FindingCode, Text>> = {
  cell_missing: { zh: '必填项为空，请补填', en: 'is empty: fill it in' },
  cell_too_long: { zh: '内容过长，请缩短', en: 'is too long: shorten it' },
  cell_damaged: {
    zh: '文字已损坏（编码错误），请从原始文件重新导出',
    en: 'holds damaged characters: export it again from the original file',
  },
  cell_control_character: { zh: '含有不可见的控制字符，请删除', en: 'holds a control character: remove it' },
  cell_formula: {
    zh: '是公式或公式错误“{value}”，请粘贴为数值',
    en: 'holds a formula or its error "{value}": paste the value',
  },
  row_unreadable: {
    zh: '整行无法读取（多为引号不成对），请检查引号（{detail}）',
    en: 'cannot be taken apart, most often an open quotation mark: check the quotes ({detail})',
  },
  brand_unknown: {
    zh: '品牌“{value}”不在品牌表中，请更正名称或先登记该品牌',
    en: '"{value}" is not in the table of brands: correct it, or add the brand',
  },
  category_unknown: {
    zh: '品类“{value}”不在补贴规则中，请改用规则中的品类名称',
    en: '"{value}" is no category of the rule sets: use a name from there',
  },
  model_scientific: {
    zh: '型号“{value}”被表格软件改成了科学计数法，请将该列设为文本后重填',
    en: '"{value}" was turned into scientific notation by a spreadsheet: set the column to text and type the model again',
  },
  barcode_scientific: {
    zh: '条码“{value}”被表格软件改成了科学计数法，数字已丢失，请将该列设为文本后重填',
    en: '"{value}" is scientific notation and has lost its digits: set the column to text and type the barcode again',
  },
  barcode_rounded: {
    zh: '条码“{value}”末尾多个 0，应为表格软件四舍五入所致，请按包装重填',
    en: '"{value}" was rounded by a spreadsheet: type the barcode again from the pack',
  },
  barcode_lost_zeros: {
    zh: '条码“{value}”丢失了前面的 0，请补足 12 或 13 位',
    en: '"{value}" has lost leading zeros: write all 12 or 13 digits',
  },
  barcode_length: {
    zh: '条码“{value}”为 {detail} 位，应为 8、12、13 或 14 位',
    en: '"{value}" has {detail} digits: a barcode has 8, 12, 13 or 14',
  },
  barcode_not_digits: { zh: '条码“{value}”含有非数字字符，请改正', en: '"{value}" is not digits only: correct it' },
  barcode_check_digit: {
    zh: '条码“{value}”校验位不符，有数字写错，请核对包装',
    en: '"{value}" fails its check digit, so a digit is wrong: compare with the pack',
  },
  barcode_not_a_product: {
    zh: '“{value}”是店内码、优惠券或书刊号，不是商品条码',
    en: '"{value}" is set aside for shops, coupons or books, not for a product: give the product\'s barcode',
  },
  barcode_other_brand: {
    zh: '条码 {value} 的厂商识别代码属于品牌 {detail}，请核对品牌或条码',
    en: '{value} carries the company prefix of {detail}: check brand and barcode',
  },
  barcode_not_own: {
    zh: '品牌 {detail} 自行签名，收银台不接受其厂商识别代码以外的条码 {value}，请登记该代码或更正条码',
    en: '{value} has no company prefix of {detail}, which signs for itself: tills refuse it, so register the prefix or correct the barcode',
  },
  barcode_zero_restored: {
    zh: '条码“{value}”丢失了一个前导 0，已补为 {detail}（校验位相符），请将该列设为文本',
    en: '"{value}" had lost a leading zero and was read as {detail}, whose check digit fits: set the column to text',
  },
  barcode_suffix_removed: {
    zh: '条码“{value}”带有小数或科学计数后缀，已读作 {detail}，请将该列设为文本',
    en: '"{value}" was read as {detail}: set the column to text',
  },
  barcode_maybe_rounded: {
    zh: '条码“{value}”末尾多个 0，请确认未被四舍五入',
    en: '"{value}" ends in many zeros: make sure that it was not rounded',
  },
  barcode_prefix_unregistered: {
    zh: '条码 {value} 不在品牌 {detail} 登记的厂商识别代码内，请核实',
    en: '{value} has no company prefix registered to {detail}: check it, or register the prefix',
  },
  barcode_shared: {
    zh: '条码 {value} 已用于另一型号（{detail}），收银时需人工选择型号',
    en: '{value} stands on another model too ({detail}): the till will ask which one',
  },
  grade_invalid: {
    zh: '等级“{value}”无法识别，应为 1 至 5 级或留空',
    en: '"{value}" is no grade: write 1 to 5, or leave it empty',
  },
  grade_twice: {
    zh: '能效等级和水效等级都填了（{value}），只能填一个',
    en: 'both an energy and a water grade are given ({value}): keep one',
  },
  grade_missing: {
    zh: '该品类（{detail}）按等级补贴，未填等级将不予补贴',
    en: 'is empty, and {detail} gets a subsidy by grade only: without one it gets none',
  },
  price_invalid: {
    zh: '价格“{value}”无法识别，请填写至多两位小数的元，如 4999.00',
    en: '"{value}" is no price: write yuan with at most two places, such as 4999.00',
  },
  price_zero: { zh: '备案价格为 0，请填写实际备案价格', en: 'is zero: write the filed price' },
  price_outlier: {
    zh: '价格 {value} 与同类明显不符（参考 {detail}），请核对单位和小数点',
    en: '{value} is far from what is usual ({detail}): check unit and decimal point',
  },
  price_order: {
    zh: '上月均价 {value} 高于备案价格 {detail}，请核对',
    en: '{value} is above the filed price {detail}: check both',
  },
  certificate_malformed: {
    zh: '3C 证书编号“{value}”应为 16 位数字',
    en: '"{value}" is no CCC certificate number: it has 16 digits',
  },
  record_number_malformed: {
    zh: '标识备案号“{value}”格式少见，请核对',
    en: '"{value}" has an unusual form for a label\'s record number: check it',
  },
  serial_rule_unknown: {
    zh: '序列号规则“{value}”不在该品牌的规则中',
    en: '"{value}" is no serial rule of the brand: use one of its rules or leave it empty',
  },
  date_invalid: { zh: '日期“{value}”无法识别，请写作 2024-09-14', en: '"{value}" is no date: write 2024-09-14' },
  period_reversed: {
    zh: '截止日期 {value} 早于生效日期 {detail}',
    en: '{value} is before the start, {detail}: exchange or correct them',
  },
  status_unknown: {
    zh: '状态“{value}”无法识别，应为正常、暂停或撤销',
    en: '"{value}" is no status: write listed, suspended or withdrawn',
  },
  duplicate_listing: {
    zh: '型号“{value}”与 {detail} 的品牌、型号、条码相同而内容不同，请保留正确的一行',
    en: '"{value}" is listed already with the same barcode and other contents ({detail}): keep the right one',
  },
  duplicate_row: {
    zh: '型号“{value}”与 {detail} 完全相同，已忽略',
    en: '"{value}" says the same as {detail}: one of the two is enough',
  },
  duplicate_model: {
    zh: '型号“{value}”已在 {detail} 出现，条码不同，请确认',
    en: '"{value}" is listed already with another barcode ({detail}): make sure that both are right',
  },
  near_duplicate_model: {
    zh: '型号“{value}”与 {detail} 极易混淆（如字母 O 与数字 0），请确认',
    en: '"{value}" is hard to tell from {detail}, as with O and 0: make sure that both exist',
  },
}

const columnNames: Readonly<Record<ColumnName, Text>> = {
  gtin: { zh: '商品条码', en: 'barcode' },
  brand: { zh: '品牌', en: 'brand' },
  model: { zh: '型号', en: 'model' },
  category: { zh: '品类', en: 'category' },
  grade: { zh: '等级', en: 'grade' },
  energyGrade: { zh: '能效等级', en: 'energy grade' },
  waterGrade: { zh: '水效等级', en: 'water grade' },
  gradeKind: { zh: '等级类型', en: 'grade kind' },
  filedPrice: { zh: '备案价格', en: 'filed price' },
  basePrice: { zh: '基准价格', en: 'base price' },
  averagePrice: { zh: '上月均价', en: 'average price' },
  guidePrice: { zh: '指导价', en: 'guide price' },
  recordNumber: { zh: '标识备案号', en: 'record number' },
  registeredModel: { zh: '标识备案型号', en: 'registered model' },
  certificate: { zh: '3C证书编号', en: 'CCC certificate' },
  serialRule: { zh: '序列号规则', en: 'serial rule' },
  from: { zh: '有效期起', en: 'valid from' },
  to: { zh: '有效期止', en: 'valid to' },
  status: { zh: '状态', en: 'status' },
  name: { zh: '产品名称', en: 'name' },
}

const weightNames = { error: { zh: '错误', en: 'error' }, warning: { zh: '提示', en: 'warning' } } as const
const wholeRow: Text = { zh: '整行', en: 'the row' }

export function columnText(column: ColumnName | null, language: Language): string {
  return (column === null ? wholeRow : columnNames[column])[language]
}

export function weightText(weight: keyof typeof weightNames, language: Language): string {
  return weightNames[weight][language]
}

/** What is wrong and what to do, without the place. */
export function findingText(finding: Finding, language: Language): string {
  const detail =
    language === 'zh'
      ? finding.detail.replace(
          /\brow (\d+)(?: of (.+))?$/,
          (_, row: string, table?: string) => `${table ?? ''}第 ${row} 行`,
        )
      : finding.detail
  return findingTexts[finding.code][language].replace('{value}', () => finding.value).replace('{detail}', () => detail)
}

/** `zh` where a locale such as `zh_CN.UTF-8` asks for it, `en` else. */
export function languageOf(locale: string | undefined): Language {
  return /^zh\b|^zh_/i.test(locale ?? '') ? 'zh' : 'en'
}
