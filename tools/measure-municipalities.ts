import { municipalities } from '@sekisho/municipalities'
import { placeOf } from '@sekisho/intake'
import { placesOfJapanPost, postalMunicipalities, postalPrefectures } from './support/japan-post.ts'

/**
 * Reads every place name of Japan Post's list as lists write addresses, and counts what is right, unknown and wrong (ADR 41):
 *
 *     node tools/run-ts.js tools/measure-municipalities.ts FOLDER_OF_ZIPCODE
 *
 * @see generate-municipalities.ts for the folder
 */
const [folder] = process.argv.slice(2)
if (folder === undefined) throw new Error('a folder, please')

const prefectures = postalPrefectures(folder)
const written = postalMunicipalities(folder)
const districts = new Map(municipalities.map(({ code, district }) => [code, district ?? '']))
const wrong: string[] = []
const marks: Record<string, { right: number; unknown: number; wrong: number; prefecture: number }> = {}

const places = placesOfJapanPost(folder)
for (const { code, ward, place } of places) {
  const prefecture = prefectures.get(code.slice(0, 2)) ?? ''
  const withoutDistrict = ward.slice(districts.get(code)?.length ?? 0)
  const city = written.get(code) ?? ''
  judge('as it is', `${prefecture}${ward}${place}1-1`, code)
  judge('half width, blanks, ヶ as が', `${prefecture} ${ward.replaceAll(/[ヶケ]/g, 'が')} ${place}`, code)
  judge('without its district', `${prefecture}${withoutDistrict}${place}1-1`, code)
  judge('without its ward', `${prefecture}${city}${place}1-1`, code)
  judge('without its prefecture', `${ward}${place}1-1`, code)
  judge('without prefecture and district', `${withoutDistrict}${place}1-1`, code)
  judge('without its municipality', `${prefecture}${place}1-1`, code)
  judge('without prefecture and municipality', `${place}1-1`, code)
}
console.table(marks)
console.log(`${places.length} places, ${wrong.length} wrong`)
for (const each of wrong.slice(0, 40)) console.log(each)

const addresses = places
  .slice(0, 100_000)
  .map(({ code, ward, place }) => `${prefectures.get(code.slice(0, 2))}${ward}${place}1-1`)
for (const address of addresses) placeOf(address)
const startedAt = performance.now()
for (const address of addresses) placeOf(address)
console.log(`${Math.round(((performance.now() - startedAt) * 1e6) / addresses.length)} ns for one address`)

function judge(how: string, address: string, code: string): void {
  const mark = (marks[how] ??= { right: 0, unknown: 0, wrong: 0, prefecture: 0 })
  const read = placeOf(address)
  if (read.prefecture !== null && read.prefecture !== Number(code.slice(0, 2))) mark.prefecture += 1
  if (read.municipality === code) mark.right += 1
  else if (read.municipality === null) mark.unknown += 1
  else {
    mark.wrong += 1
    wrong.push(`${how}: ${address} is ${code}, read as ${read.municipality}`)
  }
}
