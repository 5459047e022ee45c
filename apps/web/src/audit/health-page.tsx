import { useRead } from '../shared/api/queries.ts'
import { formatCount, formatDuration } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { Link } from '../shared/link.tsx'
import { paths } from '../shared/paths.ts'
import { may, useMe } from '../shared/session.ts'
import { Loading } from '../shared/ui/loading.tsx'
import { Page, Section } from '../shared/ui/page.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { useNow } from '../shared/use-now.ts'
import { health } from '../words/audit.ts'
import styles from './audit.module.css'
import { Findings } from './findings.tsx'
import { isBehind, unplacedLimitMs } from './is-ledger-well.ts'
import type { LedgerHealth } from './is-ledger-well.ts'
import { SignRow } from './sign-row.tsx'

/** Each sign of the ledger's health in a sentence, and what a bad one means. */
export function HealthPage({ tenantId }: { readonly tenantId: string }) {
  const { t } = useLanguage()
  const me = useMe().data
  const read = useRead('ledger.health', { params: { tenantId } }, { refetchInterval: 10_000 })
  const mayRead = me !== null && me !== undefined && may(me, 'ledger.read', tenantId)
  return (
    <Page
      title={t(health.title)}
      lead={t(health.lead)}
      actions={mayRead && <Link href={paths.ledger(tenantId)}>{t(health.entries)}</Link>}
      isNarrow
    >
      <ProblemNotice problem={read.error} onRetry={() => void read.refetch()} />
      {read.data === undefined ? (
        read.isPending && <Loading />
      ) : (
        <>
          {read.data.findings.length > 0 && <Findings findings={read.data.findings} tenantId={tenantId} />}
          <Section>
            <Signs state={read.data} />
          </Section>
        </>
      )}
    </Page>
  )
}

function Signs({ state }: { readonly state: LedgerHealth }) {
  const { t, language } = useLanguage()
  const now = useNow(1000)
  const isLate = state.oldestUnplacedMs > unplacedLimitMs
  const behind = isBehind(state)
  const checkpoint =
    state.checkpointAt === null
      ? t(health.checkpointNone)
      : t(health.checkpointText)(
          formatDuration(language, now - state.checkpointAt),
          formatCount(language, state.checkpointSize),
        )
  return (
    <table className={styles.health}>
      <tbody>
        <SignRow name={t(health.available)} sign={state.isAvailable ? 'ok' : 'bad'}>
          {t(state.isAvailable ? health.availableOk : health.availableBad)}
        </SignRow>
        <SignRow name={t(health.size)} sign="none">
          {formatCount(language, state.size)}
        </SignRow>
        <SignRow
          name={t(health.checkpoint)}
          sign={behind ? 'bad' : 'ok'}
          note={behind ? t(health.checkpointBehind) : undefined}
        >
          {checkpoint}
        </SignRow>
        <SignRow
          name={t(health.unplaced)}
          sign={isLate ? 'bad' : 'ok'}
          note={isLate ? t(health.unplacedBad) : undefined}
        >
          {state.unplaced === 0
            ? formatCount(language, 0)
            : t(health.unplacedText)(
                formatCount(language, state.unplaced),
                formatDuration(language, state.oldestUnplacedMs),
              )}
        </SignRow>
        <SignRow name={t(health.agrees)} sign={state.keyServiceAgrees ? 'ok' : 'bad'}>
          {t(state.keyServiceAgrees ? health.agreesOk : health.agreesBad)}
        </SignRow>
        <SignRow
          name={t(health.refusals)}
          sign={state.refusals === 0 ? 'ok' : 'noted'}
          note={state.refusals === 0 ? undefined : t(health.refusalsBad)}
        >
          {formatCount(language, state.refusals)}
        </SignRow>
        <SignRow
          name={t(health.unused)}
          sign={state.unusedOpenings === 0 ? 'ok' : 'noted'}
          note={state.unusedOpenings === 0 ? undefined : t(health.unusedNote)}
        >
          {formatCount(language, state.unusedOpenings)}
        </SignRow>
        <SignRow name={t(health.indexChecked)} sign={state.indexCheckedAt === null ? 'none' : 'ok'}>
          {state.indexCheckedAt === null
            ? t(health.indexCheckedNone)
            : t(health.indexCheckedText)(formatDuration(language, now - state.indexCheckedAt))}
        </SignRow>
        {state.findings.length === 0 && (
          <SignRow name={t(health.findings)} sign="ok">
            {t(health.findingsNone)}
          </SignRow>
        )}
      </tbody>
    </table>
  )
}
