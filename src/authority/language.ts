/** The language that the tool speaks. */
import type { AuthorityTexts } from '../locales/authority-texts.ts'
import type { CommandTexts } from '../locales/command-texts.ts'
import { commandTextsEn } from '../locales/en/authority-commands.ts'
import { authorityTextsEn } from '../locales/en/authority.ts'
import { commandTextsZh } from '../locales/zh-cn/authority-commands.ts'
import { authorityTextsZh } from '../locales/zh-cn/authority.ts'

export type Language = 'zh' | 'en'

const tables: Readonly<Record<Language, AuthorityTexts>> = { zh: authorityTextsZh, en: authorityTextsEn }
const commands: Readonly<Record<Language, CommandTexts>> = { zh: commandTextsZh, en: commandTextsEn }

export function tableTexts(language: Language): AuthorityTexts {
  return tables[language]
}

export function commandTexts(language: Language): CommandTexts {
  return commands[language]
}

/** `zh` where a locale such as `zh_CN.UTF-8` asks for it, `en` else. */
export function languageOf(locale: string | undefined): Language {
  return /^zh\b|^zh_/i.test(locale ?? '') ? 'zh' : 'en'
}
