import { Alert, Button, Group, NativeSelect, Text } from '@mantine/core'
import { doNotCallPurposes } from '@sekisho/contract'
import type { DoNotCallHit, DoNotCallPurpose } from '@sekisho/contract'
import { useState } from 'react'
import type { SubmitEvent } from 'react'
import { emptyDraft, keyOf, keyProblemInWords } from '../person-search/key-draft.ts'
import { KeyFields } from '../person-search/key-fields.tsx'
import { useAct } from '../shared/api/queries.ts'
import { formatMoment } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { PageState, Section } from '../shared/ui/page.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { RecordMark } from '../shared/ui/record-mark.tsx'
import { words } from '../words/common.ts'
import { doNotCall } from '../words/do-not-call.ts'
import { personSearch } from '../words/person-search.ts'
import styles from './do-not-call.module.css'
import { resultName } from './result-name.ts'

/** One question for one purpose. What is typed is sent in a body, and stands in no address, history or storage. */
export function LookUp({ tenantId }: { readonly tenantId: string }) {
  const { t } = useLanguage()
  const [draft, setDraft] = useState(emptyDraft('phone'))
  const [purpose, setPurpose] = useState<DoNotCallPurpose>(doNotCallPurposes[0])
  const search = useAct('doNotCall.search')
  const key = keyOf(draft)
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (key !== null) search.mutate({ params: { tenantId }, body: { ...key, purpose } })
  }
  // an answer belongs to what was asked, not to what is being typed
  const edit = (change: () => void) => {
    change()
    search.reset()
  }
  return (
    <Section title={t(doNotCall.search)}>
      <Text c="dimmed" mb="sm">
        {t(doNotCall.searchHint)}
      </Text>
      <form onSubmit={submit}>
        <Group align="flex-end" gap="sm">
          <KeyFields draft={draft} onDraft={(next) => edit(() => setDraft(next))} />
          <NativeSelect
            label={t(doNotCall.purpose)}
            value={purpose}
            data={doNotCallPurposes.map((each) => ({ value: each, label: t(words.purposes[each]) }))}
            onChange={(event) => {
              const chosen = doNotCallPurposes.find((each) => each === event.currentTarget.value) ?? purpose
              edit(() => setPurpose(chosen))
            }}
          />
          <Button type="submit" loading={search.isPending} disabled={key === null}>
            {t(doNotCall.submit)}
          </Button>
        </Group>
        {draft.kind === 'person' && (
          <Text c="dimmed" size="sm" my="sm">
            {t(personSearch.bothHint)}
          </Text>
        )}
      </form>
      <ProblemNotice problem={keyProblemInWords(search.error)} />
      {search.data !== undefined && (
        <div aria-live="polite">
          {search.data.hits.length === 0 ? (
            <PageState title={t(doNotCall.notStopped)}>{t(doNotCall.notStoppedBody)}</PageState>
          ) : (
            <Alert color="shu" mt="md" title={t(doNotCall.stopped)}>
              {search.data.hits.map((hit) => (
                <Hit key={`${hit.recordedAt} ${hit.result} ${hit.scope} ${hit.jobName}`} hit={hit} />
              ))}
            </Alert>
          )}
          <div className={styles.mark}>
            <RecordMark position={search.data.entryPosition} />
          </div>
        </div>
      )}
    </Section>
  )
}

function Hit({ hit }: { readonly hit: DoNotCallHit }) {
  const { t, language } = useLanguage()
  const scope = t(doNotCall.scopes[hit.scope])
  return (
    <dl className={styles.hit}>
      <dt>{t(doNotCall.result)}</dt>
      <dd>{t(resultName(hit.result))}</dd>
      <dt>{t(doNotCall.scope)}</dt>
      <dd>
        {hit.jobName === null ? scope : `${scope} (${hit.jobName})`}
        {hit.isForOneContact && ` · ${t(doNotCall.forOneContact)}`}
      </dd>
      <dt>{t(doNotCall.recordedAt)}</dt>
      <dd>{formatMoment(language, hit.recordedAt)}</dd>
      <dt>{t(doNotCall.where)}</dt>
      <dd>{t(hit.isOfTenant ? doNotCall.here : doNotCall.elsewhere)}</dd>
    </dl>
  )
}
