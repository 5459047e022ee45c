import { Alert, Progress, Stack, Text } from '@mantine/core'
import type { ListView } from '@sekisho/contract'
import { useAct, useRead } from '../shared/api/queries.ts'
import { formatCount, formatDuration, formatNumber } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { may, useMe } from '../shared/session.ts'
import { useShowCampaign } from '../shared/campaign-in-view.ts'
import { ConfirmInline } from '../shared/ui/confirm-inline.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { intake, lists } from '../words/lists.ts'
import styles from './import.module.css'
import { RefusedRows } from './refused-rows.tsx'

/** How an import goes or went; the server holds it, so the page may be left and found again. */
export function ImportResult({ tenantId, listId }: { readonly tenantId: string; readonly listId: string }) {
  const list = useRead(
    'lists.read',
    { params: { tenantId, listId } },
    { refetchInterval: (data) => (data?.state === 'importing' ? 700 : false) },
  )
  useShowCampaign(list.data?.campaignName)
  if (list.data === undefined) {
    return list.error === null ? (
      <Loading />
    ) : (
      <ProblemNotice problem={list.error} onRetry={() => void list.refetch()} />
    )
  }
  return (
    <Stack gap="sm">
      <ProblemNotice problem={list.error} />
      <Outcome list={list.data} />
      {list.data.state === 'ready' && (
        <>
          <Reasons list={list.data} />
          <Undo tenantId={tenantId} list={list.data} />
          <RefusedRows tenantId={tenantId} list={list.data} />
        </>
      )}
    </Stack>
  )
}

function Outcome({ list }: { readonly list: ListView }) {
  const { t, language } = useLanguage()
  const { progress, rows } = list
  if (list.state === 'failed') return <Alert color="shu" title={t(intake.failed)} />
  if (list.state === 'undone') return <Alert color="gray" title={t(intake.undone)} />
  const whole = progress?.rowsExpected ?? rows.total
  return (
    <>
      {progress !== null && (
        <div>
          <Progress
            value={whole === 0 ? 0 : (progress.rowsDone / whole) * 100}
            aria-label={t(lists.states.importing)}
            size="lg"
          />
          <Text mt={4} role="status">
            {t(intake.progress)(formatNumber(progress.rowsDone), formatNumber(whole))}
            {progress.rowsPerSecond > 0 &&
              ` · ${t(intake.speed)(
                formatNumber(Math.round(progress.rowsPerSecond)),
                formatDuration(language, Math.ceil(progress.secondsLeft) * 1000),
              )}`}
          </Text>
          <Text c="dimmed">{t(intake.mayLeave)}</Text>
        </div>
      )}
      {list.finishedAt !== null && (
        <Text c="dimmed" role="status">
          {t(intake.doneIn)(formatDuration(language, list.finishedAt - list.createdAt))}
        </Text>
      )}
      <dl className={styles.counts}>
        {(['total', 'accepted', 'refused', 'duplicate'] as const).map((name) => (
          <div key={name} className={styles.count}>
            <dt>{t({ ...lists, total: lists.rows }[name])}</dt>
            <dd>{formatCount(language, rows[name])}</dd>
          </div>
        ))}
      </dl>
    </>
  )
}

function Reasons({ list }: { readonly list: ListView }) {
  const { t, language } = useLanguage()
  if (list.reasons.length === 0) return null
  return (
    <table className={styles.reasons}>
      <tbody>
        {list.reasons.map((reason) => (
          <tr key={reason.code}>
            <td>{t(reason)}</td>
            <td>{formatCount(language, reason.rows)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Undo({ tenantId, list }: { readonly tenantId: string; readonly list: ListView }) {
  const { t } = useLanguage()
  const me = useMe().data
  const undo = useAct('lists.undo', ['lists.read', 'lists.list', 'campaigns.list'])
  if (me === null || me === undefined || !may(me, 'lists.undo', tenantId)) return null
  return (
    <div>
      <ProblemNotice problem={undo.error} />
      <ConfirmInline
        label={t(intake.undo)}
        question={t(intake.undoQuestion)}
        color="shu"
        isPending={undo.isPending}
        refusedBecause={list.mayUndo ? undefined : t(intake.undoNoMore)}
        onConfirm={() => undo.mutate({ params: { tenantId, listId: list.listId }, body: {} })}
      />
    </div>
  )
}
