import { NativeSelect, SimpleGrid } from '@mantine/core'
import { doNotCallScopes, fileRefusalReasons, fileRefusalSources } from '@sekisho/contract'
import { useState } from 'react'
import { toDateInput } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { DateField } from '../shared/ui/date-field.tsx'
import { doNotCall } from '../words/do-not-call.ts'
import { intake } from '../words/lists.ts'
import type { ImportDraft, SettledDraft } from './import-draft.ts'

interface RefusalChoiceProps {
  readonly draft: SettledDraft
  readonly onDraft: (draft: ImportDraft) => void
}

/** How far a client's own do-not-call file reaches, why, whose word it is, and of which day. */
export function RefusalChoice({ draft, onDraft }: RefusalChoiceProps) {
  const { t } = useLanguage()
  const [today] = useState(() => toDateInput(Date.now()))
  const { refusal, rules } = draft
  const change = (changes: Partial<ImportDraft['refusal']>) =>
    onDraft({ ...draft, refusal: { ...refusal, ...changes } })
  // a customer number says nothing about single numbers
  const scopes = doNotCallScopes.filter((scope) => scope !== 'number' || rules.samePersonBy === 'phone')
  const choose = { value: '', label: t(intake.chooseOne) }
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
      <NativeSelect
        label={t(doNotCall.scope)}
        // as it is sent
        value={scopes.includes(refusal.scope) ? refusal.scope : 'client'}
        data={scopes.map((value) => ({ value, label: t(doNotCall.scopes[value]) }))}
        onChange={(event) => change({ scope: scopes.find((value) => value === event.currentTarget.value) ?? 'client' })}
      />
      <NativeSelect
        label={t(intake.refusalReason)}
        value={refusal.reason ?? ''}
        data={[choose, ...fileRefusalReasons.map((value) => ({ value, label: t(doNotCall.fileReasons[value]) }))]}
        onChange={(event) =>
          change({ reason: fileRefusalReasons.find((value) => value === event.currentTarget.value) ?? null })
        }
      />
      <NativeSelect
        label={t(intake.refusalSource)}
        value={refusal.source ?? ''}
        data={[choose, ...fileRefusalSources.map((value) => ({ value, label: t(doNotCall.fileSources[value]) }))]}
        onChange={(event) =>
          change({ source: fileRefusalSources.find((value) => value === event.currentTarget.value) ?? null })
        }
      />
      <DateField label={t(intake.refusalAsOf)} day={refusal.asOf} maxDate={today} onDay={(asOf) => change({ asOf })} />
    </SimpleGrid>
  )
}
