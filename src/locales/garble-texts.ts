/** What happened to a code on its way from the label, and what to do about it. */
import type { Garble } from '../scan/scan.ts'

export type GarbleTexts = Readonly<Record<Garble, string>>

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

export const garbleTextsEn: GarbleTexts = {
  caps_lock: 'Caps Lock is on: switch it off and scan again',
  layout: 'Scanner and computer use different keyboard layouts: set both to US and scan again',
  lost_gs: 'The scanner left out the separator (GS): scan again, or scan the linear barcode',
  gs_as_text: 'The scanner sends the separator (GS) as other characters: set it up by the self-test',
  aim_prefix: 'The scanner’s symbology prefix is incomplete: set it up by the self-test',
  doubled: 'The same code came twice in a row: scan it once',
  several: 'Several codes ran together: scan one at a time',
  truncated: 'The code was cut short: scan again',
  full_width: 'The input method types full-width characters: switch it to English and scan again',
  ime: 'A Chinese input method took the scan for words: switch it to English and scan again',
  lost_zero: 'The leading zero is lost: scan the label, or type all digits',
  float_suffix: 'A spreadsheet wrote the code with decimals: scan the label, or type the digits alone',
  rounded: 'A spreadsheet rounded the code and its digits are lost: scan the label',
  separators: 'There are spaces or hyphens inside the code: scan again, or type the digits alone',
  control_characters: 'There are invisible characters or foreign digits inside the code: scan again',
  ambiguous: 'These eight digits can be two different codes: scan the label, or type the model',
}
