import type { GarbleTexts } from '../garble-texts.ts'

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
