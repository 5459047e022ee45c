import { MultiSelect, NativeSelect, type OptionsFilter } from '@mantine/core'
import { mostMunicipalities, prefectures } from '@sekisho/contract'
import { foldPlace, municipalities, municipalityOf } from '@sekisho/municipalities'
import { useState } from 'react'
import { useLanguage } from '../shared/language.tsx'
import { stopSwitches } from '../words/stop-switches.ts'
import { AreaReach } from './area-reach.tsx'

interface MunicipalityFieldsProps {
  readonly tenantId: string
  /** Codes of municipalities. */
  readonly chosen: readonly string[]
  readonly onChange: (chosen: readonly string[]) => void
}

/**
 * Which municipalities are stopped, of one prefecture: a disaster hits several. Each is found by the beginning of its reading
 * or by any part of its name.
 */
export function MunicipalityFields({ tenantId, chosen, onChange }: MunicipalityFieldsProps) {
  const { t, language } = useLanguage()
  const [prefecture, setPrefecture] = useState('')
  const [search, setSearch] = useState('')
  const [isOpen, setOpen] = useState(false)
  const [first] = chosen
  return (
    <div>
      <NativeSelect
        maw="28rem"
        label={t(stopSwitches.ofWhichPrefecture)}
        value={prefecture}
        data={[
          { value: '', label: t(stopSwitches.choose) },
          ...prefectures.map((each) => ({ value: String(each.code), label: each[language] })),
        ]}
        onChange={(event) => {
          setPrefecture(event.currentTarget.value)
          onChange([])
        }}
      />
      {prefecture !== '' && (
        <MultiSelect
          mt="md"
          maw="40rem"
          label={t(stopSwitches.municipalities)}
          description={t(stopSwitches.municipalitiesHint)}
          placeholder={t(stopSwitches.municipalitiesTyped)}
          nothingFoundMessage={t(stopSwitches.noMunicipality)}
          searchable
          hidePickedOptions
          maxValues={mostMunicipalities}
          selectFirstOptionOnChange={search !== ''}
          data={municipalities
            .filter((each) => each.prefecture === Number(prefecture))
            .map(({ code, name, district }) => ({ value: code, label: `${district ?? ''}${name}` }))}
          filter={byNameOrReading}
          searchValue={search}
          onSearchChange={setSearch}
          // closed with each choice, so that Enter stops calling then and does not add another
          dropdownOpened={isOpen}
          onDropdownOpen={() => setOpen(true)}
          onDropdownClose={() => setOpen(false)}
          onKeyDown={(event) => {
            // what was typed and not chosen yet is no reason to stop the others
            if (event.key === 'Enter' && search !== '') event.preventDefault()
          }}
          value={[...chosen]}
          onChange={(codes) => {
            setOpen(false)
            onChange(codes)
          }}
        />
      )}
      {first !== undefined && <AreaReach tenantId={tenantId} municipality={first} />}
    </div>
  )
}

const byNameOrReading: OptionsFilter = ({ options, search, limit }) => {
  const name = foldPlace(search)
  const reading = inHiragana(search.normalize('NFKC').trim())
  return options
    .filter((option) => {
      if (!('value' in option)) return false
      const isRead = municipalityOf(option.value)?.kana.startsWith(reading) === true
      return isRead || foldPlace(option.label).includes(name)
    })
    .slice(0, limit)
}

function inHiragana(text: string): string {
  return text.replace(/[ァ-ヶ]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) - 0x60))
}
