/** Words on the register's screen that no stage's code stands for. */

/** What the register tells the cashier after an action. */
export type NoticeCode =
  | 'scan_refused'
  | 'price_refused'
  | 'serial_refused'
  | 'payment_code'
  | 'nothing_found'
  | 'receipt_unknown'
  | 'buyer_taken'
  | 'buyer_refused'
  | 'entitlement_taken'
  | 'requoted'
  | 'refused'
  | 'not_durable'
  | 'failed'
  | 'confirmed'
  | 'provisional'
  | 'review'
  | 'cancelled'
  | 'refunded'
  | 'refund_provisional'
  | 'refund_task'
  | 'nothing_to_sell'
  | 'price_missing'

export interface TillTexts {
  readonly heading: string
  readonly store: string
  readonly till: string
  readonly sandbox: string
  readonly loading: string
  readonly online: string
  readonly offline: string
  readonly unsent: (count: number) => string
  readonly refusedCount: (count: number) => string
  readonly taskCount: (count: number) => string
  readonly unknownCount: string
  readonly notEnrolled: string
  readonly catalog: (listings: string, hours: number | null) => string
  readonly freshness: Readonly<Record<'fresh' | 'warn' | 'refuse' | 'missing', string>>
  readonly language: string
  readonly askProduct: string
  readonly askPrice: (name: string) => string
  readonly askSerial: (name: string) => string
  readonly askHint: Readonly<Record<'product' | 'price' | 'serial', string>>
  readonly skip: string
  readonly enter: string
  readonly emptyBasket: string
  readonly remove: string
  readonly price: string
  readonly serial: string
  readonly missing: string
  readonly units: string
  readonly didYouMean: string
  readonly found: string
  readonly buyer: string
  readonly buyerHint: string
  readonly name: string
  readonly phone: string
  readonly idNumber: string
  readonly identify: string
  readonly buyerSealed: string
  readonly changeBuyer: string
  readonly entitlementSeen: string
  readonly before: string
  readonly subsidy: string
  readonly toPay: string
  readonly explain: string
  readonly reserve: string
  readonly working: string
  readonly reservedHint: (amount: string) => string
  readonly paid: string
  readonly cancel: string
  readonly nextSale: string
  readonly print: string
  readonly refundAll: string
  readonly refundUnit: string
  readonly recent: string
  readonly noSales: string
  readonly order: string
  readonly show: string
  readonly tasks: string
  readonly taskDone: string
  readonly wasPaid: string
  readonly keys: string
  readonly notices: Readonly<Record<NoticeCode, string>>
}

export const tillTextsZh: TillTexts = {
  heading: '以旧换新收银',
  store: '门店',
  till: '收银台',
  sandbox: '演示环境',
  loading: '正在准备品牌信息库…',
  online: '在线',
  offline: '离线',
  unsent: (count) => `待上传 ${String(count)}`,
  refusedCount: (count) => `未通过 ${String(count)}`,
  taskCount: (count) => `待办 ${String(count)}`,
  unknownCount: '数量未知，请检查存储',
  notEnrolled: '本收银台尚未登记，只能原价销售',
  catalog: (listings, hours) =>
    `备案型号 ${listings} 个${hours === null ? '' : `，${hours < 1 ? '1 小时内' : `${String(hours)} 小时前`}更新`}`,
  freshness: { fresh: '数据最新', warn: '数据偏旧，请联网', refuse: '数据过期，须联网', missing: '没有数据，须联网' },
  language: 'English',
  askProduct: '扫商品条码，或输入型号',
  askPrice: (name) => `输入售价：${name}`,
  askSerial: (name) => `扫机身序列号：${name}`,
  askHint: {
    product: '扫码枪直接扫即可；没有条码就输入型号或品牌再按回车',
    price: '门店优惠后的一台售价（元），按回车',
    serial: '扫包装或机身上的序列号，按回车；以后补可按 Esc 跳过',
  },
  skip: '跳过',
  enter: '确定',
  emptyBasket: '还没有商品。请扫第一件。',
  remove: '移除',
  price: '售价',
  serial: '序列号',
  missing: '未填',
  units: '台数',
  didYouMean: '您要找的是不是',
  found: '找到这些备案型号，请选择',
  buyer: '消费者',
  buyerHint: '身份信息当场加密，本机不保存明文',
  name: '姓名',
  phone: '手机号',
  idNumber: '身份证号',
  identify: '确认身份',
  buyerSealed: '已加密登记，只有平台能解开',
  changeBuyer: '更换',
  entitlementSeen: '已读取补贴资格码',
  before: '补贴前',
  subsidy: '补贴',
  toPay: '应付',
  explain: '补贴怎么算的',
  reserve: '预占补贴',
  working: '正在处理…',
  reservedHint: (amount) => `请收款 ${amount} 元，收到后按“已收款”`,
  paid: '已收款',
  cancel: '取消',
  nextSale: '下一单',
  print: '打印凭证',
  refundAll: '全部退货',
  refundUnit: '退这一台',
  recent: '最近的单',
  noSales: '还没有单',
  order: '订单',
  show: '查看',
  tasks: '待办',
  taskDone: '已处理',
  wasPaid: '这一单收到款了吗？',
  keys: 'F2 消费者 · F4 预占 · F8 已收款 · F9 取消 / 下一单 · F7 最近的单',
  notices: {
    scan_refused: '这次扫码读不出商品，请重扫或输入型号',
    price_refused: '这不是价格，请输入售价，例如 4999.00',
    serial_refused: '这是商品条码，不是序列号。请扫序列号（通常标着 S/N）',
    payment_code: '这是付款码，请在收款时再扫；没有保存',
    nothing_found: '没有找到备案型号。请核对型号，或不享补贴原价销售',
    receipt_unknown: '本机没有这张凭证的记录',
    buyer_taken: '身份已加密登记',
    buyer_refused: '身份信息有误，请核对标红的一项',
    entitlement_taken: '已读取补贴资格码',
    requoted: '规则或价格刚有变化，已重新试算，请核对后再预占',
    refused: '不能享受补贴',
    not_durable: '没有保存成功，请不要按补贴价收款；可原价销售',
    failed: '出错了，刚才的操作没有完成，数据没有丢失',
    confirmed: '平台已确认',
    provisional: '已登记待确认：还没连上平台，已安全保存，联网后自动上传；确认前由门店承担风险',
    review: '平台需人工复核，请留意待办',
    cancelled: '已取消',
    refunded: '退货完成，补贴已退回',
    refund_provisional: '退货已登记，联网后自动上传',
    refund_task: '本机没有原始记录，已记入待办，联网后处理',
    nothing_to_sell: '请先扫商品',
    price_missing: '还有商品没有填售价',
  },
}

