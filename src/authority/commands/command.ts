/** What every command of the tool has: a name, options, and where it speaks to. Its texts are in `locales/`. */
import type { ParseArgsConfig } from 'node:util'
import type { CommandName, CommandTexts } from '../../locales/command-texts.ts'
import { CheckoutError } from '../../core/errors.ts'
import type { Language } from '../language.ts'

/** 0: done. 1: done, and something was found. 2: the command line is wrong. 3: a file or key is. */
export type ExitCode = 0 | 1 | 2 | 3

export interface CommandInput {
  readonly positionals: readonly string[]
  readonly values: Readonly<Record<string, string | boolean | readonly (string | boolean)[] | undefined>>
  readonly language: Language
  readonly texts: CommandTexts
  /** A line of result. */
  print(line: string): void
  /** A line of progress or advice, on the error stream. */
  note(line: string): void
  /** Progress on one line, rewritten where the error stream is a terminal. */
  progress(text: string): void
  /** Milliseconds since 1970. */
  readonly nowMs: number
  readonly env: Readonly<Record<string, string | undefined>>
}

export interface Command {
  readonly name: CommandName
  /** `<folder> [--sample]` */
  readonly usage: string
  readonly options: NonNullable<ParseArgsConfig['options']>
  run(input: CommandInput): Promise<ExitCode>
}

/** The option's text; undefined when it was not given. */
export function textOption({ values }: CommandInput, name: string): string | undefined {
  const value = values[name]
  return typeof value === 'string' ? value : undefined
}

export function textOptions({ values }: CommandInput, name: string): readonly string[] {
  const value = values[name]
  return Array.isArray(value) ? value.map(String) : typeof value === 'string' ? [value] : []
}

export function flagOption({ values }: CommandInput, name: string): boolean {
  return values[name] === true
}

/** What a whole number may be, and is when the option was not given. */
export interface WholeNumber {
  readonly preset: number
  /** Default 1. */
  readonly least?: number
  readonly most: number
}

/** @throws {@link CheckoutError} `OPTIONS_INVALID` for what is no whole number within the bounds */
export function wholeOption(input: CommandInput, name: string, { preset, least = 1, most }: WholeNumber): number {
  const text = textOption(input, name)
  if (text === undefined) return preset
  const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN
  if (value >= least && value <= most) return value
  throw new CheckoutError('OPTIONS_INVALID', `--${name} must be a whole number from ${least} to ${most}`, {
    field: name,
    received: text,
  })
}

/** How many lines of findings or changes are printed: all of them where a person asks for so many. */
export function limitOption(input: CommandInput, preset: number): number {
  return wholeOption(input, 'limit', { preset, least: 0, most: 1_000_000_000 })
}
