/** Rows of the sample release that a till can sell without a remark, as its table writes them. */

export interface SampleRow {
  readonly barcode: string
  readonly model: string
  /** As the table writes it: `空调`. */
  readonly category: string
  /** `1级`, or empty. */
  readonly grade: string
  readonly filedPrice: string
  /** A price below every ceiling, above what would be suspicious: yuan without a fraction. */
  readonly price: string
}

export function sampleRows(records: readonly Readonly<Record<string, string>>[]): SampleRow[] {
  return records.flatMap((record) => {
    const {
      商品条码: barcode = '',
      型号: model = '',
      品类: category = '',
      能效等级: grade = '',
      '备案价格（元）': filedPrice = '',
      状态: status,
    } = record
    const open = record['有效期起'] === '' && record['有效期止'] === '' && status === '正常'
    if (!open || !/^\d{13}$/.test(barcode)) return []
    const ceilings = ['备案价格（元）', '基准价格（元）', '上月均价（元）'].flatMap((name) =>
      record[name] ? [Number.parseInt(record[name], 10)] : [],
    )
    return [{ barcode, model, category, grade, filedPrice, price: String(Math.min(...ceilings) - 1) }]
  })
}
