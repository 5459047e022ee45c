import { Alert, Button, Group, Text } from '@mantine/core'
import { useState } from 'react'
import type { SubmitEvent } from 'react'
import { emptyDraft, foundInWords, keyOf, keyProblemInWords } from '../person-search/key-draft.ts'
import type { KeyDraft } from '../person-search/key-draft.ts'
import { KeyFields } from '../person-search/key-fields.tsx'
import { useAct } from '../shared/api/queries.ts'
import { formatNumber } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { Page, PageState, Section } from '../shared/ui/page.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { common } from '../words/common.ts'
import { audit } from '../words/audit.ts'
import { personSearch } from '../words/person-search.ts'
import { EntryTable } from './entry-table.tsx'

/** The entries about one contact. The key is sent in a body and stands in no address, history or storage. */
export function ContactEntriesPage({ tenantId }: { readonly tenantId: string }) {
  const { t } = useLanguage()
  const [draft, setDraft] = useState(emptyDraft('customer_number'))
  const search = useAct('ledger.entriesOfContact')
  const key = keyOf(draft)
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (key !== null) search.mutate({ params: { tenantId }, body: key })
  }
  // an answer belongs to what was asked, not to what is being typed
  const edit = (next: KeyDraft) => {
    setDraft(next)
    search.reset()
  }
  return (
    <Page title={t(audit.contactTitle)} lead={t(audit.contactLead)}>
      <Section>
        <form onSubmit={submit}>
          <Group align="flex-end" gap="sm">
            <KeyFields draft={draft} onDraft={edit} />
            <Button type="submit" loading={search.isPending} disabled={key === null}>
              {t(audit.search)}
            </Button>
          </Group>
          {draft.kind === 'person' && (
            <Text c="dimmed" size="sm" mt="sm">
              {t(personSearch.bothHint)}
            </Text>
          )}
        </form>
      </Section>
      <ProblemNotice problem={keyProblemInWords(search.error)} />
      {search.data !== undefined && (
        <div aria-live="polite">
          {search.data.mismatches > 0 && (
            <Alert color="shu" mb="md" title={t(audit.mismatches)(formatNumber(search.data.mismatches))} />
          )}
          {search.data.contacts === 0 ? (
            <PageState title={t(audit.contactNone)}>{t(audit.contactNoneBody)}</PageState>
          ) : (
            <>
              <Text mb="xs">{t(foundInWords(search.data.contacts))}</Text>
              <EntryTable
                name="contact-entries"
                label={t(audit.contactTitle)}
                entries={search.data.entries}
                total={t(common.total)(formatNumber(search.data.entries.length))}
                empty={<PageState title={t(audit.contactNoEntries)} />}
              />
            </>
          )}
        </div>
      )}
    </Page>
  )
}
