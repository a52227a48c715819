import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { checkAssociations } from '../../../src/scan/gs1/associations.ts'
import { parseBracketed } from '../../../src/scan/gs1/bracketed.ts'
import { parseDigitalLink, type DigitalLinkOptions } from '../../../src/scan/gs1/digital-link.ts'
import { formatDigitalLink } from '../../../src/scan/gs1/digital-link-writer.ts'
import type { Gs1Element } from '../../../src/scan/gs1/element.ts'
import { formatElementString, parseElementString } from '../../../src/scan/gs1/element-string.ts'
import { messageOf, parseScanData } from '../../../src/scan/gs1/scan-data.ts'
import { formatScanData, type SimulatedSymbol } from '../../../src/scan/gs1/scan-data-writer.ts'

const read = <T>(name: string): T[] =>
  JSON.parse(readFileSync(new URL(`../../data/gs1/${name}.json`, import.meta.url), 'utf8')) as T[]
const engine = { separator: '^', leading: 'required' } as const

interface AiCase {
  readonly shouldSucceed: boolean
  readonly bracketedAIdata: string
  readonly unbracketedAIdata: string
  readonly expectUnbracketed: string
  readonly rule: string
}

describe("GS1's own engine: bracketed element strings", () => {
  it.each(read<AiCase>('ai.parseAIdata'))('$bracketedAIdata: $shouldSucceed', (each) => {
    const result = parseBracketed(each.bracketedAIdata)
    expect(result.ok ? `^${formatElementString(result.elements, '^')}` : '').toBe(each.expectUnbracketed)
    expect(result.ok).toBe(each.shouldSucceed)
  })
})

describe("GS1's own engine: unbracketed element strings", () => {
  it.each(read<AiCase>('ai.processAIdata'))('$unbracketedAIdata: $shouldSucceed', (each) => {
    expect(parseElementString(each.unbracketedAIdata, engine).ok).toBe(each.shouldSucceed)
  })
})

describe("GS1's own engine: associations", () => {
  // The engine tests one rule at a time; its repeat and signature cases carry AIs whose partners are left out.
  const alone = new Set(['validateAIrepeats', 'validateAImutex', 'validateDigSigRequiresSerialisedKey'])

  it.each(read<AiCase>('ai.validateAIs'))('$rule: $bracketedAIdata: $shouldSucceed', (each) => {
    const result = parseBracketed(each.bracketedAIdata, { unknownAis: 'accept' })
    expect(result.ok).toBe(true)
    const requisites = alone.has(each.rule) ? 'ignore' : 'check'
    const problem = result.ok ? checkAssociations(result.elements, { requisites }) : null
    expect(problem === null).toBe(each.shouldSucceed)
  })
})

interface LinkCase {
  readonly shouldSucceed: boolean
  readonly dlUri: string
  readonly expectAIdata: string
}

describe("GS1's own engine: Digital Links", () => {
  // The engine runs its cases under several settings; two of the supplied ones need other than ours.
  const settings: Readonly<Record<string, DigitalLinkOptions>> = {
    'https://a/gtin/12312312312333/ser/ABC123': { aliases: 'accept' },
    'https://example.com/01/09520123456788?99=XYZ&89=ABC123 as ^010952012345678899XYZ^89ABC123': {
      unknownAis: 'accept',
    },
  }

  it.each(read<LinkCase>('dl.parseDLuri'))('$dlUri: $shouldSucceed', (each) => {
    const result = parseDigitalLink(
      each.dlUri,
      settings[each.dlUri] ?? settings[`${each.dlUri} as ${each.expectAIdata}`] ?? {},
    )
    expect(result.ok ? `^${formatElementString(result.elements, '^')}` : '').toBe(each.expectAIdata)
    expect(result.ok).toBe(each.shouldSucceed)
  })
})

interface ScanCase {
  readonly shouldSucceed: boolean
  readonly scanData: string
  readonly expectSym: string
  readonly expectDataStr: string
}

const engineNames: Readonly<Record<string, string>> = {
  qr: 'QR',
  gs1_qr: 'QR',
  data_matrix: 'DM',
  gs1_data_matrix: 'DM',
  dotcode: 'DotCode',
  gs1_dotcode: 'DotCode',
  databar: 'DataBarExpanded',
  gs1_128: 'GS1_128_CCA',
  ean13: 'EAN13',
  ean8: 'EAN8',
}

describe("GS1's own engine: what scanners send", () => {
  it.each(read<ScanCase>('scandata.testProcessScanData'))('$scanData: $shouldSucceed', (each) => {
    const result = parseScanData(each.scanData)
    expect(result.ok).toBe(each.shouldSucceed)
    expect(result.ok ? messageOf(result) : '').toBe(each.expectDataStr)
    expect(result.ok ? engineNames[result.symbology] : 'NONE').toBe(each.expectSym)
  })
})

interface LinkWriteCase {
  readonly stem: string | null
  readonly aiData: string
  readonly expect: string
}

describe("GS1's own engine: Digital Links written", () => {
  it.each(read<LinkWriteCase>('dl.testGenerateDLuri'))('$aiData: $expect', ({ stem, aiData, expect: uri }) => {
    const elements = parseBracketed(aiData)
    const link = elements.ok ? formatDigitalLink(elements.elements, stem ?? undefined) : elements
    expect(link.ok ? link.uri : '').toBe(uri)
  })

  it('read back as what was written', () => {
    for (const { aiData, expect: uri } of read<LinkWriteCase>('dl.testGenerateDLuri')) {
      const written = parseBracketed(aiData)
      const back = parseDigitalLink(uri)
      if (uri === '' || !written.ok) continue
      const said = (elements: readonly Gs1Element[]): string[] =>
        [...new Set(elements.map(({ ai, value }) => `(${ai})${value}`))].sort()
      expect(back.ok && said(back.elements)).toEqual(said(written.elements))
    }
  })
})

interface ScanWriteCase {
  readonly symbology: string
  readonly dataStr: string
  readonly expectScanData: string | null
}

const symbols: Readonly<Record<string, SimulatedSymbol>> = {
  QR: 'qr',
  DM: 'data_matrix',
  DotCode: 'dotcode',
  EAN13: 'ean13',
  EAN8: 'ean8',
  UPCA: 'upca',
  UPCE: 'upce',
  DataBarExpanded: 'databar',
  DataBarOmni: 'databar',
  DataBarLimited: 'databar',
  GS1_128_CCA: 'gs1_128',
  GS1_128_CCC: 'gs1_128',
}

describe("GS1's own engine: what a scanner would send", () => {
  it.each(read<ScanWriteCase>('scandata.testGenerateScanData'))('$symbology of $dataStr: $expectScanData', (each) => {
    const symbol = symbols[each.symbology]
    expect(symbol === undefined ? null : formatScanData(symbol, each.dataStr)).toBe(each.expectScanData)
  })
})
