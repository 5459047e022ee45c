import { useSearch } from '@tanstack/react-router'
import { call } from '../shared/api/call.ts'
import { useRead } from '../shared/api/queries.ts'
import { useLanguage } from '../shared/language.tsx'
import { useGo } from '../shared/link.tsx'
import { paths } from '../shared/paths.ts'
import { Page } from '../shared/ui/page.tsx'
import { audit } from '../words/audit.ts'
import { filterFromSearch, queryOfFilter, searchOfFilter } from './entry-filter.ts'
import { EntryFilters } from './entry-filters.tsx'
import { EntryPages } from './entry-pages.tsx'

/** The entries of a tenant; the filter stands in the address and can be sent to a colleague. */
export function EntriesPage({ tenantId }: { readonly tenantId: string }) {
  const { t } = useLanguage()
  const go = useGo()
  const filter = filterFromSearch(useSearch({ strict: false }))
  const people = useRead('ledger.people', { params: { tenantId } })
  const query = queryOfFilter(filter)
  return (
    <Page title={t(audit.title)} lead={t(audit.lead)}>
      <EntryFilters
        filter={filter}
        people={people.data?.people ?? []}
        onFilter={(next) => go(`${paths.ledger(tenantId)}${searchOfFilter(next)}`, { replace: true })}
      />
      <EntryPages
        name="entries"
        label={t(audit.title)}
        queryKey={['ledger.entries', tenantId, query]}
        read={(beforePosition, signal) =>
          call('ledger.entries', {
            params: { tenantId },
            query: { ...query, ...(beforePosition === undefined ? {} : { beforePosition }) },
            signal,
          })
        }
      />
    </Page>
  )
}
