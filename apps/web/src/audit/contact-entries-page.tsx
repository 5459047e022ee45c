import { Alert, Button, Group, SegmentedControl, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { SubmitEvent } from 'react'
import { useAct } from '../shared/api/queries.ts'
import { formatNumber } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { Page, PageState, Section } from '../shared/ui/page.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { common } from '../words/common.ts'
import { audit } from '../words/audit.ts'
import { EntryTable } from './entry-table.tsx'

/** The entries about one contact. The key is sent in a body and stands in no address, history or storage. */
export function ContactEntriesPage({ tenantId }: { readonly tenantId: string }) {
  const { t } = useLanguage()
  const [kind, setKind] = useState<'customer_number' | 'phone'>('customer_number')
  const [value, setValue] = useState('')
  const search = useAct('ledger.entriesOfContact')
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    search.mutate({ params: { tenantId }, body: { kind, value: value.trim() } })
  }
  return (
    <Page title={t(audit.contactTitle)} lead={t(audit.contactLead)}>
      <Section>
        <form onSubmit={submit}>
          <Group align="flex-end" gap="sm">
            <SegmentedControl
              aria-label={t(audit.contactKind)}
              value={kind}
              data={[
                { value: 'customer_number', label: t(audit.customerNumber) },
                { value: 'phone', label: t(audit.phone) },
              ]}
              onChange={setKind}
            />
            <TextInput
              flex="1 1 16rem"
              maw="24rem"
              label={t(kind === 'phone' ? audit.phone : audit.customerNumber)}
              autoComplete="off"
              spellCheck={false}
              maxLength={64}
              value={value}
              onChange={(event) => setValue(event.currentTarget.value)}
            />
            <Button type="submit" loading={search.isPending} disabled={value.trim() === ''}>
              {t(audit.search)}
            </Button>
          </Group>
        </form>
      </Section>
      <ProblemNotice problem={search.error} />
      {search.data !== undefined && (
        <div aria-live="polite">
          {search.data.mismatches > 0 && (
            <Alert color="shu" mb="md" title={t(audit.mismatches)(formatNumber(search.data.mismatches))} />
          )}
          {search.data.contacts === 0 ? (
            <PageState title={t(audit.contactNone)}>{t(audit.contactNoneBody)}</PageState>
          ) : (
            <>
              <Text mb="xs">{t(audit.contactFound)(formatNumber(search.data.contacts))}</Text>
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
