import { describe, expect, it } from 'vitest'
import { listingCsvLines } from '../../../src/authority/sample/table.ts'
import { textSource } from '../../support/real-release.ts'
import { brands, checkSources } from './tables.ts'

async function listingsIn(...lines: readonly string[]) {
  return (await checkSources([textSource('t.csv', lines.join('\n'))])).listings
}

describe('a row', () => {
  it('becomes a listing with every column', async () => {
    const header =
      '商品条码,品牌,型号,品类,能效等级,备案价格（元）,基准价格,上月均价,指导价,标识备案号,标识备案型号,3C证书编号,序列号规则,有效期起,有效期止,状态,产品名称'
    const row =
      '6901234567892,Haice,ＫＦＲ－３５ＧＷ/01A,房间空气调节器,一级,"4,999",4888,4700.5,5299,202106-27-11027226-462651443728322560,KFR-35GW,2021010901402658,unit,2024/9/14,2024年12月31日,在售,海测空调'
    expect(await listingsIn(header, row)).toEqual([
      {
        gtin: '06901234567892',
        brand: 'haice',
        model: 'KFR-35GW/01A',
        category: 'air_conditioner',
        gradeKind: 'energy',
        grade: 1,
        filedPrice: '4999.00',
        basePrice: '4888.00',
        averagePrice: '4700.50',
        guidePrice: '5299.00',
        recordNumber: '202106-27-11027226-462651443728322560',
        registeredModel: 'KFR-35GW',
        certificate: '2021010901402658',
        serialRule: 'unit',
        from: '2024-09-14T00:00:00+08:00',
        to: '2025-01-01T00:00:00+08:00',
        status: 'listed',
        name: '海测空调',
      },
    ])
  })

  it('needs brand, model, category and price; the rest is open', async () => {
    expect(await listingsIn('brand,model,category,filed price', '空试,BCD-480W,refrigerator,5999')).toMatchObject([
      {
        gtin: null,
        grade: null,
        gradeKind: 'none',
        basePrice: null,
        from: null,
        to: null,
        status: 'listed',
        name: '空试 BCD-480W',
      },
    ])
  })

  it('gives a listing for each of its barcodes', async () => {
    const found = await listingsIn(
      '品牌,型号,品类,备案价格,条码',
      '无码,A1,电视,1,9520011001014;036000291452;9520011001014',
    )
    expect(found.map(({ gtin }) => gtin)).toEqual(['09520011001014', '00036000291452'])
  })

  it('is passed over when it is blank, and its number still counts', async () => {
    const { findings, listings } = await checkSources([
      textSource('t.csv', '品牌,型号,品类,备案价格\n,,,\n\n海测,A,空调,x\n海测,B,空调,1'),
    ])
    expect(findings).toMatchObject([{ row: 4 }])
    expect(listings).toHaveLength(1)
  })

  it.each([
    ['水效等级', 'water'],
    ['能效等级', 'energy'],
    ['等级', 'energy'],
  ])('takes the kind of grade from the header %s', async (header, kind) => {
    expect(await listingsIn(`品牌,型号,品类,备案价格,${header}`, '海测,A,净水器,1,2级')).toMatchObject([
      { grade: 2, gradeKind: kind },
    ])
  })

  it('takes "none" in any of its spellings for nothing', async () => {
    for (const word of ['无', '-', '—', '/', 'N/A', 'none']) {
      expect(
        await listingsIn('品牌,型号,品类,备案价格,能效等级,3c编号', `海测,A,空调,1,${word},${word}`),
      ).toMatchObject([{ grade: null, certificate: null }])
    }
  })

  it('reads what the tool itself writes', async () => {
    const before = await listingsIn(
      '品牌,型号,品类,备案价格,条码,有效期止,水效等级',
      '海测,"A ""x"", 2",净水器,1.5,6901234567892,2024-12-31,3',
    )
    const text = [...listingCsvLines(before, brands)].join('')
    expect((await checkSources([textSource('t.csv', text)])).listings).toEqual(before)
  })
})
