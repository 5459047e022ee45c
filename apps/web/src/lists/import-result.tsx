import { Alert, Group, Progress, Stack, Text } from '@mantine/core'
import type { ListView } from '@sekisho/contract'
import { useAct, useRead } from '../shared/api/queries.ts'
import { formatCount, formatDuration, formatNumber } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { Link } from '../shared/link.tsx'
import { paths } from '../shared/paths.ts'
import { may, useMe } from '../shared/session.ts'
import { useShowCampaign } from '../shared/campaign-in-view.ts'
import { ConfirmInline } from '../shared/ui/confirm-inline.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { doNotCall } from '../words/do-not-call.ts'
import { listSheets } from '../words/list-sheets.ts'
import { intake, lists } from '../words/lists.ts'
import type { Phrase } from '../words/phrase.ts'
import { RefusedRows } from '../refused-rows/refused-rows.tsx'
import { isUndone } from './import-draft.ts'
import styles from './import.module.css'
import { ReasonCounts } from './reason-counts.tsx'
import { useListNews } from './use-list-news.ts'

/** How an import goes or went; the server holds it, so the page may be left and found again. */
export function ImportResult({ tenantId, listId }: { readonly tenantId: string; readonly listId: string }) {
  const everyMs = useListNews(tenantId)
  const list = useRead(
    'lists.read',
    { params: { tenantId, listId } },
    { refetchInterval: (data) => (data?.state === 'importing' ? everyMs : false) },
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
      {list.data.state === 'ready' && <ReasonCounts reasons={list.data.reasons} />}
      {isUndone(list.data.mode) && (list.data.state === 'ready' || list.data.state === 'importing') && (
        <Undo tenantId={tenantId} list={list.data} />
      )}
      <NextSteps tenantId={tenantId} list={list.data} />
      {list.data.state === 'ready' && <RefusedRows tenantId={tenantId} list={list.data} />}
    </Stack>
  )
}

/** Where one goes from here: to the campaign that calls these people, or once more to a file that is still here. */
function NextSteps({ tenantId, list }: { readonly tenantId: string; readonly list: ListView }) {
  const { t } = useLanguage()
  const { state, uploadId, campaignId } = list
  if (state === 'ready') {
    return (
      <Group gap="md">
        <Link href={paths.campaign(tenantId, campaignId)}>{t(intake.toCampaign)}</Link>
        <Link href={paths.listSheet(tenantId, list.listId)}>{t(listSheets.open)}</Link>
      </Group>
    )
  }
  if (uploadId === null) return null
  const again = `${paths.importList(tenantId)}?upload=${encodeURIComponent(uploadId)}`
  return <Link href={again}>{t(intake.importAgain)}</Link>
}

function Outcome({ list }: { readonly list: ListView }) {
  const { t, language } = useLanguage()
  if (list.state === 'failed') return <Failure list={list} />
  if (list.state === 'undone') return <Alert color="gray" title={t(intake.undone)} />
  if (list.state === 'importing') return <UnderWay list={list} />
  return (
    <>
      {list.finishedAt !== null && (
        <Text c="dimmed" role="status">
          {t(intake.doneIn)(formatDuration(language, Math.max(list.finishedAt - list.createdAt, 1_000)))}
        </Text>
      )}
      <dl className={styles.counts}>
        {figuresOf(list).map(([name, count]) => (
          <div key={name.en} className={styles.count}>
            <dt>{t(name)}</dt>
            <dd>{formatCount(language, count)}</dd>
          </div>
        ))}
      </dl>
      <MoreMissing difference={list.difference} />
    </>
  )
}

/** Why nobody was taken out of calling although that was chosen. */
function MoreMissing({ difference }: Pick<ListView, 'difference'>) {
  const { t } = useLanguage()
  if (difference === null || difference.shown === null || difference.missing <= difference.shown) return null
  const { missing, shown } = difference
  return (
    <Alert color="shu" role="alert">
      {t(intake.moreMissing)(formatNumber(missing), formatNumber(shown))}
    </Alert>
  )
}

