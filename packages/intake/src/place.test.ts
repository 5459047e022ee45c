import { prefectures } from '@sekisho/contract'
import { foldPlace, municipalities, municipalityOf } from '@sekisho/municipalities'
import { describe, expect, it } from 'vitest'
import { placeOf } from './place.ts'

// Read against all 120,598 place names of Japan Post's list by tools/measure-municipalities.ts (ADR 41); here what is nasty.

const nameOf = (address: string) => municipalityOf(placeOf(address).municipality ?? '')?.name ?? null

describe('the prefecture of an address', () => {
  it('is the one that it begins with, in any width, after spaces and a postal code', () => {
    for (const { code, ja } of prefectures) expect(placeOf(`${ja}架空市1-1`).prefecture).toBe(code)
    expect(placeOf('　石川県輪島市').prefecture).toBe(17)
    for (const postal of ['〒928-8525', '９２８－８５２５　', '9288525'])
      expect(placeOf(`${postal}石川県輪島市二ツ屋町`)).toEqual({ prefecture: 17, municipality: '17204' })
  })

  it('is that of a city which it begins with, where Japan has one of the name', () => {
    expect(placeOf('広島市中区').prefecture).toBe(34)
    expect(placeOf('北広島市').prefecture).toBe(1)
  })

  it('is not guessed: an empty cell, a town alone, a prefecture somewhere else in the text, a postal code', () => {
    for (const address of [
      undefined,
      '',
      '架空町 石川県人会内',
      '東京',
      '余市町',
      '928-8525',
      '港区1-1',
      '府中市',
      '伊達市',
    ])
      expect(placeOf(address)).toEqual({ prefecture: null, municipality: null })
  })
})

describe('the municipality of an address', () => {
  it.each([
    ['三重県四日市市諏訪町', '四日市市'],
    ['広島県廿日市市下平良', '廿日市市'],
    ['千葉県市川市市川', '市川市'],
    ['兵庫県神崎郡市川町', '市川町'],
    ['山梨県西八代郡市川三郷町市川大門', '市川三郷町'],
    ['石川県野々市市本町', '野々市市'],
    ['東京都東村山市本町', '東村山市'],
    ['沖縄県国頭郡東村川田', '東村'],
    ['長野県大町市大町', '大町市'],
    ['佐賀県杵島郡大町町大町', '大町町'],
    ['福島県郡山市大町', '郡山市'],
    ['奈良県大和郡山市北郡山町', '大和郡山市'],
    ['愛知県蒲郡市神ノ郷町', '蒲郡市'],
    ['岐阜県郡上市八幡町', '郡上市'],
    ['北海道余市郡余市町黒川町', '余市町'],
    ['兵庫県赤穂郡上郡町', '上郡町'],
    ['神奈川県横浜市緑区十日市場町', '横浜市'],
    ['山形県村山市楯岡', '村山市'],
    ['東京都武蔵村山市本町', '武蔵村山市'],
    ['群馬県佐波郡玉村町', '玉村町'],
    ['東京都町田市原町田', '町田市'],
    ['東京都中央区銀座', '中央区'],
    ['大阪府大阪市中央区', '大阪市'],
    ['奈良県高市郡明日香村', '明日香村'],
    ['三重県津市津興', '津市'],
    ['北海道上川郡上川町', '上川町'],
    ['北海道釧路郡釧路町', '釧路町'],
    ['北海道釧路市釧路町', '釧路市'],
    ['東京都三宅島三宅村', '三宅村'],
    ['東京都大島町元町', '大島町'],
    ['東京都三宅村神着', '三宅村'],
  ])('%s is %s', (address, name) => {
    expect(nameOf(address)).toBe(name)
  })

  it('is read in every spelling that means it', () => {
    for (const ryugasaki of ['龍ケ崎市', '龍ヶ崎市', '竜が崎市', '竜ｹ崎市'])
      expect(nameOf(`茨城県${ryugasaki}1`)).toBe('龍ケ崎市')
    for (const address of ['長野県 山之内町', '長野県下高井郡山の内町']) expect(nameOf(address)).toBe('山ノ内町')
    expect(nameOf('高知県高岡郡檮原町')).toBe('梼原町')
    expect(nameOf('奈良県葛\u{e0100}城市')).toBe('葛城市')
  })

  it('may leave out its district, unless its name alone is a place in another municipality of the prefecture', () => {
    expect(nameOf('北海道余市町黒川町')).toBe('余市町')
    expect(nameOf('千葉県印旛郡栄町安食')).toBe('栄町')
    // 千葉市, 銚子市 and others have a 栄町: a list that leaves out the city would be read as this town
    expect(placeOf('千葉県栄町10-1')).toEqual({ prefecture: 12, municipality: null })
  })

  it('is unknown where it was merged away, is misspelt, of another prefecture, or of another district', () => {
    for (const address of [
      ...[
        '兵庫県篠山市北新町',
        '石川県輪島',
        '石川県輪嶋屋市',
        '富山県輪島市',
        '石川県鳳至郡穴水町',
        '長野県四日市',
        '滋賀県木之本町',
      ],
    ])
      expect(placeOf(address)).toMatchObject({ municipality: null })
  })

  it('is read without its prefecture: a city of which there is one, a town with its district', () => {
    expect(nameOf('輪島市河井町')).toBe('輪島市')
    expect(nameOf('鳳珠郡穴水町')).toBe('穴水町')
    // 行橋市西宮市, 天理市丹波市町: places that begin like a city elsewhere
    for (const address of ['西宮市一丁目', '丹波市町', '池田町', '東村山']) expect(nameOf(address)).toBeNull()
  })
})

describe('the table of municipalities', () => {
  it('has all 1,741: 47 prefectures, 23 wards of Tokyo, each code once and no two that fold into one', () => {
    expect(municipalities).toHaveLength(1_741)
    expect(new Set(municipalities.map(({ code }) => code)).size).toBe(1_741)
    const folded = municipalities.map(
      ({ prefecture, district, name }) => `${prefecture} ${foldPlace((district ?? '') + name)}`,
    )
    expect(new Set(folded).size).toBe(1_741)
    expect(new Set(municipalities.map(({ prefecture }) => prefecture)).size).toBe(47)
    const wards = municipalities.filter(({ name }) => name.endsWith('区'))
    expect([wards.length, wards.every(({ prefecture }) => prefecture === 13)]).toEqual([23, true])
  })

  it('is read back from every name with its district, and never otherwise without it', () => {
    for (const { code, prefecture, district, name, kana } of municipalities) {
      const ja = prefectures[prefecture - 1]?.ja ?? ''
      expect(placeOf(`${ja}${district ?? ''}${name}1-1`)).toEqual({ prefecture, municipality: code })
      expect([code, null]).toContain(placeOf(`${ja}${name}1-1`).municipality)
      expect(kana).toMatch(/^[ぁ-んー]+$/)
    }
  })
})
