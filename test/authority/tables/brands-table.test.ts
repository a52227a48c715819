import { describe, expect, it } from 'vitest'
import { readBrandsTable } from '../../../src/authority/tables/brands-table.ts'
import { textSource } from '../../support/real-release.ts'

const read = (...lines: readonly string[]) => readBrandsTable(textSource('brands.csv', lines.join('\n')))

describe('a table of brands', () => {
  it('holds names in every script, company prefixes and serial rules', async () => {
    expect(
      await read(
        '品牌编码,品牌名称,厂商识别代码,序列号规则',
        'haice,海测;Haice,6901234；6901235,unit=^[A-Z]\\d{6}$=A123456',
        ',,,',
      ),
    ).toEqual([
      {
        id: 'haice',
        names: ['海测', 'Haice'],
        prefixes: ['6901234', '6901235'],
        serialRules: [{ id: 'unit', pattern: '^[A-Z]\\d{6}$', example: 'A123456' }],
      },
    ])
    expect(await read('id,names', 'Haice,海测')).toEqual([
      { id: 'haice', names: ['海测'], prefixes: [], serialRules: [] },
    ])
  })

  it.each([
    ['no name', ['id,names', 'haice,'], /brands\.csv row 2: .*names/],
    ['a prefix of letters', ['id,names,prefixes', 'a,A,', 'b,B,69O1'], /brands\.csv row 3: .*prefixes/],
    ['an id that comes twice', ['id,names', 'a,A', 'a,B'], /brands\.csv row 3: .*comes twice/],
    ['half a serial rule', ['id,names,serial rules', 'a,A,unit=^x$'], /brands\.csv row 2: a serial rule is written/],
    [
      'a serial rule that could hang a till',
      ['id,names,serial rules', 'a,A,unit=^(a+)+$=a'],
      /brands\.csv row 2: .*safe subset/,
    ],
    ['no header', ['a,A'], /the header needs 品牌编码/],
  ])('is refused with %s', async (_, lines, message) => {
    await expect(read(...lines)).rejects.toThrow(message)
  })
})
