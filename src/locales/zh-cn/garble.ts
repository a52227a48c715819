import type { GarbleTexts } from '../garble-texts.ts'

export const garbleTextsZh: GarbleTexts = {
  caps_lock: '键盘开了大写锁定：请关闭 Caps Lock 后重新扫码',
  layout: '扫码枪与电脑的键盘布局不一致：请都设为美式键盘后重新扫码',
  lost_gs: '扫码枪漏发了分隔符（GS）：请重新扫码，或扫一维商品条码',
  gs_as_text: '扫码枪把分隔符（GS）发成了别的字符：请按自检页设置扫码枪',
  aim_prefix: '扫码枪发送的码制前缀不完整：请按自检页设置扫码枪',
  doubled: '同一个条码连着扫了两遍：请只扫一遍',
  several: '几个条码连在了一起：请一次只扫一个',
  truncated: '条码没有读全：请重新扫码',
  full_width: '输入法是全角状态：请切换到英文半角后重新扫码',
  ime: '中文输入法截走了扫码内容：请切换到英文输入后重新扫码',
  lost_zero: '开头的 0 丢了：请扫码，或按标签补全数字',
  float_suffix: '表格把条码写成了小数：请扫码，或按标签输入整串数字',
  rounded: '表格把条码取了近似值，原数已丢失：请扫标签上的条码',
  separators: '条码中夹有空格或横线：请重新扫码，或只输入数字',
  control_characters: '条码中夹有看不见的字符或其他文字的数字：请重新扫码',
  ambiguous: '这 8 位数字可能是两种条码：请扫码，或输入型号',
}
