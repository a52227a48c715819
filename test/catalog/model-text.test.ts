import { describe, expect, test } from 'vitest'
import { fitsPattern, literalPrefix, modelKey, namesItself } from '../../src/catalog/model-text.ts'
import { lookalikeKey } from '../../src/catalog/skeleton.ts'

describe('a model key', () => {
  test.each([
    ['kfr－35gw / 01a', 'KFR35GW01A'],
    ['KFR\u00a035\u2013GW\u2212\u200d01\\A', 'KFR35GW01A'],
    ['005.876.23', '005.876.23'],
    ['AWH1500(N,L)', 'AWH1500(N,L)'],
    ['WTW8000D*+', 'WTW8000D*+'],
    ['-/ ', ''],
    ['x'.repeat(401), ''],
  ])('of %s is %s', (text, key) => expect(modelKey(text)).toBe(key))
})

// Pattern and variants side by side, as the ENERGY STAR registers of 2024 and 2025 list them.
describe('a filed pattern', () => {
  test.each([
    ['MCR49*', 'MCR49W'],
    ['TR-30REF-*-**-*', 'TR-30REF-L-OP-A'],
    ['RS2484W***#', 'RS2484WLUK1'],
    ['DDT38532*** WS', 'DDT38532XIH WS'],
    ['DDT39434***', 'DDT39434X'],
    ['DDT39434***', 'DDT39434CF'],
    ['DWT 25504 ****', 'DWT 25504 SS'],
    ['4107#', '41072'],
    ['PFQ97HS*V***', 'PFQ97HSPVDS'],
    ['PFQ83HSSW***', 'PFQ83HSSWWW'],
  ])('%s covers %s', (pattern, model) => expect(fitsPattern(modelKey(pattern), modelKey(model))).toBe(true))

  test.each([
    ['FFBM92H*', 'FFBM92H0W'],
    ['GDPH4515***A', 'GDPH4515AD'],
    ['PFQ97HS*V***', 'PFQ97HSVDS'],
    ['PFQ97HS*V***', 'PFQ97HSPWDS'],
    ['4107#', '410'],
    ['MCR49*', 'MCR4'],
    ['ACT-199O-N 1**', 'ACT-199O-N 1!!'],
    ['ACT-199O-N 1**', 'ACT-199O-N 1A.'],
    ['ACT-199O-N 1**', 'ACT-199O-N 1黑'],
    ['MCR49*', 'MCR49+'],
    ['PFQ97HS*V***', 'PFQ97HS.VDS'],
  ])('%s does not cover %s', (pattern, model) => expect(fitsPattern(modelKey(pattern), modelKey(model))).toBe(false))

  test('is looked up by what stands before its first place holder', () =>
    expect(literalPrefix('TR30REF****')).toBe('TR30REF'))
})

describe('a filed model', () => {
  test.each([
    ['KFR-35GW/01A', true],
    ['CP1', true],
    ['4107#', true],
    ['RA75****', true],
    ['BP****', false],
    ['CP*', false],
    ['M2E9******', false],
  ])('%s names itself, without its brand: %s', (filed, does) => expect(namesItself(filed)).toBe(does))
})

describe('look-alike folding', () => {
  test.each([
    ['AWH1500(N,L)', 'AWH1500NL'],
    ['005.876.23', '00587623'],
    ['KFR3SGWO1A', 'KFR35GW01A'],
    ['КFR35GW01А', 'KFR35GW01A'],
    ['BCD48OW', '8CD480W'],
  ])('%s reads as %s', (key, like) => {
    expect(lookalikeKey(key)).toBe(lookalikeKey(like))
  })
})
