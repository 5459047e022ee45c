import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import type { HoldoutComparison, ListTermsView, ListView } from '@sekisho/contract'
import { useState } from 'react'
import { useRead } from '../shared/api/queries.ts'
import { formatDay, formatMoment, formatNumber, fromDateInput } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { may, useMe } from '../shared/session.ts'
import { Section } from '../shared/ui/page.tsx'
import { common } from '../words/common.ts'
import { listOrder } from '../words/list-order.ts'
import { listTerms } from '../words/list-terms.ts'
import styles from './list-terms.module.css'
import { TermsForm } from './terms-form.tsx'

interface ListTermsProps {
  readonly tenantId: string
  readonly list: ListView
  readonly terms: ListTermsView
}

/** On which days the people of a list may be called, in what place, and how many are held out: read, and changed. */
export function ListTermsSection({ tenantId, list, terms }: ListTermsProps) {
  const { t } = useLanguage()
  const me = useMe().data
  const [isChanging, setChanging] = useState(false)
  const mayChange = me !== null && me !== undefined && may(me, 'lists.import', tenantId)
  return (
    <Section title={t(listTerms.title)}>
      <Stack gap="sm">
        <Facts list={list} terms={terms} />
        <Warnings terms={terms} />
        {isChanging ? (
          <TermsForm
            key={terms.revision}
            tenantId={tenantId}
            list={list}
            terms={terms}
            onDone={() => setChanging(false)}
          />
        ) : (
          mayChange && (
            <Group>
              <Button variant="default" onClick={() => setChanging(true)}>
                {t(listTerms.change)}
              </Button>
            </Group>
          )
        )}
        {terms.revision > 0 && <History tenantId={tenantId} listId={list.listId} revision={terms.revision} />}
      </Stack>
    </Section>
  )
}

function Facts({ list, terms }: Omit<ListTermsProps, 'tenantId'>) {
  const { t } = useLanguage()
  const period = usePeriodText()
  const isLimited = terms.validFrom !== null || terms.validUntil !== null
  const places: Readonly<Record<string, (typeof listOrder.places)[5]>> = listOrder.places
  const place = places[list.priority]
  return (
    <dl className={styles.facts}>
      <dt>{t(listTerms.period)}</dt>
      <dd>
        {period(terms)}
        {isLimited && ` (${t(listTerms.states[terms.state])})`}
      </dd>
      <dt>{t(listTerms.place)}</dt>
      <dd>{place === undefined ? list.priority : t(place)}</dd>
      <dt>{t(listTerms.heldOut)}</dt>
      <dd>
        <HeldOut terms={terms} />
      </dd>
      {terms.comparison !== null && <Comparison comparison={terms.comparison} />}
    </dl>
  )
}

function HeldOut({ terms: { heldOutPercent, drawn, heldOut } }: { readonly terms: ListTermsView }) {
  const { t } = useLanguage()
  if (heldOutPercent === 0) return drawn === 0 ? t(listTerms.nobody) : t(listTerms.heldOutEnded)(formatNumber(drawn))
  return (
    <>
      {t(listTerms.heldOutNow)(String(heldOutPercent), formatNumber(drawn), formatNumber(heldOut ?? 0))}
      <Text size="xs" c="dimmed">
        {t(listTerms.heldOutNote)}
      </Text>
    </>
  )
}

/** Whom exclusion files named, in both groups, with one sentence that says no more than the numbers do. */
function Comparison({ comparison }: { readonly comparison: HoldoutComparison }) {
  const { t } = useLanguage()
  const { heldOut, others, points, lowPoints, highPoints } = comparison
  const said = ({ named, people }: HoldoutComparison['others']) =>
    t(listTerms.named)(formatNumber(named), formatNumber(people), ((named / people) * 100).toFixed(1))
  const [size, low, high] = [points, lowPoints, highPoints].map(signed)
  const sentence =
    lowPoints > 0
      ? t(listTerms.comparedHigher)(points.toFixed(1), low ?? '', high ?? '')
      : highPoints < 0
        ? t(listTerms.comparedLower)(Math.abs(points).toFixed(1), low ?? '', high ?? '')
        : t(listTerms.comparedOpen)(size ?? '', low ?? '', high ?? '')
  return (
    <>
      <dt>{t(listTerms.compared)}</dt>
      <dd>
        {t(listTerms.othersNamed)} {said(others)}・{t(listTerms.heldOut)} {said(heldOut)}
        <Text size="sm">{sentence}</Text>
        <Text size="xs" c="dimmed">
          {t(listTerms.comparedNote)}
        </Text>
      </dd>
    </>
  )
}

const signed = (points: number): string => (points > 0 ? `+${points.toFixed(1)}` : points.toFixed(1).replace('-', '−'))

function Warnings({ terms: { leadsOutside, promisesAfter, isUnderWay } }: { readonly terms: ListTermsView }) {
  const { t } = useLanguage()
  return (
    <>
      {leadsOutside !== null && leadsOutside > 0 && (
        <Alert color="ai">{t(listTerms.outside)(formatNumber(leadsOutside))}</Alert>
      )}
      {promisesAfter !== null && promisesAfter > 0 && (
        <Alert color="shu" role="alert">
          {t(listTerms.promisesAfter)(formatNumber(promisesAfter))}
        </Alert>
      )}
      {isUnderWay && <Text role="status">{t(listTerms.underWay)}</Text>}
    </>
  )
}

interface HistoryProps {
  readonly tenantId: string
  readonly listId: string
  /** A change asks for the list of changes again. */
  readonly revision: number
}

function History({ tenantId, listId, revision }: HistoryProps) {
  const { t, language } = useLanguage()
  const period = usePeriodText()
  const { data } = useRead(
    'lists.termsHistory',
    { params: { tenantId, listId } },
    // the newest is placed in the ledger a moment later
    {
      refetchInterval: (read) =>
        read?.versions[0]?.revision === revision && read.versions[0].entryPosition !== null ? false : 1_000,
    },
  )
  if (data === undefined) return null
  return (
    <details>
      <summary>{t(listTerms.history)}</summary>
      <ol className={styles.history} reversed>
        {data.versions.map((version) => (
          <li key={version.revision}>
            {t(listTerms.changedBy)(version.by, `${formatMoment(language, version.at)} (${t(common.japanTime)})`)} ·{' '}
            {t(listTerms.said)(period(version), String(version.priority), String(version.heldOutPercent))}
            {version.entryPosition !== null && ` · ${t(listTerms.entry)(formatNumber(version.entryPosition))}`}
          </li>
        ))}
      </ol>
    </details>
  )
}

/** A period as it is read. */
function usePeriodText(): (period: Pick<ListTermsView, 'validFrom' | 'validUntil'>) => string {
  const { t, language } = useLanguage()
  const day = (text: string | null) => (text === null ? '' : formatDay(language, fromDateInput(text) ?? 0))
  return ({ validFrom, validUntil }) =>
    validFrom === null && validUntil === null
      ? t(listTerms.noLimit)
      : t(listTerms.range)(day(validFrom), day(validUntil))
}
