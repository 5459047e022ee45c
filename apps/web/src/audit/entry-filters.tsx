import { Button, NativeSelect } from '@mantine/core'
import { entryTypeNames, entryTypes, outcomes } from '@sekisho/contract'
import { useLanguage } from '../shared/language.tsx'
import { DateField } from '../shared/ui/date-field.tsx'
import { audit } from '../words/audit.ts'
import styles from './audit.module.css'
import type { EntryFilter } from './entry-filter.ts'

interface EntryFiltersProps {
  readonly filter: EntryFilter
  readonly people: readonly { readonly personId: string; readonly displayName: string }[]
  /** The head office is filtered by person and type only. */
  readonly isShort?: boolean
  readonly onFilter: (filter: EntryFilter) => void
}

export function EntryFilters({ filter, people, isShort = false, onFilter }: EntryFiltersProps) {
  const { t } = useLanguage()
  const set = (name: keyof EntryFilter, value: string) => {
    const { [name]: _, ...rest } = filter
    onFilter(value === '' ? rest : { ...rest, [name]: value })
  }
  return (
    <div className={styles.filters} role="search">
      <NativeSelect
        label={t(audit.person)}
        value={filter.person ?? ''}
        data={[
          { value: '', label: t(audit.everyone) },
          ...people.map(({ personId, displayName }) => ({ value: personId, label: displayName })),
        ]}
        onChange={(event) => set('person', event.currentTarget.value)}
      />
      <NativeSelect
        label={t(audit.type)}
        value={filter.type ?? ''}
        data={[
          { value: '', label: t(audit.every) },
          ...entryTypeNames.map((name) => ({ value: name, label: t(entryTypes[name]) })),
        ]}
        onChange={(event) => set('type', event.currentTarget.value)}
      />
      {!isShort && (
        <>
          <NativeSelect
            label={t(audit.outcome)}
            value={filter.outcome ?? ''}
            data={[
              { value: '', label: t(audit.every) },
              ...outcomes.map((name) => ({ value: name, label: t(audit.outcomes[name]) })),
            ]}
            onChange={(event) => set('outcome', event.currentTarget.value)}
          />
          {(['from', 'until'] as const).map((name) => (
            <DateField
              key={name}
              isClearable
              label={t(audit[name])}
              day={filter[name] ?? ''}
              onDay={(day) => set(name, day)}
            />
          ))}
        </>
      )}
      {Object.keys(filter).length > 0 && (
        <Button variant="subtle" onClick={() => onFilter({})}>
          {t(audit.clear)}
        </Button>
      )}
    </div>
  )
}