export const tillTextsEn: TillTexts = {
  heading: 'Trade-in checkout',
  store: 'Store',
  till: 'Till',
  sandbox: 'Sandbox',
  loading: 'Preparing the brand database…',
  online: 'Online',
  offline: 'Offline',
  unsent: (count) => `${String(count)} unsent`,
  refusedCount: (count) => `${String(count)} refused`,
  taskCount: (count) => `${String(count)} to do`,
  unknownCount: 'Count unknown: check the storage',
  notEnrolled: 'This till is not enrolled: it sells at full price only',
  catalog: (listings, hours) =>
    `${listings} listings${hours === null ? '' : `, updated ${hours < 1 ? 'within the hour' : `${String(hours)} h ago`}`}`,
  freshness: {
    fresh: 'Data fresh',
    warn: 'Data ageing: go online',
    refuse: 'Data too old: go online',
    missing: 'No data: go online',
  },
  language: '中文',
  askProduct: 'Scan the barcode, or type the model',
  askPrice: (name) => `Type the price: ${name}`,
  askSerial: (name) => `Scan the serial number: ${name}`,
  askHint: {
    product: 'Just scan. Without a barcode, type model or brand and press Enter',
    price: 'Price of one unit after store discounts, yuan, then Enter',
    serial: 'The serial number on box or body, then Enter; Esc to add it later',
  },
  skip: 'Skip',
  enter: 'Enter',
  emptyBasket: 'Nothing here yet. Scan the first item.',
  remove: 'Remove',
  price: 'Price',
  serial: 'Serial no.',
  missing: 'missing',
  units: 'Units',
  didYouMean: 'Did you mean',
  found: 'Listings found: choose one',
  buyer: 'Buyer',
  buyerHint: 'Encrypted at once; nothing readable is kept on this till',
  name: 'Name',
  phone: 'Phone',
  idNumber: 'ID number',
  identify: 'Confirm buyer',
  buyerSealed: 'Encrypted: only the platform can read it',
  changeBuyer: 'Change',
  entitlementSeen: 'Entitlement code taken',
  before: 'Before subsidy',
  subsidy: 'Subsidy',
  toPay: 'To pay',
  explain: 'How the subsidy was worked out',
  reserve: 'Reserve subsidy',
  working: 'Working…',
  reservedHint: (amount) => `Take ¥${amount}, then press “Paid”`,
  paid: 'Paid',
  cancel: 'Cancel',
  nextSale: 'Next sale',
  print: 'Print receipt',
  refundAll: 'Return all',
  refundUnit: 'Return this unit',
  recent: 'Recent sales',
  noSales: 'No sales yet',
  order: 'Order',
  show: 'Show',
  tasks: 'To do',
  taskDone: 'Done',
  wasPaid: 'Was this sale paid?',
  keys: 'F2 buyer · F4 reserve · F8 paid · F9 cancel / next · F7 recent sales',
  notices: {
    scan_refused: 'No product could be read: scan again, or type the model',
    price_refused: 'That is no price: type one such as 4999.00',
    serial_refused: 'That is the product barcode, not the serial number. Scan the serial number (usually marked S/N)',
    payment_code: 'That is a payment code: scan it when the buyer pays. It was not kept',
    nothing_found: 'No such listing. Check the model, or sell without subsidy',
    receipt_unknown: 'This till has no record of that receipt',
    buyer_taken: 'Buyer encrypted',
    buyer_refused: 'The buyer’s details are not right: check the marked field',
    entitlement_taken: 'Entitlement code taken',
    requoted: 'Rules or prices have just changed: here is the new quote, check it and reserve again',
    refused: 'No subsidy',
    not_durable: 'Nothing was saved: do not take the subsidised price. You can sell without subsidy',
    failed: 'That did not work. Nothing was lost',
    confirmed: 'Confirmed by the platform',
    provisional:
      'Recorded, to be confirmed: the platform is out of reach, the sale is safe here and is sent by itself. Until then the store bears the risk',
    review: 'The platform will review this: see To do',
    cancelled: 'Cancelled',
    refunded: 'Returned; the subsidy has gone back',
    refund_provisional: 'Return recorded; it is sent by itself',
    refund_task: 'This till has no record of that sale: it is under To do',
    nothing_to_sell: 'Scan an item first',
    price_missing: 'An item has no price yet',
  },
}
