import { Alert, Badge, Button, Group, Stack, Text } from '@mantine/core'
import type { HandoverVersion, ListHandover } from '@sekisho/contract'
import { useState } from 'react'
import { useRead } from '../shared/api/queries.ts'
import { formatDay, formatMoment, formatNumber, fromDateInput } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { may, useMe } from '../shared/session.ts'
import { Section } from '../shared/ui/page.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { common } from '../words/common.ts'
import { handovers } from '../words/handovers.ts'
import { HandoverForm } from './handover-form.tsx'
import { HandoverRule } from './handover-rule.tsx'
import styles from './list-terms.module.css'

interface HandoverSectionProps {
  readonly tenantId: string
  readonly listId: string
}

/** When the list was handed over and who confirmed it: what was entered last, whether in time, and what was entered before. */
export function HandoverSection({ tenantId, listId }: HandoverSectionProps) {
  const { t } = useLanguage()
  const me = useMe().data
  const [isEntering, setEntering] = useState(false)
  const read = useRead(
    'handovers.read',
    { params: { tenantId, listId } },
    { refetchInterval: (data) => (data?.versions[0]?.entryPosition === null ? 1_000 : false) },
  )
  const mayEnter = me !== null && me !== undefined && may(me, 'lists.import', tenantId)
  const maySetRule = me !== null && me !== undefined && may(me, 'handovers.set_rule', tenantId)
  const handover = read.data
  return (
    <Section title={t(handovers.title)}>
      <ProblemNotice problem={read.error} onRetry={() => void read.refetch()} />
      {handover !== undefined && (
        <Stack gap="sm">
          <Standing handover={handover} />
          {isEntering ? (
            <HandoverForm
              key={handover.versions[0]?.version ?? 0}
              tenantId={tenantId}
              listId={listId}
              handover={handover}
              onDone={() => setEntering(false)}
            />
          ) : (
            mayEnter && (
              <Group>
                <Button variant="default" onClick={() => setEntering(true)}>
                  {t(handover.versions.length === 0 ? handovers.enter : handovers.change)}
                </Button>
              </Group>
            )
          )}
          {maySetRule && <HandoverRule tenantId={tenantId} />}
          {handover.versions.length > 1 && (
            <details>
              <summary>{t(handovers.versions)}</summary>
              {handover.versions.slice(1).map((version) => (
                <HandoverFacts key={version.version} version={version} />
              ))}
            </details>
          )}
        </Stack>
      )}
    </Section>
  )
}

function Standing({ handover: { versions, dueOn, isMissing } }: { readonly handover: ListHandover }) {
  const { t } = useLanguage()
  const day = useDay()
  const [last] = versions
  if (last !== undefined) return <HandoverFacts version={last} />
  return isMissing ? (
    <Alert color="shu" role="alert">
      {t(handovers.missing)(day(dueOn))}
    </Alert>
  ) : (
    <Text>{t(handovers.waiting)(day(dueOn))}</Text>
  )
}

/** One version, as it was entered. */
export function HandoverFacts({ version }: { readonly version: HandoverVersion }) {
  const { t, language } = useLanguage()
  const day = useDay()
  const { receivedOn, client, centre, businessDays, dueOn, isLate, enteredBy, enteredAt, entryPosition } = version
  const confirmed = (side: HandoverVersion['client'] | HandoverVersion['centre']) =>
    side === null ? t(handovers.nobody) : t(handovers.confirmed)(t(handovers.functions[side.function]), day(side.on))
  return (
    <dl className={styles.facts}>
      <dt>{t(handovers.receivedOn)}</dt>
      <dd>{day(receivedOn)}</dd>
      <dt>{t(handovers.client)}</dt>
      <dd>{confirmed(client)}</dd>
      <dt>{t(handovers.centre)}</dt>
      <dd>{confirmed(centre)}</dd>
      <dt>{t(handovers.dueOn)}</dt>
      <dd>
        {t(handovers.rule)(String(businessDays), day(dueOn))}{' '}
        <Badge variant={isLate ? 'filled' : 'outline'} color={isLate ? 'shu' : 'gray'}>
          {t(isLate ? handovers.late : handovers.inTime)}
        </Badge>
      </dd>
      <dt>{t(handovers.enteredBy)}</dt>
      <dd>
        {t(handovers.entered)(
          enteredBy,
          `${formatMoment(language, enteredAt)} (${t(common.japanTime)})`,
          String(version.version),
        )}
        {entryPosition !== null && ` · ${t(handovers.entry)(formatNumber(entryPosition))}`}
      </dd>
    </dl>
  )
}

function useDay(): (day: string) => string {
  const { language } = useLanguage()
  return (day) => formatDay(language, fromDateInput(day) ?? 0)
}
