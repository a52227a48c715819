/** 简体中文：给收银员一眼看懂的话。 */
import { barcode, excess, grouped, isBarcode, minute, percent } from '../figures.ts'
import type { Messages, ReasonFacts } from '../messages.ts'
import { zhErrors } from './errors.ts'

const yuan = (amount: string | null | undefined): string => (amount ? `${grouped(amount)} 元` : '')
const quoted = (text: string | null, before = '“', after = '”'): string =>
  text === null ? '' : `${before}${text}${after}`

function over(ceiling: string, { expected, received }: ReasonFacts): string {
  if (expected === null) return `价格高于${ceiling}`
  const by = excess(received, expected)
  return `价格 ${yuan(received)}高于${ceiling} ${yuan(expected)}${by === null ? '' : `，高出 ${yuan(by)}`}`
}

function differs(what: string, { expected, received }: ReasonFacts): string {
  const label =
    received === null ? '' : `：标签上是 ${received}，${expected === null ? '备案没有' : `备案是 ${expected}`}`
  return `${what}与备案不符${label}`
}

/** `serial` where it is known, with what is said of it. */
const serial = (number: string | null, text: string): string => `序列号${number === null ? '' : ` ${number} `}${text}`

export const zhCn: Messages = {
  locale: 'zh-CN',
  amount: yuan,
  statuses: { eligible: '可享补贴', ineligible: '不可补贴', undetermined: '待核实', other: '非补贴商品' },
  reasons: {
    barcode_unreadable: () => '没有读到完整的商品条码',
    barcode_check_digit: () => '条码校验位不对，多半是扫漏或输错了一位',
    barcode_garbled: () => '扫码枪输出有误（键盘布局、大小写或输入法），不是商品的问题',
    not_a_product_code: ({ received }) => `这不是商品条码${quoted(received && barcode(received), '：', '')}`,
    model_unlisted: ({ field, expected, received }) =>
      field === 'gtin'
        ? `条码${received === null ? '' : ` ${barcode(received)} `}不在品牌信息库中`
        : `型号${quoted(received)}不在品牌信息库中${quoted(expected, '，最接近的备案型号是“')}`,
    model_lookalike: ({ expected, received }) =>
      `型号${quoted(received)}没有备案，与${expected === null ? '某个备案型号' : `备案型号${quoted(expected)}`}非常相似`,
    model_ambiguous: ({ field, expected }) =>
      `${field === 'gtin' ? '这个型号对应多个备案' : '这个条码对应多个型号'}${quoted(expected, '：', '')}`,
    barcode_model_mismatch: ({ field, expected, received }) =>
      received === null || expected === null
        ? '条码与型号不符'
        : field === 'gtin'
          ? `条码与型号不符：条码是 ${barcode(received)}，该型号备案的条码是 ${barcode(expected)}`
          : `条码与型号不符：条码备案的型号是 ${expected}，输入的是 ${received}`,
    brand_mismatch: ({ field, expected, received }) =>
      received === null || expected === null
        ? '品牌与备案不符'
        : field === 'gtin'
          ? isBarcode(received)
            ? `条码 ${barcode(received)} 不属于该品牌备案的厂商识别代码：${expected}`
            : `条码的厂商与品牌不符：品牌是 ${expected}，条码属于 ${received}`
          : `品牌与备案不符：应为${quoted(expected)}，标签上是${quoted(received)}`,
    grade_mismatch: (reason) => differs('能效（水效）等级', reason),
    energy_record_mismatch: (reason) => differs('能效（水效）备案号', reason),
    certificate_mismatch: (reason) => differs('3C 证书编号', reason),
    listing_suspended: () => '该型号的备案已暂停',
    listing_withdrawn: () => '该型号的备案已撤销',
    listing_not_yet_valid: ({ expected }) =>
      `该型号的备案尚未生效${expected === null ? '' : `，${minute(expected)} 起有效`}`,
    listing_expired: ({ expected }) => `该型号的备案已过期${expected === null ? '' : `，${minute(expected)} 止`}`,
    serial_missing: () => '还没有机身序列号',
    serial_malformed: ({ expected, received }) =>
      expected === null
        ? `序列号${quoted(received)}含有不该有的字符或不完整`
        : `序列号${quoted(received)}不像该品牌的写法，例如 ${expected}`,
    serial_is_barcode: () => '扫到的是商品条码，不是机身序列号',
    serial_redeemed_here: ({ received }) => serial(received, '在本收银台已用过，一台只补一次'),
    serial_redeemed_elsewhere: ({ received }) => serial(received, '已在别处享受过补贴'),
    serial_maybe_redeemed: ({ received }) => serial(received, '可能已用过，需要平台核实'),
    price_missing: () => '还没有价格',
    price_over_filed: (reason) => over('备案价', reason),
    price_over_base: (reason) => over('基准价', reason),
    price_over_average: (reason) => over('上月均价', reason),
    price_over_guide: (reason) => over('厂家指导价', reason),
    price_over_limit: (reason) => over('本品类的补贴限价', reason),
    price_suspiciously_low: ({ expected, received }) =>
      expected === null
        ? '价格明显偏低，可能输错'
        : `价格 ${yuan(received)}明显偏低（低于 ${yuan(expected)}），可能输错`,
    scheme_not_open: ({ expected }) => `补贴活动尚未开始${expected === null ? '' : `，${minute(expected)} 开始`}`,
    scheme_closed: ({ expected }) => `补贴活动已结束${expected === null ? '' : `，${minute(expected)} 止`}`,
    scheme_paused: () => '补贴活动暂停中',
    region_not_covered: ({ expected, received }) =>
      `本店所在地区${quoted(received, '（', '）')}不在补贴范围${quoted(expected, '，补贴地区：', '')}`,
    channel_not_covered: ({ received }) => `${received === 'online' ? '线上' : '门店'}销售不在补贴范围`,
    category_not_covered: () => '这个品类不在补贴范围',
    grade_not_covered: ({ expected, received }) =>
      `${received === null ? '没有能效（水效）等级的商品' : `${received} 级能效（水效）`}不在补贴范围${expected === null ? '' : `，只补 ${expected} 级`}`,
    other_scheme: () => '该商品属于另一项补贴活动，一笔销售只能享受一项活动',
    quota_used: ({ expected, received }) =>
      `超过每人限额${expected === null ? '' : `：限 ${expected} 台，连本单共 ${received ?? ''} 台`}`,
    entitlement_missing: ({ received }) => (received === 'unknown' ? '补贴资格还没有核实' : '还没有出示补贴资格'),
    entitlement_expired: ({ expected }) => (expected === null ? '补贴资格已过期' : `现在不在核销时段（${expected}）`),
    entitlement_mismatch: ({ expected }) => `补贴资格不适用于本单${quoted(expected, '，只适用于：', '')}`,
    entitlement_used: () => '补贴资格已使用过',
    catalog_missing: () => '本机还没有品牌信息库',
    catalog_stale: ({ expected, received }) =>
      `品牌信息库偏旧${received === null ? '' : `，发布于 ${minute(received)}`}${expected === null ? '' : `，应在 ${expected} 小时内`}`,
    clock_untrusted: () => '本机时间不可信，无法判断规则和备案是否有效',
    offline_budget_spent: ({ field, expected }) =>
      field.endsWith('amount')
        ? `离线补贴额度已用完${quoted(expected && yuan(expected), '（上限 ', '）')}`
        : field.endsWith('Hours')
          ? `离线时间过长${quoted(expected, '（上限 ', ' 小时）')}`
          : `离线补贴单数已用完${quoted(expected, '（上限 ', ' 单）')}`,
    offline_forbidden: () => '按规则离线时不能补贴',
  },
  actions: {
    rescan: '请重新扫码',
    type_model: '请输入铭牌上的型号',
    check_label: '请核对机身铭牌和能效标识',
    fix_price: '请核对并修改价格',
    sell_without_subsidy: '可以不享补贴按原价销售',
    sell_separately: '请另开一单销售；在本单按原价结算',
    go_online: '请联网后再试',
    call_supervisor: '请叫主管处理',
  },
  ofUnit: (unit, text) => `第 ${String(unit)} 台：${text}`,
  formulas: {
    final_price: ({ inputs, result }) => {
      const parts = [`标价 ${yuan(inputs.list)}`]
      if (inputs.discount && inputs.discount !== '0.00') parts.push(`店铺优惠 ${yuan(inputs.discount)}`)
      if (inputs.order_discount && inputs.order_discount !== '0.00')
        parts.push(`整单优惠 ${yuan(inputs.order_discount)}`)
      return `成交价：${parts.join(' － ')}${inputs.quantity === '1' ? '' : `，共 ${inputs.quantity ?? ''} 台，每台`} ＝ ${yuan(result)}`
    },
    price_limit: ({ inputs }) => `成交价 ${yuan(inputs.price)}不超过限价 ${yuan(inputs.limit)}`,
    base_amount: ({ inputs, result }) => {
      const names = {
        discount: '店铺优惠',
        order_discount: '整单优惠',
        installation: '安装费',
        freight: '运费',
        bank_promotion: '银行优惠',
        old_unit: '旧机折价',
      } as const
      const parts = Object.entries(names).flatMap(([name, text]) =>
        inputs[name] ? [`${text} ${yuan(inputs[name])}`] : [],
      )
      return `补贴计算金额：${[`标价 ${yuan(inputs.list)}`, ...parts].join(' － ')}${inputs.quantity === '1' ? '' : `，每台`} ＝ ${yuan(result)}`
    },
    ceiling: ({ inputs, result }) => `计算金额 ${yuan(inputs.base)}超过上限，按 ${yuan(result)}计`,
    rate: ({ inputs, result }) =>
      `${inputs.grade ? `${inputs.grade} 级，` : ''}${yuan(inputs.base)} × ${percent(inputs.rate ?? '0')} ＝ ${yuan(result)}`,
    fixed: ({ inputs, result }) => `${inputs.grade ? `${inputs.grade} 级，` : ''}定额补贴 ${yuan(result)}`,
    cap: ({ inputs, result }) => `${yuan(inputs.amount)}超过单件上限，补 ${yuan(result)}`,
    not_above_price: ({ inputs, result }) => `补贴不超过价格：${yuan(inputs.amount)}减为 ${yuan(result)}`,
    quota: ({ inputs, result }) =>
      `每人限 ${inputs.limit ?? ''} 台，已用 ${inputs.used ?? ''} 台；本行 ${inputs.units ?? ''} 台中补 ${result} 台`,
    line_total: ({ inputs, result }) => `${inputs.units ?? ''} 台合计补贴 ${yuan(result)}`,
    no_subsidy: () => '不享受补贴',
  },
  standings: {
    provisional: '已登记，待平台确认',
    confirmed: '平台已确认',
    refused: '平台未通过',
    review: '平台复核中',
  },
  saleStates: { reserved: '已预占', committed: '已核销', cancelled: '已取消', refunded: '已退货' },
  tasks: {
    was_it_paid: { what: '有一单预占后没有收款结果', next: '请确认顾客是否已付款，再按“已收款”或“取消”' },
    refused_after_sale: { what: '已卖出的一单被平台拒绝', next: '请看原因，联系主管或顾客处理' },
    review_after_sale: { what: '已卖出的一单正由平台复核', next: '请等待结果' },
    record_held: { what: '有一条记录无法上传', next: '请按“重新上传”，或请主管查看' },
    record_stranded: { what: '有一条记录无法从本机上传', next: '请主管导出记录交平台' },
    till_refused: { what: '平台暂不接受本收银台', next: '若持续，请重新登记本收银台' },
    chain_forked: {
      what: '本收银台同时存在两份，或被恢复到了旧备份',
      next: '请主管停用另一台，并重新登记这一台',
    },
    amount_differs: { what: '有一单的收款与应收不符', next: '请对账后处理；平台也会复核' },
    refund_without_record: { what: '退货找不到原单', next: '请联网查原单，不要凭估算退款' },
    refunded_twice: { what: '同一台货在两处办了退货', next: '请核对，只应退一次款' },
    storage_lost: {
      what: '浏览器丢失了本机的记录',
      next: '请联系主管并联网；若提示尚未登记，请重新登记',
    },
  },
  platformReasons: {
    record_unlinked: '前面的记录还没到平台，暂不确认',
    record_forked: '本收银台的记录链有分叉',
    result_differs: '平台按同样的规则算出的结果不同',
    basis_stale: '收银台用的品牌信息库太旧',
    reservation_lapsed: '预占已超时',
    serial_held: '这个序列号正被另一单占用',
    refers_unknown: '平台没有对应的原单',
    already_cancelled: '原单已取消',
    already_refunded: '这一台已退过',
    already_committed: '原单已核销',
    amounts_differ: '金额与原单不符',
    buyer_unreadable: '消费者信息无法解密',
    recovered_late: '恢复的旧记录，需要人工复核',
    setting_mismatch: '本收银台登记的地区、渠道或补贴活动与此不符：请改正设置，或重新登记',
  },
  deliveryFaults: {
    record_invalid: '平台不接受这条记录的内容',
  },
  lost: (count) => (count === null ? '缺失条数不明' : `缺失 ${String(count)} 条`),
  putBack: (count) => `已找回 ${String(count)} 条`,
  errors: zhErrors,
}
