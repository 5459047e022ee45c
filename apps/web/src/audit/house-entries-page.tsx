import { useSearch } from '@tanstack/react-router'
import { call } from '../shared/api/call.ts'
import { useRead } from '../shared/api/queries.ts'
import { useLanguage } from '../shared/language.tsx'
import { useGo } from '../shared/link.tsx'
import { paths } from '../shared/paths.ts'
import { may, useMe } from '../shared/session.ts'
import { Page } from '../shared/ui/page.tsx'
import { audit } from '../words/audit.ts'
import { filterFromSearch, searchOfFilter } from './entry-filter.ts'
import { EntryFilters } from './entry-filters.tsx'
import { EntryPages } from './entry-pages.tsx'

/** The head office's own log, for house auditors. */
export function HouseEntriesPage() {
  const { t } = useLanguage()
  const go = useGo()
  const me = useMe().data
  const { person, type } = filterFromSearch(useSearch({ strict: false }))
  const filter = { ...(person === undefined ? {} : { person }), ...(type === undefined ? {} : { type }) }
  const maySeePeople = me !== null && me !== undefined && may(me, 'people.read', null)
  const people = useRead('people.list', {}, { enabled: maySeePeople })
  return (
    <Page title={t(audit.houseTitle)} lead={t(audit.houseLead)}>
      <EntryFilters
        isShort
        filter={filter}
        people={people.data?.people ?? []}
        onFilter={(next) => go(`${paths.houseLedger()}${searchOfFilter(next)}`, { replace: true })}
      />
      <EntryPages
        name="house-entries"
        label={t(audit.houseTitle)}
        queryKey={['ledger.houseEntries', filter]}
        read={(beforePosition, signal) =>
          call('ledger.houseEntries', {
            query: { ...filter, ...(beforePosition === undefined ? {} : { beforePosition }) },
            signal,
          })
        }
      />
    </Page>
  )
}