function figuresOf({ rows, exclusion, refusal, difference }: ListView): readonly (readonly [Phrase<string>, number])[] {
  const taken = [
    [lists.refused, rows.refused],
    [lists.duplicate, rows.duplicate],
  ] as const
  if (refusal !== null) {
    return [[lists.rows, rows.total], [doNotCall.taken, rows.accepted], [doNotCall.known, refusal.known], ...taken]
  }
  if (difference !== null) {
    const { changed, same, missing, takenOut } = difference
    return [
      ...([
        [lists.rows, rows.total],
        [lists.modes.add, rows.accepted],
      ] as const),
      ...([
        [intake.changedDone, changed],
        [intake.sameDone, same],
      ] as const),
      takenOut > 0 ? [intake.takenOut, takenOut] : [intake.missingPeople, missing],
      ...taken,
    ]
  }
  if (exclusion === null) {
    const refusing = rows.doNotCall === 0 ? [] : [[intake.doNotCall, rows.doNotCall] as const]
    return [[lists.rows, rows.total], [lists.accepted, rows.accepted], ...refusing, ...taken]
  }
  const { stopped, unknown } = exclusion
  return [[lists.rows, rows.total], [intake.stoppedLeads, stopped], [lists.unknown, unknown], ...taken]
}

const failedTitles = {
  new: intake.failed,
  add: intake.failed,
  difference: intake.differenceFailed,
  exclude: intake.exclusionFailed,
  do_not_call: intake.refusalsFailed,
} as const

/** What went wrong, in the words of the server. */
function Failure({ list }: { readonly list: ListView }) {
  const { t } = useLanguage()
  return (
    <Alert color="shu" title={t(failedTitles[list.mode])}>
      {list.reasons.map((reason) => (
        <Text key={reason.code}>{t(reason)}</Text>
      ))}
    </Alert>
  )
}

function UnderWay({ list: { progress, rows } }: { readonly list: ListView }) {
  const { t, language } = useLanguage()
  const whole = progress?.rowsExpected ?? rows.total
  const done = progress?.rowsDone ?? 0
  const isMoving = progress !== null && progress.rowsPerSecond > 0
  return (
    <div>
      <Progress
        value={whole === 0 ? 0 : Math.min(100, (done / whole) * 100)}
        aria-label={t(lists.states.importing)}
        size="lg"
      />
      <Text mt={4} role="status">
        {progress?.isWaiting === true
          ? t(intake.waiting)(formatNumber(progress.importsAhead))
          : done === 0
            ? t(intake.starting)
            : t(intake.progress)(formatNumber(done), formatNumber(whole))}
        {isMoving &&
          ` · ${t(intake.speed)(
            formatNumber(Math.round(progress.rowsPerSecond)),
            formatDuration(language, Math.ceil(progress.secondsLeft) * 1000),
          )}`}
      </Text>
      <Text c="dimmed">{t(intake.mayLeave)}</Text>
    </div>
  )
}

function Undo({ tenantId, list }: { readonly tenantId: string; readonly list: ListView }) {
  const { t } = useLanguage()
  const me = useMe().data
  const undo = useAct('lists.undo', ['lists.read', 'lists.list', 'campaigns.list'])
  if (me === null || me === undefined || !may(me, 'lists.undo', tenantId)) return null
  const isUnderWay = list.state === 'importing'
  return (
    <div>
      <ProblemNotice problem={undo.error} />
      <ConfirmInline
        label={t(isUnderWay ? intake.cancel : intake.undo)}
        question={t(isUnderWay ? intake.cancelQuestion : intake.undoQuestion)}
        color="shu"
        isPending={undo.isPending}
        refusedBecause={list.mayUndo ? undefined : t(intake.undoNoMore)}
        onConfirm={() => undo.mutate({ params: { tenantId, listId: list.listId }, body: {} })}
      />
    </div>
  )
}
